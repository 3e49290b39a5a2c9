//! Lines that name each step and its duration.

use std::time::Instant;

use anyhow::Result;

/// Announces a step, runs it and prints its duration.
pub fn step<T>(what: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    println!("→ {what} …");
    let started = Instant::now();
    let done = work()?;
    println!("  {what}: {:.1} s", started.elapsed().as_secs_f64());
    Ok(done)
}
