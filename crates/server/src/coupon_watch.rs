//! Tells open pages that something happened to a coupon.
//!
//! All listeners of one server share one query each second. So they notice a redemption at a till of any server, and a
//! thousand open pages cost the database no more than one.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use mall_contract::{CouponId, MallId, Refusal};
use tokio::sync::watch;

use crate::clock::{Clock, Ms};
use crate::db::Database;
use crate::db::steps::{self, LastStep};
use crate::error::Error;

/// The time between two queries.
const QUERY_INTERVAL: Duration = Duration::from_secs(1);

/// Each query reads the steps of this time before the last good one, in milliseconds. The clocks of servers differ, and a
/// step gets its time a while before its transaction ends.
const LOOK_BACK_MS: Ms = 60 * 1000;

/// Limits the listeners of one server. Pages beyond that poll instead.
const LISTENER_LIMIT: usize = 10_000;

/// Listeners for one coupon: its holder has few screens.
const LISTENER_LIMIT_PER_COUPON: usize = 8;

/// Seconds after which a page that found no room asks again.
const RETRY_AFTER: u32 = 5;

/// A coupon of a mall.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Key {
    mall: MallId,
    coupon: CouponId,
}

#[derive(Default)]
struct Listeners {
    /// The number of the last step that was seen of each coupon.
    steps: HashMap<Key, watch::Sender<i64>>,
    querying: bool,
    stopped: bool,
}

/// The listeners of one server. A copy shares them.
#[derive(Clone)]
pub struct CouponWatch {
    db: Database,
    clock: Clock,
    listeners: Arc<Mutex<Listeners>>,
}

impl CouponWatch {
    /// Watches the coupons of a database.
    #[must_use]
    pub fn new(db: Database, clock: Clock) -> Self {
        Self { db, clock, listeners: Arc::default() }
    }

    /// Subscribes to the steps of a coupon. The receiver changes after each step, perhaps once too often, and
    /// ends when the server is going to stop.
    ///
    /// # Errors
    /// `busy` when there are too many listeners.
    pub fn subscribe(
        &self,
        mall: &MallId,
        coupon: &CouponId,
    ) -> Result<watch::Receiver<i64>, Error> {
        let mut listeners = self.listeners();
        if listeners.stopped || listeners.steps.len() >= LISTENER_LIMIT {
            return Err(Refusal::Busy { retry_after: RETRY_AFTER }.into());
        }
        let key = Key { mall: mall.clone(), coupon: coupon.clone() };
        let sender = listeners.steps.entry(key).or_insert_with(|| watch::channel(0).0);
        if sender.receiver_count() >= LISTENER_LIMIT_PER_COUPON {
            return Err(Refusal::Busy { retry_after: RETRY_AFTER }.into());
        }
        let receiver = sender.subscribe();
        if !std::mem::replace(&mut listeners.querying, true) {
            tokio::spawn(self.clone().query());
        }
        Ok(receiver)
    }

    /// Ends all subscriptions and takes no new ones.
    pub fn stop(&self) {
        let mut listeners = self.listeners();
        listeners.stopped = true;
        listeners.steps.clear();
    }

    /// Queries until there is no listener.
    async fn query(self) {
        let mut read_until = HashMap::new();
        loop {
            let malls = self.malls();
            if malls.is_empty() {
                return;
            }
            for mall in malls {
                let now = self.clock.now();
                let since = read_until.entry(mall.clone()).or_insert(now);
                // After errors the next query sees all steps since the last good one, however long they lasted.
                if let Ok(last_steps) = self.read(&mall, *since - LOOK_BACK_MS).await {
                    *since = now;
                    self.publish(&mall, last_steps);
                }
            }
            tokio::time::sleep(QUERY_INTERVAL).await;
        }
    }

    async fn read(&self, mall: &MallId, since: Ms) -> Result<Vec<LastStep>, Error> {
        let mut access = self.db.access();
        steps::since(&mut *access.read().await?, mall, since).await
    }

    /// Forgets coupons without listeners and returns the malls of the others. Without any, the queries end.
    fn malls(&self) -> Vec<MallId> {
        let mut listeners = self.listeners();
        listeners.steps.retain(|_, sender| sender.receiver_count() > 0);
        let mut malls: Vec<_> = listeners.steps.keys().map(|key| key.mall.clone()).collect();
        malls.sort_unstable();
        malls.dedup();
        listeners.querying = !malls.is_empty();
        malls
    }

    fn publish(&self, mall: &MallId, last_steps: Vec<LastStep>) {
        let listeners = self.listeners();
        for LastStep { coupon_id: coupon, n: step } in last_steps {
            if let Some(sender) = listeners.steps.get(&Key { mall: mall.clone(), coupon }) {
                sender.send_if_modified(|last| std::mem::replace(last, step) != step);
            }
        }
    }

    fn listeners(&self) -> MutexGuard<'_, Listeners> {
        self.listeners.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
