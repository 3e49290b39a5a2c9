//! The parts of a stage: a headline before each, and its time after it.

use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, anyhow};

/// The parts that have passed so far, and how long each took.
static FINISHED_PARTS: Mutex<Vec<(String, Duration)>> = Mutex::new(Vec::new());

/// Runs one part of a stage under a headline, and says how long it took.
pub fn part(headline: &str, work: impl FnOnce() -> Result<()>) -> Result<()> {
    println!("\n── {headline} ──");
    let started = Instant::now();
    work()?;
    let duration = started.elapsed();
    println!("── {headline}: passed in {:.1} s", duration.as_secs_f64());
    if let Ok(mut passed) = FINISHED_PARTS.lock() {
        passed.push((headline.to_owned(), duration));
    }
    Ok(())
}

/// Runs work beside other work, because one of the two mostly waits.
pub fn side_by_side<A: Send, B>(
    one: impl FnOnce() -> Result<A> + Send,
    other: impl FnOnce() -> Result<B>,
) -> Result<(A, B)> {
    thread::scope(|scope| {
        let one = scope.spawn(one);
        let other = other();
        let one = one.join().map_err(|_| anyhow!("a part of the tests panicked"))?;
        Ok((one?, other?))
    })
}

/// Returns a table of how many seconds each part took, and the whole.
pub fn durations(whole: Duration) -> String {
    let passed = FINISHED_PARTS.lock().map(|passed| passed.clone()).unwrap_or_default();
    let rows = passed.into_iter().chain([("everything".to_owned(), whole)]);
    let lines = rows.map(|(name, duration)| format!("{:>7.1} s  {name}\n", duration.as_secs_f64()));
    lines.collect()
}
