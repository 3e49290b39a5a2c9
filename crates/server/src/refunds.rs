//! Refunds: each is counted once, and when a payment is refunded completely, its unused coupons end.

use std::collections::BTreeMap;

use mall_contract::money::MAX_FEN;
use mall_contract::{
    Fen, MallId, PaymentId, RefundNotice, RefundResponse, Refusal, RevocationReason,
};

use crate::clock::{Ms, Zone};
use crate::context::Context;
use crate::db::payments::PaymentRow;
use crate::db::refunds::RefundRow;
use crate::db::steps::{self, Step};
use crate::db::{Write, coupons, offers, payments, refunds};
use crate::error::Error;
use crate::outcome::Outcome;
use crate::payments::is_plain_text;

/// A refund cannot be reported before it is made; clocks may differ by this much, in milliseconds.
const CLOCK_SKEW_LIMIT_MS: Ms = 10 * 60 * 1000;

/// Stores a refund.
///
/// # Errors
/// `malformed`, `unknown_payment`; `refund_conflict` if it is more than the rest of the payment, or if its number was
/// reported with other content.
pub async fn report(
    context: &mut Context,
    mall: &MallId,
    notice: &RefundNotice,
    now: Ms,
) -> Result<Outcome<RefundResponse>, Error> {
    check(notice, now)?;
    let zone = context.zone(mall).await?;
    let mut tx = context.db.write().await?;
    let payment = payments::by_transaction(&mut tx, mall, &notice.transaction_id).await?;
    let payment = payment.ok_or(Refusal::UnknownPayment)?;
    if !refunds::take(&mut tx, mall, &payment.id, notice, now).await? {
        let row = refunds::get(&mut tx, mall, &notice.refund_id).await?;
        let row = row.ok_or_else(|| Error::fault("a refund is missing", &notice.refund_id))?;
        return Ok(Outcome::Repeated(repeat_answer(&row, &payment, notice)?));
    }
    // From here the payment is locked: the sum and the revoked coupons are of one instant.
    if !payments::give_back(&mut tx, mall, &payment.id, notice.amount.0).await? {
        return Err(Refusal::RefundConflict.into());
    }
    let payment = payments::get(&mut tx, mall, &payment.id).await?;
    let payment =
        payment.ok_or_else(|| Error::fault("a payment is missing", &notice.transaction_id))?;
    let amount_left = payment.left();
    let revoked =
        if amount_left == 0 { revoke(&mut tx, mall, &payment.id, &zone, now).await? } else { 0 };
    refunds::answer(&mut tx, mall, &notice.refund_id, amount_left, i64::from(revoked)).await?;
    tx.commit().await?;
    Ok(Outcome::Created(answer(payment.id, amount_left, revoked)))
}

fn check(notice: &RefundNotice, now: Ms) -> Result<(), Refusal> {
    let malformed = |field: &str| Err(Refusal::Malformed { field: field.into() });
    if !is_plain_text(&notice.refund_id, 64) {
        return malformed("refund_id");
    }
    if !is_plain_text(&notice.transaction_id, 64) {
        return malformed("transaction_id");
    }
    if !(1..=MAX_FEN).contains(&notice.amount.0) {
        return malformed("amount");
    }
    if notice.refunded_at.ms > now + CLOCK_SKEW_LIMIT_MS || notice.refunded_at.ms < 0 {
        return malformed("refunded_at");
    }
    Ok(())
}

/// Returns the first answer to a refund's number, for the same content.
fn repeat_answer(
    row: &RefundRow,
    payment: &PaymentRow,
    notice: &RefundNotice,
) -> Result<RefundResponse, Error> {
    let same = row.payment_id == payment.id
        && row.amount == notice.amount.0
        && row.refunded_at == notice.refunded_at.ms;
    if !same {
        return Err(Refusal::RefundConflict.into());
    }
    Ok(answer(payment.id.clone(), row.amount_left, u32::try_from(row.revoked).unwrap_or(u32::MAX)))
}

fn answer(payment_id: PaymentId, amount_left: i64, revoked: u32) -> RefundResponse {
    RefundResponse { payment_id, left: Fen(amount_left), revoked }
}

/// Revokes the unused coupons whose terms say so, and gives their pieces back to their offers. Returns their number.
///
/// # Errors
/// When the database does not answer.
pub async fn revoke(
    tx: &mut Write<'_>,
    mall: &MallId,
    payment: &PaymentId,
    zone: &Zone,
    now: Ms,
) -> Result<u32, Error> {
    let mut revoked = 0;
    let (mut pieces_by_day, mut pieces_by_offer) = (BTreeMap::new(), BTreeMap::new());
    let reason = RevocationReason::PaymentRefunded;
    for coupon in coupons::unused_of_payment(tx, mall, payment).await? {
        // A till may have been first.
        if coupon.goes_with_payment()? && coupons::revoke(tx, mall, &coupon.id, reason, now).await?
        {
            revoked += 1;
            let step = Step {
                coupon: &coupon.id,
                step: "revoked",
                actor: "refund",
                reason: None,
                request: None,
            };
            steps::add(tx, mall, step, now).await?;
            let day = zone.civil_day(coupon.claimed_at);
            *pieces_by_day.entry((coupon.offer_id.clone(), day)).or_insert(0) += 1;
            *pieces_by_offer.entry(coupon.offer_id).or_insert(0) += 1;
        }
    }
    // Days before offers, in the order that claims use, so that transactions never wait in a circle.
    for ((offer, day), pieces) in pieces_by_day {
        offers::give_back_to_day(tx, mall, &offer, day, pieces).await?;
    }
    for (offer, pieces) in pieces_by_offer {
        offers::give_back(tx, mall, &offer, pieces, now).await?;
    }
    Ok(revoked)
}
