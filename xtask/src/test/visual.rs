//! Placeholder
use anyhow::Result;
pub fn tests() -> Result<()> {
    Ok(())
}
