//! Turns of contenders that get the same request over and over.

use std::fs;
use std::time::{Duration, Instant};

use crate::report::{Row, quantile};

/// The length of a turn.
pub const TURN_LENGTH: Duration = Duration::from_millis(1500);

/// The columns of the table.
pub const COLUMNS: [(&str, usize); 5] = [
    ("a second", 0),
    ("p50, ms", 2),
    ("p99, ms", 2),
    // Other work of the machine hardly changes this one.
    ("processor, ms each", 2),
    ("bytes", 0),
];

/// The samples of one contender.
#[derive(Default)]
pub struct Samples {
    rates: Vec<f64>,
    times: Vec<f64>,
    processor: Vec<f64>,
    bytes: usize,
}

/// A running turn.
pub struct Turn {
    start: Instant,
    processor: f64,
}

impl Turn {
    /// Begins a turn.
    pub fn begin() -> Self {
        Self { start: Instant::now(), processor: processor_ms() }
    }

    /// Checks whether there is time for another request.
    pub fn has_time(&self) -> bool {
        self.start.elapsed() < TURN_LENGTH
    }

    /// Adds to the samples: the time of each response in milliseconds, and the bytes of one.
    pub fn end(self, samples: &mut Samples, times: Vec<f64>, bytes: usize) {
        let count = times.len() as f64;
        samples.rates.push(count / self.start.elapsed().as_secs_f64());
        samples.processor.push((processor_ms() - self.processor) / count);
        samples.times.extend(times);
        samples.bytes = bytes;
    }
}

impl Samples {
    /// Returns the row of the table.
    pub fn row(self, name: String) -> Row {
        let figures = vec![
            quantile(&self.rates, 0.5),
            quantile(&self.times, 0.5),
            quantile(&self.times, 0.99),
            quantile(&self.processor, 0.5),
            Some(self.bytes as f64),
        ];
        Row { name, figures, samples: vec![self.rates, Vec::new(), Vec::new(), self.processor] }
    }
}

/// Returns the processor time of this program in milliseconds.
fn processor_ms() -> f64 {
    ticks_ms(&fs::read_to_string("/proc/self/stat").unwrap_or_default())
}

/// Returns the processor time in milliseconds of threads whose names begin with one of `prefixes`. Linux cuts names to
/// 15 characters.
pub fn processor_ms_of(prefixes: &[&str]) -> f64 {
    let threads = fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let stats = threads.filter_map(|thread| fs::read_to_string(thread.path().join("stat")).ok());
    let named = |stat: &String| {
        let name = stat.split_once('(').map_or("", |(_, name)| name);
        prefixes.iter().any(|prefix| name.starts_with(prefix))
    };
    stats.filter(named).map(|stat| ticks_ms(&stat)).sum()
}

fn ticks_ms(stat: &str) -> f64 {
    // The name, in parentheses, may contain any character.
    let after_name = stat.rsplit_once(") ").map_or("", |(_, rest)| rest);
    let fields = after_name.split(' ').skip(11).take(2);
    // A tick is a hundredth of a second on every Linux.
    fields.filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() * 10.0
}

#[cfg(test)]
mod tests {
    use super::{Samples, Turn, processor_ms, processor_ms_of};

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
        let start = processor_ms();
        while processor_ms() < start + 30.0 {
            std::hint::spin_loop();
        }
        let mut samples = Samples::default();
        let turn = Turn { start: std::time::Instant::now(), processor: start };
        turn.end(&mut samples, vec![1.0, 2.0], 7);
        let row = samples.row("x".into());
        assert!(row[3].is_some_and(|each| each >= 15.0), "{:?}", row.figures);
        assert_eq!((row[1], row[4]), (Some(1.5), Some(7.0)));
    }
}
