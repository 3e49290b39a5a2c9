//! Who waits for something to happen to a coupon: all of a server's listeners share one look at the database each
//! second, so that a till of any server is noticed, and a thousand open pages ask no more than one.

use std::collections::HashMap;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use mall_contract::Refusal;
use tokio::sync::watch;

use crate::app::App;
use crate::clock::Ms;
use crate::db::steps;
use crate::error::Error;

/// Between two looks.
const INTERVAL: Duration = Duration::from_secs(1);

/// How far back each look goes, in milliseconds: clocks of servers differ, and a step is written a while before its
/// transaction ends.
const BACK: Ms = 60 * 1000;

/// Open pages of one server; above that they ask from time to time instead.
const MOST: usize = 10_000;

/// Pages that may wait for one coupon: its holder has few screens.
const MOST_OF_ONE: usize = 8;

/// A coupon of a mall, and the number of the last step that was seen.
type Listeners = HashMap<(String, String), watch::Sender<i64>>;

/// The listeners of a server, and whether somebody looks for them.
#[derive(Default)]
pub struct Watching(Mutex<(Listeners, bool)>);

impl Watching {
    /// Comes each time after something happened to a coupon, perhaps once too often, and ends when the server is
    /// going to stop.
    ///
    /// # Errors
    /// `busy` when too many listen.
    pub fn listen(app: &Arc<App>, mall: &str, coupon: &str) -> Result<watch::Receiver<i64>, Error> {
        let mut state = app.watching.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (listeners, looking) = &mut *state;
        if listeners.len() >= MOST {
            return Err(Refusal::Busy { retry_after: 5 }.into());
        }
        let key = (mall.to_owned(), coupon.to_owned());
        let sender = listeners.entry(key).or_insert_with(|| watch::channel(0).0);
        if sender.receiver_count() >= MOST_OF_ONE {
            return Err(Refusal::Busy { retry_after: 5 }.into());
        }
        let receiver = sender.subscribe();
        if !std::mem::replace(looking, true) {
            tokio::spawn(look(app.clone()));
        }
        Ok(receiver)
    }

    /// The malls whose coupons are listened to; nobody looks any more when there is none.
    fn malls(&self, stop: bool) -> Vec<String> {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (listeners, looking) = &mut *state;
        listeners.retain(|_, sender| !stop && sender.receiver_count() > 0);
        let mut malls: Vec<String> = listeners.keys().map(|(mall, _)| mall.clone()).collect();
        malls.sort_unstable();
        malls.dedup();
        *looking = !malls.is_empty();
        malls
    }

    fn tell(&self, mall: &str, seen: Vec<(String, i64)>) {
        let state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for (coupon, step) in seen {
            if let Some(sender) = state.0.get(&(mall.to_owned(), coupon)) {
                sender.send_if_modified(|last| std::mem::replace(last, step) != step);
            }
        }
    }
}

async fn look(app: Arc<App>) {
    loop {
        let malls = app.watching.malls(app.draining.load(Ordering::Relaxed));
        if malls.is_empty() {
            return;
        }
        for mall in malls {
            // A database that does not answer now is asked again.
            if let Ok(seen) = steps::since(app.db.read(), &mall, app.now() - BACK).await {
                app.watching.tell(&mall, seen);
            }
        }
        tokio::time::sleep(INTERVAL).await;
    }
}
