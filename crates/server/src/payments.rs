//! Payments: a payment that is reported many times is one payment with one claim link.

use mall_contract::money::MAX_FEN;
use mall_contract::{MallId, OrderNumbers, PaymentNotice, PaymentResponse, Refusal};

use crate::clock::Ms;
use crate::context::{Context, SharedContext};
use crate::db::catalogue::MallRow;
use crate::db::payments::PaymentRow;
use crate::db::{catalogue, payments};
use crate::error::Error;
use crate::identity::{link, secret};
use crate::json::to_json;
use crate::outcome::Outcome;

/// A payment cannot be reported before it is made; clocks may differ by this much, in milliseconds.
const CLOCK_SKEW_LIMIT_MS: Ms = 10 * 60 * 1000;

/// Stores a payment.
///
/// # Errors
/// `malformed`, `unknown_store`; `payment_changed` if its number was reported with other content; `order_taken` if
/// another payment was reported for its order.
pub async fn report(
    context: &mut Context,
    mall: &MallId,
    notice: &PaymentNotice,
    now: Ms,
) -> Result<Outcome<PaymentResponse>, Error> {
    check(notice, now)?;
    let row = catalogue::mall(&mut *context.db.read().await?, mall).await?;
    let row = row.ok_or(Refusal::NotFound)?;
    check_store(context, mall, notice).await?;
    let id = secret::random_id()?;
    let method = to_json(&notice.method);
    let mut tx = context.db.write().await?;
    let new = payments::insert(&mut tx, mall, &id, notice, &method, now).await?;
    let stored = payments::by_transaction(&mut tx, mall, &notice.transaction_id).await?;
    tx.commit().await?;
    // It was not written, and its own number is unknown. So another payment has its order's numbers.
    let stored = stored.ok_or(Refusal::OrderTaken)?;
    if !new && !same(&stored, notice, &method) {
        return Err(Refusal::PaymentChanged.into());
    }
    Ok(Outcome::new(answer(context, &row, &stored)?, new))
}

/// Refuses a payment at a store that is unknown, or that had ended when it was paid. A payment that was reported before
/// gets its answer.
async fn check_store(
    context: &mut Context,
    mall: &MallId,
    notice: &PaymentNotice,
) -> Result<(), Error> {
    let mut reader = context.db.read().await?;
    let store = catalogue::store(&mut reader, mall, &notice.store_id).await?;
    let store = store.ok_or(Refusal::UnknownStore)?;
    if store.ended_at.is_none_or(|ended_at| notice.paid_at.ms < ended_at) {
        return Ok(());
    }
    let known = payments::by_transaction(&mut reader, mall, &notice.transaction_id).await?;
    known.map(|_| ()).ok_or_else(|| Refusal::UnknownStore.into())
}

/// Checks whether a text from outside has 1 to `longest` characters and no control characters.
#[must_use]
pub fn is_plain_text(text: &str, longest: usize) -> bool {
    (1..=longest).contains(&text.chars().count()) && !text.chars().any(char::is_control)
}

fn check(notice: &PaymentNotice, now: Ms) -> Result<(), Refusal> {
    let malformed = |field: &str| Err(Refusal::Malformed { field: field.into() });
    if !is_plain_text(&notice.transaction_id, 64) {
        return malformed("transaction_id");
    }
    if !(1..=MAX_FEN).contains(&notice.amount.0) {
        return malformed("amount");
    }
    if notice.payer.as_deref().is_some_and(|payer| !is_plain_text(payer, 128)) {
        return malformed("payer");
    }
    if notice.paid_at.ms > now + CLOCK_SKEW_LIMIT_MS || notice.paid_at.ms < 0 {
        return malformed("paid_at");
    }
    notice.order.as_ref().map_or(Ok(()), check_order)
}

fn check_order(order: &OrderNumbers) -> Result<(), Refusal> {
    let malformed = |field: &str| Err(Refusal::Malformed { field: format!("order.{field}") });
    if !is_plain_text(&order.merchant, 32) {
        return malformed("merchant");
    }
    if !is_plain_text(&order.number, 64) {
        return malformed("number");
    }
    if order.acquirer_number.as_deref().is_some_and(|number| !is_plain_text(number, 64)) {
        return malformed("acquirer_number");
    }
    Ok(())
}

fn same(stored: &PaymentRow, notice: &PaymentNotice, method: &str) -> bool {
    stored.store_id == notice.store_id
        && stored.amount == notice.amount.0
        && stored.method == method
        && stored.paid_at == notice.paid_at.ms
        && stored.payer == notice.payer
        && stored.order() == notice.order
}

fn answer(
    context: &SharedContext,
    mall: &MallRow,
    payment: &PaymentRow,
) -> Result<PaymentResponse, Error> {
    let expires_at = payment.received_at + link::LIFETIME_MS;
    let link = link::make(&context.secret, &mall.id, &payment.id, expires_at);
    Ok(PaymentResponse {
        payment_id: payment.id.clone(),
        claim_url: format!("{}/pay/{link}", context.origin_of(mall)),
        link,
        link_expires_at: mall.zone()?.moment(expires_at),
    })
}
