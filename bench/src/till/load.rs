//! Two loads on tills: coupons at a fixed rate, whether the server keeps up or not, and coupons without a pause.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use tokio::time::sleep_until;

use super::counter::{Till, Times};
use super::server;
use super::size::{COUPONS_AT_RATE, COUPONS_PER_SECOND, TILLS, UNPAUSED_SECONDS};
use crate::report::{Row, quantile};

/// The result of a load.
pub struct Load {
    times: Vec<Times>,
    seconds: f64,
    processor: f64,
}

impl Load {
    /// Returns the row of the table.
    pub fn row(&self, database: &str) -> Row {
        let prepare: Vec<f64> = self.times.iter().map(|times| times.prepare).collect();
        let redeem: Vec<f64> = self.times.iter().map(|times| times.redeem).collect();
        let redeemed = self.times.len() as f64;
        let figures = vec![
            Some(redeemed / self.seconds),
            quantile(&prepare, 0.5),
            quantile(&prepare, 0.99),
            quantile(&redeem, 0.5),
            quantile(&redeem, 0.99),
            Some(self.processor / redeemed),
        ];
        let samples = vec![vec![], prepare, vec![], redeem, vec![], vec![]];
        Row { name: database.to_owned(), figures, samples }
    }
}

/// Opens the database's connections and fills its caches.
pub async fn warm_up(tills: &mut [Till]) {
    for _ in 0..5 {
        for till in &mut *tills {
            till.prepare_next().await;
        }
    }
}

/// Redeems coupons that arrive at a fixed rate, at each till in turn. One that arrives at a busy till waits, and its time
/// counts from its arrival.
pub async fn at_fixed_rate(tills: Vec<Till>) -> (Vec<Till>, Load) {
    let start = Instant::now();
    let interval = Duration::from_secs(1) / COUPONS_PER_SECOND as u32;
    at_all_tills(tills, start, move |mut till| async move {
        let mut times = Vec::new();
        for round in 0..COUPONS_AT_RATE {
            let due = start + interval * (round * TILLS + till.number) as u32;
            // The timer may be a millisecond late, which is not the server's doing.
            let arrival = if Instant::now() < due {
                sleep_until(due.into()).await;
                Instant::now()
            } else {
                due
            };
            times.push(till.redeem_next(arrival).await);
        }
        (till, times)
    })
    .await
}

/// Redeems one coupon after the other at each till, until the time is over or a till has none left.
pub async fn without_pause(tills: Vec<Till>) -> (Vec<Till>, Load) {
    let start = Instant::now();
    let over = Arc::new(AtomicBool::new(false));
    at_all_tills(tills, start, |mut till| {
        let over = over.clone();
        async move {
            let mut times = Vec::new();
            while !over.load(Ordering::Relaxed) {
                times.push(till.redeem_next(Instant::now()).await);
                if till.remaining() == 0 || start.elapsed() >= Duration::from_secs(UNPAUSED_SECONDS)
                {
                    over.store(true, Ordering::Relaxed);
                }
            }
            (till, times)
        }
    })
    .await
}

/// Does the same work at all tills concurrently.
async fn at_all_tills<W, F>(tills: Vec<Till>, start: Instant, work: W) -> (Vec<Till>, Load)
where
    W: Fn(Till) -> F,
    F: Future<Output = (Till, Vec<Times>)> + Send + 'static,
{
    let processor = server::processor_ms();
    let workers: Vec<_> = tills.into_iter().map(|till| tokio::spawn(work(till))).collect();
    let (mut tills, mut times) = (Vec::new(), Vec::new());
    for worker in workers {
        let (till, till_times) = worker.await.expect("every coupon is taken");
        tills.push(till);
        times.extend(till_times);
    }
    let seconds = start.elapsed().as_secs_f64();
    (tills, Load { times, seconds, processor: server::processor_ms() - processor })
}
