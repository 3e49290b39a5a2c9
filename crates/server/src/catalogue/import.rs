//! Writing a catalogue.

use std::collections::HashMap;

use mall_contract::{MallId, OfferId};

use super::plan::Plan;
use crate::clock::{Ms, Zone};
use crate::db::imported::offers::ClaimedBefore;
use crate::db::imported::{Stored, categories, links, malls, offers, stores};
use crate::db::{self, Access, Connection, Write};
use crate::error::Error;
use crate::import_plan::Missing;
use crate::mall_file::{Catalogue, Invalid, Offer};

/// Returns what an import of a catalogue would change now, and changes nothing.
///
/// # Errors
/// When the database does not answer.
pub async fn dry_run(db: &mut Access, catalogue: &Catalogue, now: Ms) -> Result<Plan, Invalid> {
    plan(&mut *db.read().await?, catalogue, &zone(catalogue)?, now).await
}

/// Writes what differs between a catalogue and what is stored. Claim counts stay. Returns the plan that was carried out.
///
/// # Errors
/// A sentence for each wrong row. Nothing was written then.
pub async fn import(
    db: &mut Access,
    catalogue: &Catalogue,
    missing: Missing,
    now: Ms,
) -> Result<Plan, Invalid> {
    let zone = zone(catalogue)?;
    let mut tx = db.write_alone().await?;
    let plan = plan(&mut tx, catalogue, &zone, now).await?;
    plan.check()?;
    write(&mut tx, catalogue, &plan, zone.civil_day(now)).await?;
    end(&mut tx, &catalogue.mall.id, &plan, missing, now).await?;
    tx.commit().await.map_err(Error::from)?;
    db::upkeep::after_import(db).await;
    Ok(plan)
}

fn zone(catalogue: &Catalogue) -> Result<Zone, Invalid> {
    Zone::named(&catalogue.mall.zone).ok_or_else(|| Invalid("mall.zone: unknown".into()))
}

async fn plan(
    connection: &mut Connection,
    catalogue: &Catalogue,
    zone: &Zone,
    now: Ms,
) -> Result<Plan, Invalid> {
    let malls = db::catalogue::malls(connection).await?;
    let stored = Stored::read(connection, &catalogue.mall.id).await?;
    Ok(Plan::of(catalogue, zone, stored, &malls, now))
}

/// Writes the new and the changed rows. `day` is the civil day of the import.
async fn write(
    tx: &mut Write<'_>,
    catalogue: &Catalogue,
    plan: &Plan,
    day: i64,
) -> Result<(), Error> {
    let mall = &catalogue.mall.id;
    for row in plan.mall.to_write() {
        malls::put(tx, row).await?;
    }
    for row in plan.categories.to_write() {
        categories::put(tx, mall, row).await?;
    }
    for row in plan.stores.to_write() {
        stores::put(tx, mall, row).await?;
    }
    for row in plan.links.to_write() {
        links::put(tx, mall, row).await?;
    }
    let before: HashMap<&OfferId, &Offer> =
        catalogue.offers.iter().map(|offer| (&offer.id, offer)).collect();
    for row in plan.offers.to_write() {
        let before =
            before.get(&row.id).map_or_else(ClaimedBefore::default, |offer| ClaimedBefore {
                in_all: i64::from(offer.claimed_before),
                today: i64::from(offer.claimed_today),
            });
        offers::put(tx, mall, row, before, day).await?;
    }
    Ok(())
}

/// Ends the rows that the file does not have, if that was asked for. Claimed coupons stay valid, and history stays.
async fn end(
    tx: &mut Write<'_>,
    mall: &MallId,
    plan: &Plan,
    missing: Missing,
    now: Ms,
) -> Result<(), Error> {
    for link in plan.links.ending(missing) {
        links::remove(tx, mall, link).await?;
    }
    for offer in plan.offers.ending(missing) {
        offers::end(tx, mall, &offer.id).await?;
    }
    for store in plan.stores.ending(missing) {
        stores::end(tx, mall, &store.id, now).await?;
    }
    for category in plan.categories.ending(missing) {
        categories::end(tx, mall, &category.id, now).await?;
    }
    Ok(())
}
