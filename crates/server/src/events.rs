//! Counting: what pages report of what happened on them. Counts, no persons.

use mall_contract::{
    Event, EventBatch, EventCount, EventCounts, EventKind, MallId, Refusal, RequestId, Trouble,
};

use crate::clock::{Days, Ms};
use crate::context::Context;
use crate::db::catalogue::MallRow;
use crate::db::events::{self, CountRow, NewEvent};
use crate::error::{Error, OrFault};
use crate::identity::link::{self, Link};
use crate::identity::secret::Secret;

/// Most events in a batch.
const MAX_EVENTS_PER_BATCH: usize = 100;

/// Most events of one visit. A page that stays open all day reports some hundred.
const MAX_EVENTS_PER_VISIT: i64 = 1000;

const HOUR: Ms = 60 * 60 * 1000;

/// The browser that reports events.
#[derive(Clone, Copy)]
pub struct Reporter<'a> {
    /// Its kernel, which is stored with reports of trouble only.
    pub kernel: &'a str,
    /// The network that it is in.
    pub network: &'a str,
}

/// The result of a batch.
pub struct BatchResult {
    /// The link of the page that reported.
    pub link: Link,
    /// False if the batch was counted only.
    pub stored: bool,
}

/// Stores a batch. Events that are stored already change nothing. Events of unknown offers are left out rather than refused: the offer may have
/// been removed while the page was open, and the rest of the batch still counts.
///
/// Events beyond what one visit, one network or the day may store are counted and not stored.
///
/// # Errors
/// `link_invalid`, an expired link is good enough: a page may be left late; `malformed`.
pub async fn take(
    context: &mut Context,
    mall: &MallRow,
    batch: &EventBatch,
    reporter: Reporter<'_>,
    now: Ms,
) -> Result<BatchResult, Error> {
    let shared = context.shared.clone();
    let link = link::read(&shared.secret, &mall.id, &batch.link)?;
    check(batch)?;
    let row = |event| row(&shared.secret, mall, batch, reporter.kernel, event);
    let mut rows: Vec<_> = batch.events.iter().map(row).collect();
    let all = rows.len();
    rows.retain(|row| row.n < MAX_EVENTS_PER_VISIT);
    let day = mall.zone()?.civil_day(now);
    let count = rows.len() as u32;
    let stored = context.quotas.may_store_events(reporter.network, count)
        && store(context, mall, &mut rows, day, now).await?;
    let over = if stored { all - rows.len() } else { all };
    if over > 0 {
        let mut tx = context.db.write().await?;
        events::count_over(&mut tx, &mall.id, day, over as i64).await?;
        tx.commit().await?;
    }
    Ok(BatchResult { link, stored })
}

/// Stores events, unless the day has too many. Returns whether it did.
async fn store(
    context: &mut Context,
    mall: &MallRow,
    rows: &mut [NewEvent<'_>],
    day: i64,
    now: Ms,
) -> Result<bool, Error> {
    // Two batches that report the same must meet at their rows in the same order, or each could
    // wait for the other.
    rows.sort();
    let Context { db, shared } = context;
    let mut tx = db.write().await?;
    let mut new = 0;
    for row in rows.iter() {
        new += events::insert(&mut tx, &mall.id, row, day, now - now.rem_euclid(HOUR)).await?;
    }
    // The day's own row last: it is the one that all reports meet at.
    if new > 0
        && !events::count_stored(&mut tx, &mall.id, day, new, shared.quotas.events_per_day).await?
    {
        tx.rollback().await?;
        return Ok(false);
    }
    tx.commit().await?;
    Ok(true)
}

fn row<'a>(
    secret: &Secret,
    mall: &MallRow,
    batch: &EventBatch,
    kernel: &'a str,
    event: &'a Event,
) -> NewEvent<'a> {
    let kind = event.kind.as_str();
    let (visit, n) = match &event.once {
        Some(once) => (secret.sign(&once_name(&mall.id, kind, once)), 0),
        None => (batch.visit.to_string(), i64::from(event.n)),
    };
    let (offer, refusal) = (event.offer_id.as_ref(), event.refusal.as_deref());
    let trouble = event.trouble.map(Trouble::as_str);
    let (surface, kernel) = (batch.surface.as_str(), trouble.map(|_| kernel));
    NewEvent { visit, n, kind, offer, refusal, trouble, kernel, surface }
}

/// Returns the parts that are hashed under the server's secret. The id of a coupon or claim itself would lead from an
/// event to a person.
fn once_name<'a>(mall: &'a MallId, kind: &'a str, once: &'a RequestId) -> [&'a [u8]; 4] {
    [b"counted once", mall.as_str().as_bytes(), kind.as_bytes(), once.as_str().as_bytes()]
}

/// Checks that each event has exactly the parts of its kind.
fn check(batch: &EventBatch) -> Result<(), Refusal> {
    if !(1..=MAX_EVENTS_PER_BATCH).contains(&batch.events.len()) {
        return Err(Refusal::Malformed { field: "events".into() });
    }
    for (index, event) in batch.events.iter().enumerate() {
        let Event { kind, offer_id, refusal, once, trouble, .. } = event;
        let decided = matches!(kind, EventKind::Claimed | EventKind::Refused);
        let concerns_page = matches!(kind, EventKind::Left | EventKind::Broken);
        let field = if offer_id.is_none() != concerns_page {
            "offer_id"
        } else if refusal.is_none() == (*kind == EventKind::Refused)
            || refusal.as_deref().is_some_and(|code| !is_code(code))
        {
            "refusal"
        } else if once.is_some() != decided {
            "once"
        } else if trouble.is_some() != (*kind == EventKind::Broken) {
            "trouble"
        } else {
            continue;
        };
        return Err(Refusal::Malformed { field: format!("events[{index}].{field}") });
    }
    Ok(())
}

/// Checks whether a text is the code of a refusal.
fn is_code(text: &str) -> bool {
    Refusal::all_codes().any(|code| code == text)
}

/// Counts the events that pages reported on these days.
///
/// # Errors
/// When the database does not answer.
pub async fn counts(
    context: &mut Context,
    mall: &MallId,
    days: Days,
) -> Result<EventCounts, Error> {
    let mut reader = context.db.read().await?;
    let over = events::over(&mut reader, mall, days.0.clone()).await?;
    let rows = events::counts(&mut reader, mall, days.0).await?;
    drop(reader);
    let counts = rows.into_iter().map(count).collect::<Option<Vec<_>>>();
    let counts = counts.or_fault("a stored event cannot be read")?;
    Ok(EventCounts { counts, over: u64::try_from(over).or_fault("a stored count cannot be read")? })
}

fn count(row: CountRow) -> Option<EventCount> {
    Some(EventCount {
        kind: row.kind.parse().ok()?,
        offer_id: row.offer_id,
        refusal: row.refusal,
        trouble: row.trouble.as_deref().map(str::parse).transpose().ok()?,
        kernel: row.kernel,
        surface: row.surface.parse().ok()?,
        count: u64::try_from(row.count).ok()?,
    })
}

#[cfg(test)]
mod tests {
    use mall_contract::Refusal;

    use super::is_code;

    #[test]
    fn codes_of_refusals_are_known_with_and_without_parameters() {
        for refusal in [Refusal::SoldOut, Refusal::PersonLimit { limit: 1 }, Refusal::Internal] {
            assert!(is_code(refusal.code()), "{refusal:?}");
        }
        for bad in ["", "Sold_out", "sold_out ", "unknown variant", "<b>", &"x".repeat(400)] {
            assert!(!is_code(bad), "{bad}");
        }
    }
}
