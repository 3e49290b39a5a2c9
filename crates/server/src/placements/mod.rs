//! Placements: set up by the mall one by one or by a file, and counted.

mod address;
#[cfg(test)]
mod camera;
mod check;
mod file;
mod plan;
pub mod poster;
pub mod printing;
pub mod qr;

use std::collections::HashSet;
use std::time::Duration;

use mall_contract::{
    CallerRefusal, MallId, Placement, PlacementCode, PlacementCount, PlacementCounts, PlacementId,
    PlacementNotice, Placements, Refusal, ShopperId,
};

use crate::brand::Brand;
use crate::clock::{Days, Ms};
use crate::context::Context;
use crate::db::catalogue::MallRow;
use crate::db::placements::{self, CountRow, PlacementRow};
use crate::db::{self, Access, Write, catalogue, upkeep};
use crate::error::{Error, OrFault};
use crate::identity::secret;
use crate::import_plan::Missing;
use crate::outcome::Outcome;
use crate::workers::Workers;
use address::address;
use check::References;
pub use plan::Plan;

/// The most attempts to find a free code: two codes of thirty bits are seldom the same.
const MAX_CODE_ATTEMPTS: u32 = 5;

/// The most placements that are written in one transaction. Claims that wait for it are written before the next.
const PLACEMENTS_PER_STEP: usize = 50;

/// Sets a placement up, or changes it.
///
/// # Errors
/// `malformed`, `unknown_store`, `unknown_offer`, `unknown_category`.
pub async fn report(
    context: &mut Context,
    mall: &MallId,
    notice: PlacementNotice,
    now: Ms,
) -> Result<Outcome<Placement>, Error> {
    let own = catalogue::mall(&mut *context.db.read().await?, mall).await?;
    let own = own.ok_or(Refusal::NotFound)?;
    let references = References::read(&mut context.db, mall).await?;
    let before = placements::get(&mut *context.db.read().await?, mall, &notice.id).await?;
    let before = before.map(|row| row.set_up()).transpose()?;
    let notice = check::check(notice, &references, before.as_ref())?;
    let mut tx = context.db.write().await?;
    let before = placements::get(&mut tx, mall, &notice.id).await?;
    let before = before.map(|row| row.set_up()).transpose()?;
    let is_same = before.as_ref() == Some(&notice);
    let is_new = !is_same && put(&mut tx, mall, &notice, before.is_none(), now).await?;
    let row = placements::get(&mut tx, mall, &notice.id).await?;
    tx.commit().await?;
    let row = row.ok_or_else(|| Error::fault("a placement is missing", &notice.id))?;
    Ok(Outcome::new(to_contract(context.origin_of(&own).as_str(), row)?, is_new))
}

/// Returns what an import of a file would change now, and changes nothing.
///
/// # Errors
/// `not_utf8`, `malformed` for the headings. Wrong lines are in the plan.
pub async fn dry_run(
    db: &mut Access,
    workers: &Workers,
    mall: &MallId,
    file: &[u8],
) -> Result<Plan, Error> {
    let references = References::read(db, mall).await?;
    let stored = placements::all(&mut *db.read().await?, mall).await?;
    let file = file.to_vec();
    // A long file takes a core for a tenth of a second.
    let plan = workers.run(move |_| {
        let stored = stored.iter().map(PlacementRow::set_up).collect::<Result<_, _>>()?;
        Ok(Plan::of(file::read(&file)?, &references, stored))
    });
    plan.await?
}

/// Sets up all placements of a file, or none if a line is refused. Returns the plan that was carried out.
///
/// They are written in steps, with a rest between two of them, so that others write meanwhile. An import that was
/// interrupted is completed by the same file.
///
/// # Errors
/// `not_utf8`, `malformed` for the headings, `lines_refused`.
pub async fn import(
    db: &mut Access,
    workers: &Workers,
    mall: &MallId,
    file: &[u8],
    missing: Missing,
    rest: Duration,
    now: Ms,
) -> Result<Plan, Error> {
    let plan = dry_run(db, workers, mall, file).await?;
    plan.check()?;
    let new: HashSet<&PlacementId> = plan.table.new.iter().map(|notice| &notice.id).collect();
    let rows = plan.to_write(missing);
    for (number, step) in rows.chunks(PLACEMENTS_PER_STEP).enumerate() {
        if number > 0 {
            tokio::time::sleep(rest).await;
        }
        let mut tx = db.write().await?;
        let all_new = step.iter().all(|notice| new.contains(&notice.id));
        if !all_new || !insert_all(&mut tx, mall, step, now).await? {
            for notice in step {
                put(&mut tx, mall, notice, new.contains(&notice.id), now).await?;
            }
        }
        tx.commit().await?;
    }
    upkeep::after_import(db).await;
    Ok(plan)
}

/// Writes new placements in one statement, which is much faster than one by one. Returns false and writes none if an id
/// or a code is taken.
async fn insert_all(
    tx: &mut Write<'_>,
    mall: &MallId,
    new: &[PlacementNotice],
    now: Ms,
) -> Result<bool, Error> {
    let codes = new.iter().map(|_| random_code()).collect::<Result<Vec<_>, _>>()?;
    let mut attempt = db::part(tx).await?;
    let written = placements::insert_all(&mut attempt, mall, &codes, new, now).await?;
    if written {
        attempt.commit().await?;
    } else {
        attempt.rollback().await?;
    }
    Ok(written)
}

fn random_code() -> Result<PlacementCode, Error> {
    let bits = secret::random().or_fault("the system gives no random bytes")?;
    Ok(PlacementCode::from_bits(u32::from_be_bytes(bits)))
}

