//! Coupons come to tills: so many a second whether the server keeps up or not, or one as soon as the last is done.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use tokio::time::sleep_until;

use super::counter::{Till, Times};
use super::{A_SECOND, AT_MOST, COMING, TILLS, server};
use crate::report::{Row, share};

/// What came of a load.
pub struct Load {
    times: Vec<Times>,
    seconds: f64,
    processor: f64,
}

impl Load {
    /// The table's row.
    pub fn row(&self, database: &str) -> Row {
        let prepare: Vec<f64> = self.times.iter().map(|times| times.prepare).collect();
        let redeem: Vec<f64> = self.times.iter().map(|times| times.redeem).collect();
        let taken = self.times.len() as f64;
        let figures = vec![
            Some(taken / self.seconds),
            share(&prepare, 0.5),
            share(&prepare, 0.99),
            share(&redeem, 0.5),
            share(&redeem, 0.99),
            Some(self.processor / taken),
        ];
        let samples = vec![vec![], prepare, vec![], redeem, vec![], vec![]];
        Row { name: database.to_owned(), figures, samples }
    }
}

/// Opens the database's connections and fills its memory.
pub async fn warm_up(tills: &mut [Till]) {
    for _ in 0..5 {
        for till in &mut *tills {
            till.look().await;
        }
    }
}

/// Coupons come at a fixed rate, to each till in turn. One that comes while its till is busy waits, and its time
/// counts from when it came.
pub async fn coming(tills: Vec<Till>) -> (Vec<Till>, Load) {
    let begun = Instant::now();
    let apart = Duration::from_secs(1) / A_SECOND as u32;
    at_all(tills, begun, move |mut till| async move {
        let mut times = Vec::new();
        for round in 0..COMING {
            let due = begun + apart * (round * TILLS + till.number) as u32;
            // The clock wakes up to a millisecond late, which is not the server's doing.
            let came = if Instant::now() < due {
                sleep_until(due.into()).await;
                Instant::now()
            } else {
                due
            };
            times.push(till.take(came).await);
        }
        (till, times)
    })
    .await
}

/// Each till takes one coupon after the other, until the time is over or one has none left.
pub async fn without_pause(tills: Vec<Till>) -> (Vec<Till>, Load) {
    let begun = Instant::now();
    let over = Arc::new(AtomicBool::new(false));
    at_all(tills, begun, |mut till| {
        let over = over.clone();
        async move {
            let mut times = Vec::new();
            while !over.load(Ordering::Relaxed) {
                times.push(till.take(Instant::now()).await);
                if till.left() == 0 || begun.elapsed() >= Duration::from_secs(AT_MOST) {
                    over.store(true, Ordering::Relaxed);
                }
            }
            (till, times)
        }
    })
    .await
}

/// Does the same at all tills at once.
async fn at_all<W, F>(tills: Vec<Till>, begun: Instant, work: W) -> (Vec<Till>, Load)
where
    W: Fn(Till) -> F,
    F: Future<Output = (Till, Vec<Times>)> + Send + 'static,
{
    let processor = server::processor_ms();
    let at_work: Vec<_> = tills.into_iter().map(|till| tokio::spawn(work(till))).collect();
    let (mut tills, mut times) = (Vec::new(), Vec::new());
    for worker in at_work {
        let (till, of_one) = worker.await.expect("every coupon is taken");
        tills.push(till);
        times.extend(of_one);
    }
    let seconds = begun.elapsed().as_secs_f64();
    (tills, Load { times, seconds, processor: server::processor_ms() - processor })
}
