//! Lines that say what is going on and how long it took.

use std::time::Instant;

use anyhow::Result;

/// Announces a step, runs it and says how long it took.
pub fn step<T>(what: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    println!("→ {what} …");
    let started = Instant::now();
    let done = work()?;
    println!("  {what}: {:.1} s", started.elapsed().as_secs_f64());
    Ok(done)
}
