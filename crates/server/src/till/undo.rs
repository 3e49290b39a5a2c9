//! Undoing a redemption that was a mistake.

use mall_contract::{
    RedemptionId, Refusal, TillRedemption, TillRefusal, UNDO_LIMIT, UndoRequest, undo_refusal,
};

use super::till::Till;
use crate::context::Context;
use crate::db::redemptions::{self, RedemptionRow};
use crate::db::steps::{self, Step};
use crate::db::{Write, payments};
use crate::error::Error;
use crate::payments::is_plain_text;
use crate::refunds;

/// Undoes a redemption. A repeated request gets the same answer. The coupon is as before: it is expired if its time is
/// over, and revoked if its payment was refunded and its terms say so.
///
/// # Errors
/// `unknown_redemption`, `not_allowed`, `undo_too_late`, `undo_limit`, `malformed`.
pub async fn undo(
    context: &mut Context,
    till: &Till,
    id: &str,
    request: &UndoRequest,
) -> Result<TillRedemption, Error> {
    context.quotas.till(&till.id)?;
    if request.redemption_id != id {
        return Err(Refusal::Malformed { field: "redemption_id".into() }.into());
    }
    if !is_plain_text(request.reason.trim(), 200) {
        return Err(Refusal::Malformed { field: "reason".into() }.into());
    }
    // Text that is no id is no redemption.
    let id = &RedemptionId::parse(id).map_err(|_| Refusal::Till(TillRefusal::UnknownRedemption))?;
    let Context { db, shared: context } = context;
    let mut tx = db.write().await?;
    let row = find_at_store(&mut tx, till, id).await?;
    if row.undone_at.is_some() {
        return till.to_contract(context, row);
    }
    let undo_count = u32::try_from(row.coupon.undone).unwrap_or(u32::MAX);
    let (redeemed_at, now) = (till.zone.moment(row.at), till.zone.moment(till.now));
    if let Some(refusal) = undo_refusal(till.role, redeemed_at, undo_count, now) {
        return Err(refusal.into());
    }
    give_back(&mut tx, till, &row, request.reason.trim()).await?;
    let row = find_at_store(&mut tx, till, id).await?;
    tx.commit().await?;
    till.to_contract(context, row)
}

/// Returns a redemption of this till's store.
async fn find_at_store(
    tx: &mut Write<'_>,
    till: &Till,
    id: &RedemptionId,
) -> Result<RedemptionRow, Error> {
    let row = redemptions::get(tx, &till.mall, id).await?;
    let row = row.filter(|row| row.store_id == till.store);
    Ok(row.ok_or(Refusal::Till(TillRefusal::UnknownRedemption))?)
}

async fn give_back(
    tx: &mut Write<'_>,
    till: &Till,
    row: &RedemptionRow,
    reason: &str,
) -> Result<(), Error> {
    let Till { mall, now, .. } = till;
    let coupon = &row.coupon.coupon_id;
    // As refunds do it, the payment before its coupons.
    let refunded = match &row.coupon.payment_id {
        Some(payment) => !payments::lock_paid(tx, mall, payment).await?,
        None => false,
    };
    if !redemptions::undo(tx, mall, &row.id, &till.by, reason, *now).await? {
        // Another request undid it at the same time; the answer names its cashier.
        return Ok(());
    }
    if !redemptions::give_back(tx, mall, coupon, i64::from(UNDO_LIMIT), *now).await? {
        return Err(Refusal::Till(TillRefusal::UndoLimit { limit: UNDO_LIMIT }).into());
    }
    let (actor, request) = (till.id.as_str(), None);
    let step = Step { coupon, step: "undone", actor, reason: Some(reason), request };
    steps::add(tx, mall, step, *now).await?;
    if let Some(payment) = row.coupon.payment_id.as_ref().filter(|_| refunded) {
        refunds::revoke(tx, mall, payment, &till.zone, *now).await?;
    }
    Ok(())
}