/// Writes a placement. Returns whether it is new. Another request may have set up a new one just now.
async fn put(
    tx: &mut Write<'_>,
    mall: &MallId,
    notice: &PlacementNotice,
    is_new: bool,
    now: Ms,
) -> Result<bool, Error> {
    if !is_new {
        placements::update(tx, mall, notice, now).await?;
        return Ok(false);
    }
    for _ in 0..MAX_CODE_ATTEMPTS {
        let code = random_code()?;
        if placements::insert(tx, mall, &code, notice, now).await? {
            return Ok(true);
        }
        if placements::get(tx, mall, &notice.id).await?.is_some() {
            placements::update(tx, mall, notice, now).await?;
            return Ok(false);
        }
        // Its code is taken.
    }
    Err(Refusal::Busy { retry_after: 1 }.into())
}

/// Returns all placements of a mall.
///
/// # Errors
/// When the database does not answer.
pub async fn list(db: &mut Access, mall: &MallId, public_url: &str) -> Result<Placements, Error> {
    let mut reader = db.read().await?;
    let rows = placements::all(&mut reader, mall).await?;
    let placements =
        rows.into_iter().map(|row| to_contract(public_url, row)).collect::<Result<_, _>>()?;
    Ok(Placements { placements })
}

fn to_contract(public_url: &str, row: PlacementRow) -> Result<Placement, Error> {
    let code =
        PlacementCode::parse(&row.code).or_fault("a stored placement code cannot be read")?;
    Ok(Placement { url: address(public_url, &code), code, set_up: row.set_up()? })
}

/// Returns what the code of a placement looks like: its address, and the mall's mark.
///
/// # Errors
/// `unknown_placement`; a fault when the database does not answer.
pub async fn code(
    context: &mut Context,
    mall: &MallRow,
    code: &PlacementCode,
) -> Result<CodeContent, Error> {
    let Context { db, shared: context } = context;
    let mut reader = db.read().await?;
    let row = placements::by_code(&mut reader, &mall.id, code).await?;
    row.ok_or(Refusal::Caller(CallerRefusal::UnknownPlacement))?;
    let address = address(context.origin_of(mall).as_str(), code);
    Ok(CodeContent { address, brand: catalogue::brand(&mut reader, &mall.id).await? })
}

/// All that decides how a placement's code looks.
#[derive(Debug)]
pub struct CodeContent {
    address: String,
    brand: Brand,
}

impl CodeContent {
    /// Draws the code as an SVG document.
    ///
    /// # Errors
    /// A fault for an address that is too long.
    pub fn svg(&self) -> Result<String, Error> {
        let Self { address, brand } = self;
        qr::svg(address, brand)
            .map_err(|_| Error::fault("an address is too long for a QR code", address))
    }

    /// Draws the code as PNG, with this many pixels for each module.
    ///
    /// # Errors
    /// As [`Self::svg`]; a fault for a picture that is too large.
    pub fn png(&self, pixels: u32) -> Result<Vec<u8>, Error> {
        let picture = qr::png(&self.svg()?, pixels);
        picture.ok_or_else(|| Error::fault("a picture was not made", &self.address))
    }
}

/// Counts scans, claims and redemptions of each placement on these days.
///
/// # Errors
/// When the database does not answer.
pub async fn counts(
    context: &mut Context,
    mall: &MallId,
    days: Days,
) -> Result<PlacementCounts, Error> {
    let mut reader = context.db.read().await?;
    let row = catalogue::mall(&mut reader, mall).await?.ok_or(Refusal::NotFound)?;
    let (zone, Days(days)) = (row.zone()?, days);
    let span = zone.midnight_of(days.start)..zone.midnight_of(days.end);
    let rows = placements::counts(&mut reader, mall, days, span).await?;
    let counts = rows.into_iter().map(count).collect::<Option<Vec<_>>>();
    Ok(PlacementCounts { counts: counts.or_fault("a stored count cannot be read")? })
}

fn count(row: CountRow) -> Option<PlacementCount> {
    Some(PlacementCount {
        id: row.id,
        scans: u64::try_from(row.scans).ok()?,
        claims: u64::try_from(row.claims).ok()?,
        redemptions: u64::try_from(row.redemptions).ok()?,
    })
}

/// Counts a shopper at the placement of a code, as [`count_scan`] does. A code that is none counts nothing.
///
/// # Errors
/// When the database does not answer.
pub async fn count_scan_of_code(
    context: &mut Context,
    mall: &MallRow,
    code: &PlacementCode,
    shopper: &ShopperId,
    now: Ms,
) -> Result<(), Error> {
    let row = placements::by_code(&mut *context.db.read().await?, &mall.id, code).await?;
    let Some(row) = row else { return Ok(()) };
    count_scan(context, &mall.id, &row.id, shopper, mall.zone()?.civil_day(now)).await
}

/// Counts a shopper at a placement once on each civil day of the mall. The stored visitor identifies nobody.
///
/// # Errors
/// When the database does not answer.
pub async fn count_scan(
    context: &mut Context,
    mall: &MallId,
    placement: &PlacementId,
    shopper: &ShopperId,
    day: i64,
) -> Result<(), Error> {
    let days = day.to_be_bytes();
    let parts = [
        b"scan",
        mall.as_str().as_bytes(),
        placement.as_str().as_bytes(),
        shopper.as_str().as_bytes(),
        &days,
    ];
    let visitor = context.secret.sign(&parts);
    // A shopper who comes again does not wait for the writer.
    let mut reader = context.db.read().await?;
    if placements::is_scan_counted(&mut reader, mall, placement, day, &visitor).await? {
        return Ok(());
    }
    drop(reader);
    let mut tx = context.db.write().await?;
    placements::count_scan(&mut tx, mall, placement, day, &visitor).await?;
    Ok(tx.commit().await?)
}
