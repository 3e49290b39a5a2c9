//! Payments: told once or many times, each is one payment with one claim link.

use mall_contract::money::MAX_FEN;
use mall_contract::{PaymentAnswer, PaymentId, PaymentNotice, Refusal};

use crate::app::App;
use crate::catalogue::written;
use crate::clock::{Ms, Zone};
use crate::db::payments::PaymentRow;
use crate::db::{catalogue, payments};
use crate::error::Error;
use crate::identity::{link, secret};

/// A payment is not told of before it is made; clocks may differ by this much, in milliseconds.
const AHEAD: Ms = 10 * 60 * 1000;

/// Takes a payment down. Says also whether it is a new one.
///
/// # Errors
/// `malformed`, `unknown_store`; `payment_changed` when its number was told with other content.
pub async fn report(
    app: &App,
    mall: &str,
    notice: &PaymentNotice,
    now: Ms,
) -> Result<(PaymentAnswer, bool), Error> {
    check(notice, now)?;
    let zone = app.zone(mall).await?;
    if catalogue::store(app.db.read(), mall, notice.store_id.as_str()).await?.is_none() {
        return Err(Refusal::UnknownStore.into());
    }
    let id = secret::random_name().map_err(|error| Error::fault("no random bytes", error))?;
    let method = written(&notice.method);
    let mut tx = app.db.write().await?;
    let new = payments::insert(&mut tx, mall, &id, notice, &method, now).await?;
    let stored = payments::by_transaction(&mut tx, mall, &notice.transaction_id).await?;
    tx.commit().await?;
    let stored = stored.ok_or_else(|| Error::fault("a payment is gone", &notice.transaction_id))?;
    if !new && !same(&stored, notice, &method) {
        return Err(Refusal::PaymentChanged.into());
    }
    Ok((answer(app, mall, &zone, &stored)?, new))
}

fn check(notice: &PaymentNotice, now: Ms) -> Result<(), Refusal> {
    let malformed = |field: &str| Err(Refusal::Malformed { field: field.into() });
    let plain = |text: &str, longest: usize| {
        (1..=longest).contains(&text.chars().count()) && !text.chars().any(char::is_control)
    };
    if !plain(&notice.transaction_id, 64) {
        return malformed("transaction_id");
    }
    if !(1..=MAX_FEN).contains(&notice.amount.0) {
        return malformed("amount");
    }
    if notice.payer.as_deref().is_some_and(|payer| !plain(payer, 128)) {
        return malformed("payer");
    }
    if notice.paid_at.ms > now + AHEAD || notice.paid_at.ms < 0 {
        return malformed("paid_at");
    }
    Ok(())
}

fn same(stored: &PaymentRow, notice: &PaymentNotice, method: &str) -> bool {
    stored.store_id == notice.store_id.as_str()
        && stored.amount == notice.amount.0
        && stored.method == method
        && stored.paid_at == notice.paid_at.ms
        && stored.payer == notice.payer
}

fn answer(
    app: &App,
    mall: &str,
    zone: &Zone,
    payment: &PaymentRow,
) -> Result<PaymentAnswer, Error> {
    let expires_at = payment.received_at + link::LIFE;
    let link = link::make(&app.secret, mall, &payment.id, expires_at);
    Ok(PaymentAnswer {
        payment_id: PaymentId::parse(payment.id.as_str())
            .map_err(|e| Error::fault("a payment id", e))?,
        claim_url: format!("{}/pay/{link}", app.public_url),
        link,
        link_expires_at: zone.moment(expires_at),
    })
}
