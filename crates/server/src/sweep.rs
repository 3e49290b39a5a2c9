//! Removes what is older than it is kept: sessions, tries to log in, shoppers who did nothing, events, scans and bursts.
//!
//! Every server of a database does this. It takes small steps with rests between, so that requests go on.

use std::time::Duration;

use mall_contract::MallId;

use crate::clock::Ms;
use crate::config::Retention;
use crate::context::Context;
use crate::db::{catalogue, sweep};
use crate::error::Error;

const DAY_MS: Ms = 24 * 60 * 60 * 1000;

/// The rest after each step.
const REST: Duration = Duration::from_millis(200);

/// The rest after everything was looked at.
const LONG_REST: Duration = Duration::from_secs(10 * 60);

/// Sweeps from time to time, until the server stops.
pub async fn run(context: impl Fn() -> Context) {
    loop {
        if let Err(error) = all_malls(&mut context()).await {
            // It is tried again; requests are answered all the same.
            tracing::warn!(error = %error, "old rows were not removed");
        }
        tokio::time::sleep(LONG_REST).await;
    }
}

async fn all_malls(context: &mut Context) -> Result<(), Error> {
    let malls = catalogue::malls(&mut *context.db.read().await?).await?;
    for mall in malls {
        let day = mall.zone()?.civil_day(context.now());
        let mut sweep = Sweep::new(mall.id, &context.retention, context.now(), day);
        while sweep.step(context).await? {
            tokio::time::sleep(REST).await;
        }
    }
    Ok(())
}

/// The kinds of old rows, in the order in which they are removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Sessions,
    StaffSessions,
    StaffFailures,
    Events,
    Scans,
    Bursts,
    /// Shoppers who did nothing and came after an instant.
    EmptyShoppers(Ms),
    Nothing,
}

/// One sweep through a mall.
pub struct Sweep {
    mall: MallId,
    now: Ms,
    events_before: i64,
    scans_before: i64,
    bursts_before: Ms,
    shoppers_before: Ms,
    next: Kind,
}

impl Sweep {
    /// Begins a sweep through a mall on a civil day of it.
    #[must_use]
    pub fn new(mall: MallId, retention: &Retention, now: Ms, day: i64) -> Self {
        Self {
            mall,
            now,
            events_before: day - i64::from(retention.events_days),
            scans_before: day - i64::from(retention.scans_days),
            bursts_before: now - i64::from(retention.bursts_days) * DAY_MS,
            shoppers_before: now - i64::from(retention.empty_sessions_days) * DAY_MS,
            next: Kind::Sessions,
        }
    }

    /// Takes one step in a transaction of its own. Returns whether there may be more to do.
    ///
    /// # Errors
    /// When the database does not answer; the step can be taken again.
    pub async fn step(&mut self, context: &mut Context) -> Result<bool, Error> {
        let mall = &self.mall;
        let mut tx = context.db.write().await?;
        let full = |removed: i64| removed >= sweep::STEP;
        let next = match self.next {
            Kind::Sessions => {
                let more = full(sweep::expired_sessions(&mut tx, mall, self.now).await?);
                if more { Kind::Sessions } else { Kind::StaffSessions }
            }
            Kind::StaffSessions => {
                let more = full(sweep::expired_staff_sessions(&mut tx, mall, self.now).await?);
                if more { Kind::StaffSessions } else { Kind::StaffFailures }
            }
            Kind::StaffFailures => {
                // As long as a try counts.
                let before = self.now - DAY_MS;
                let more = full(sweep::staff_failures(&mut tx, mall, before).await?);
                if more { Kind::StaffFailures } else { Kind::Events }
            }
            Kind::Events => {
                let more = full(sweep::events(&mut tx, mall, self.events_before).await?);
                if more { Kind::Events } else { Kind::Scans }
            }
            Kind::Scans => {
                let more = full(sweep::scans(&mut tx, mall, self.scans_before).await?);
                if more { Kind::Scans } else { Kind::Bursts }
            }
            Kind::Bursts => {
                let more = full(sweep::bursts(&mut tx, mall, self.bursts_before).await?);
                if more { Kind::Bursts } else { Kind::EmptyShoppers(0) }
            }
            Kind::EmptyShoppers(after) => {
                match sweep::next_shoppers(&mut tx, mall, after, self.shoppers_before).await? {
                    Some(until) => {
                        sweep::empty_shoppers(&mut tx, mall, after, until).await?;
                        Kind::EmptyShoppers(until)
                    }
                    None => Kind::Nothing,
                }
            }
            Kind::Nothing => Kind::Nothing,
        };
        tx.commit().await?;
        self.next = next;
        Ok(next != Kind::Nothing)
    }
}
