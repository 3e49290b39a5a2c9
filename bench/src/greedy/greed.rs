//! The common state of greedy callers: what they ask for, how long, and what they were answered.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use super::target::Target;

/// The numbers of answers by their status. Connections that broke have the status 0.
pub type Answers = BTreeMap<u16, u64>;

/// The callers' common state.
pub struct Greed {
    pub target: Target,
    until: Instant,
    requests: AtomicU32,
    answers: Mutex<Answers>,
}

impl Greed {
    /// Returns a state for some time from now on.
    pub fn new(target: Target, time: Duration) -> Self {
        let until = Instant::now() + time;
        Self { target, until, requests: AtomicU32::new(0), answers: Mutex::default() }
    }

    /// Returns the number of the next request; none when the time is over.
    pub fn next(&self) -> Option<u32> {
        let number = self.requests.fetch_add(1, Ordering::Relaxed);
        (Instant::now() < self.until).then_some(number)
    }

    /// Counts an answer.
    pub fn count(&self, status: u16) {
        *self.answers.lock().expect("no panic").entry(status).or_default() += 1;
    }

    /// Returns the answers until now.
    pub fn answers(&self) -> Answers {
        self.answers.lock().expect("no panic").clone()
    }
}
