//! Turns of contenders that are asked for the same over and over.

use std::fs;
use std::time::{Duration, Instant};

use crate::report::{Row, share};

/// How long a contender is asked without a break before it is the next one's turn.
pub const LENGTH: Duration = Duration::from_millis(1500);

/// What is measured of each contender.
pub const COLUMNS: [(&str, usize); 5] = [
    ("a second", 0),
    ("p50, ms", 2),
    ("p99, ms", 2),
    // What else the machine does hardly changes this one.
    ("processor, ms each", 2),
    ("bytes", 0),
];

/// What one contender has shown so far.
#[derive(Default)]
pub struct Shown {
    rates: Vec<f64>,
    times: Vec<f64>,
    processor: Vec<f64>,
    bytes: usize,
}

/// A turn under way.
pub struct Turn {
    begun: Instant,
    processor: f64,
}

impl Turn {
    /// Begins one.
    pub fn begin() -> Self {
        Self { begun: Instant::now(), processor: processor_ms() }
    }

    /// Whether there is time to ask once more.
    pub fn goes_on(&self) -> bool {
        self.begun.elapsed() < LENGTH
    }

    /// Notes what has come of it: how long each answer took, in milliseconds, and the bytes of one.
    pub fn end(self, shown: &mut Shown, times: Vec<f64>, bytes: usize) {
        let count = times.len() as f64;
        shown.rates.push(count / self.begun.elapsed().as_secs_f64());
        shown.processor.push((processor_ms() - self.processor) / count);
        shown.times.extend(times);
        shown.bytes = bytes;
    }
}

impl Shown {
    /// The table's row.
    pub fn row(self, name: String) -> Row {
        let figures = vec![
            share(&self.rates, 0.5),
            share(&self.times, 0.5),
            share(&self.times, 0.99),
            share(&self.processor, 0.5),
            Some(self.bytes as f64),
        ];
        Row { name, figures, samples: vec![self.rates, Vec::new(), Vec::new(), self.processor] }
    }
}

/// Milliseconds all threads of this program have had a processor.
fn processor_ms() -> f64 {
    ticks_ms(&fs::read_to_string("/proc/self/stat").unwrap_or_default())
}

/// Milliseconds those threads have had a processor whose names begin so; a name has at most 15 characters.
pub fn processor_ms_of(names: &[&str]) -> f64 {
    let threads = fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let stats = threads.filter_map(|thread| fs::read_to_string(thread.path().join("stat")).ok());
    let named = |stat: &String| {
        let name = stat.split_once('(').map_or("", |(_, name)| name);
        names.iter().any(|begin| name.starts_with(begin))
    };
    stats.filter(named).map(|stat| ticks_ms(&stat)).sum()
}

fn ticks_ms(stat: &str) -> f64 {
    // The name, in brackets, may have anything in it.
    let after_name = stat.rsplit_once(") ").map_or("", |(_, rest)| rest);
    let fields = after_name.split(' ').skip(11).take(2);
    // Linux counts them in hundredths of a second, on every machine.
    fields.filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() * 10.0
}

#[cfg(test)]
mod tests {
    use super::{Shown, Turn, processor_ms, processor_ms_of};

    #[test]
    fn work_is_counted_by_the_threads_names() {
        let work = || {
            while processor_ms_of(&["some-work"]) < 30.0 {
                std::hint::spin_loop();
            }
            processor_ms_of(&["other-work"])
        };
        let thread = std::thread::Builder::new().name("some-work-1".into()).spawn(work);
        assert_eq!(thread.expect("a thread").join().expect("it ends"), 0.0);
    }

    #[test]
    fn work_is_counted() {
        let begun = processor_ms();
        while processor_ms() < begun + 30.0 {
            std::hint::spin_loop();
        }
        let mut shown = Shown::default();
        let turn = Turn { begun: std::time::Instant::now(), processor: begun };
        turn.end(&mut shown, vec![1.0, 2.0], 7);
        let row = shown.row("x".into());
        assert!(row[3].is_some_and(|each| each >= 15.0), "{:?}", row.figures);
        assert_eq!((row[1], row[4]), (Some(1.5), Some(7.0)));
    }
}
