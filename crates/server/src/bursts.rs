//! Bursts: what the mall learns of strangers whose claims were held back.
//!
//! They are counted in memory and stored once a minute, so that a flood causes no writes of its own.

use std::collections::BTreeMap;

use mall_contract::{MallId, PlacementBurst, PlacementBursts, Refusal};

use crate::clock::Days;
use crate::context::Context;
use crate::db::bursts::{self, BurstRow};
use crate::db::catalogue;
use crate::error::{Error, OrFault};
use crate::quotas::bursts::{BURSTS, Burst};

/// Stores what was counted since the last time. What cannot be stored is kept for the next time.
///
/// # Errors
/// When the database does not answer.
pub async fn store(context: &mut Context) -> Result<(), Error> {
    let counted = context.bursts.take();
    if counted.is_empty() {
        return Ok(());
    }
    let stored = store_all(context, &counted).await;
    if stored.is_err() {
        counted.into_iter().for_each(|(burst, count)| context.bursts.add(burst, count));
    }
    stored
}

async fn store_all(context: &mut Context, counted: &BTreeMap<Burst, u32>) -> Result<(), Error> {
    let mut tx = context.db.write().await?;
    for (Burst { mall, place, network, minute }, count) in counted {
        bursts::add(&mut tx, mall, place, network, *minute, *count).await?;
    }
    Ok(tx.commit().await?)
}

/// Returns the newest bursts of these days of a mall.
///
/// # Errors
/// When the database does not answer.
pub async fn list(
    context: &mut Context,
    mall: &MallId,
    days: Days,
) -> Result<PlacementBursts, Error> {
    store(context).await?;
    let mut reader = context.db.read().await?;
    let row = catalogue::mall(&mut reader, mall).await?.ok_or(Refusal::NotFound)?;
    let (zone, Days(days)) = (row.zone()?, days);
    let span = zone.midnight_of(days.start)..zone.midnight_of(days.end);
    let rows = bursts::list(&mut reader, mall, span, BURSTS as i64).await?;
    let burst = |BurstRow { placement_id, network, minute, held_back }| {
        let held_back = u64::try_from(held_back).ok()?;
        Some(PlacementBurst { id: placement_id, network, minute: zone.moment(minute), held_back })
    };
    let bursts = rows.into_iter().map(burst).collect::<Option<Vec<_>>>();
    Ok(PlacementBursts { bursts: bursts.or_fault("a stored burst cannot be read")? })
}
