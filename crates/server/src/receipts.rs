//! The receipt after a payment: finds the payment by its order, and its shopper where cookies are not sent.

use std::time::{Duration, Instant};

use mall_contract::{ClaimPage, MallId, ShopperId};
use mall_coupons::Language;
use subtle::ConstantTimeEq;

use crate::claim_page::{self, PageRequest, Part};
use crate::clock::Ms;
use crate::config::ReceiptCheck;
use crate::context::{Context, SharedContext};
use crate::db::catalogue::MallRow;
use crate::db::payments::{self, PaymentRow};
use crate::db::shoppers;
use crate::error::Error;
use crate::identity::link::{self, Link, Occasion};
use crate::identity::pass::{Pass, PassKind};
use crate::identity::payer;
use crate::wechat::receipt::{ReceiptQuery, check_code};

/// A receipt that is opened within this time after its payment was reported counts as the payer's own, in
/// milliseconds. The payment service opens it at once.
pub const PAYERS_RECEIPT_WINDOW_MS: Ms = 30 * 60 * 1000;

/// The time between two queries for a payment's notice.
const NOTICE_POLL_INTERVAL: Duration = Duration::from_millis(100);

/// Returns the payment for an order, and waits for its notice for a while. Returns none if there is no such payment, if
/// its link has expired, or if the caller may not see it or act for its holder. The caller does not learn which, not
/// even by the time it takes. `session_shopper` is the shopper of the caller's session, if there is one.
///
/// # Errors
/// When the database does not answer.
pub async fn find(
    context: &mut Context,
    mall: &MallRow,
    order: &ReceiptQuery,
    session_shopper: Option<&ShopperId>,
) -> Result<Option<PaymentRow>, Error> {
    let deadline = Instant::now() + context.receipt.notice_timeout;
    loop {
        let found = match find_by_order(context, mall, order).await? {
            Some(payment)
                if may_act_for_holder(context, &mall.id, &payment, session_shopper).await? =>
            {
                Some(payment)
            }
            _ => None,
        };
        let remaining = deadline.saturating_duration_since(Instant::now());
        if found.is_some() || remaining.is_zero() {
            return Ok(found);
        }
        tokio::time::sleep(remaining.min(NOTICE_POLL_INTERVAL)).await;
    }
}

async fn find_by_order(
    context: &mut Context,
    mall: &MallRow,
    order: &ReceiptQuery,
) -> Result<Option<PaymentRow>, Error> {
    let mut reader = context.db.read().await?;
    let mut rows =
        payments::by_order(&mut reader, &mall.id, &order.merchant, &order.number).await?;
    let now = context.now();
    rows.retain(|payment| now < link_end(payment));
    let configured = format!("{}/receipt", context.origin_of(mall));
    let right = rows.iter().position(|payment| {
        let code = check_code(&configured, order, &payment.transaction_id);
        order.check.as_deref().is_some_and(|check| check.as_bytes().ct_eq(code.as_bytes()).into())
    });
    let allowed = match (right, context.receipt.check) {
        (Some(at), _) => Some(at),
        (None, ReceiptCheck::Enforce) => None,
        (None, ReceiptCheck::Off) => Some(0),
        (None, ReceiptCheck::Warn) => {
            if !rows.is_empty() {
                tracing::warn!(merchant = order.merchant, "a receipt has a wrong check code");
            }
            Some(0)
        }
    };
    Ok(allowed.and_then(|at| rows.into_iter().nth(at)))
}

/// Checks whether a receipt that is opened now counts as the payer's own. The check code must be enforced: without it
/// anyone with the order's number could open the receipt. The payment must be recent, because the code can be made
/// from the text of a printed bill.
fn is_payers_receipt(context: &SharedContext, payment: &PaymentRow) -> bool {
    context.receipt.check == ReceiptCheck::Enforce
        && context.now() < payment.received_at + PAYERS_RECEIPT_WINDOW_MS
}

/// Checks whether the caller may act for the shopper who holds the payment. The holder's whole wallet is reached from
/// here. So a wallet with more than this payment's coupons needs a holder who is the proven payer, and a receipt that
/// counts as the payer's own.
async fn may_act_for_holder(
    context: &mut Context,
    mall: &MallId,
    payment: &PaymentRow,
    session_shopper: Option<&ShopperId>,
) -> Result<bool, Error> {
    let Some(holder) = payment.holder_id.as_ref() else { return Ok(true) };
    if session_shopper == Some(holder) {
        return Ok(true);
    }
    let is_payers_receipt = is_payers_receipt(context, payment);
    let mut reader = context.db.read().await?;
    if let Some(payer) = payment.payer.as_deref().filter(|_| is_payers_receipt) {
        let payer_shopper = shoppers::of_payer(&mut reader, mall, payer).await?;
        if payer_shopper.as_ref() == Some(holder) {
            return Ok(true);
        }
    }
    Ok(!payments::holds_more(&mut reader, mall, holder, &payment.id).await?)
}

fn link_end(payment: &PaymentRow) -> Ms {
    payment.received_at + link::LIFETIME_MS
}

/// Returns the claim page of a payment that [`find`] returned, with a pass for its holder. A payment without a holder
/// will get the payer's shopper if the receipt counts as the payer's own, else one of its own.
///
/// # Errors
/// When the database does not answer.
pub async fn open(
    context: &mut Context,
    mall: &MallRow,
    payment: &PaymentRow,
    language: Language,
    part: Part,
) -> Result<ClaimPage, Error> {
    let now = context.now();
    let shopper = match &payment.holder_id {
        Some(holder) => holder.clone(),
        None => future_holder(context, &mall.id, payment).await?,
    };
    let request = PageRequest { mall, shopper: &shopper, language, now };
    let link =
        Link { occasion: Occasion::Payment(payment.id.clone()), expires_at: link_end(payment) };
    let token = link::make(&context.secret, &mall.id, &payment.id, link.expires_at);
    with_pass(context, request, &token, &link, part, PassKind::Receipt).await
}

/// Returns the claim page of a link, with a new pass of a kind for its shopper.
///
/// # Errors
/// `link_taken`, `link_invalid`.
pub async fn with_pass(
    context: &mut Context,
    request: PageRequest<'_>,
    token: &str,
    link: &Link,
    part: Part,
    kind: PassKind,
) -> Result<ClaimPage, Error> {
    let mut page = claim_page::page(context, request, token, link, part).await?;
    let pass = Pass::new(request.shopper, link, kind, request.now)?;
    page.pass = Some(pass.sign(&context.secret, &request.mall.id));
    Ok(page)
}

/// Returns the shopper who will hold a payment after the first act on its receipt. Nothing is written.
async fn future_holder(
    context: &mut Context,
    mall: &MallId,
    payment: &PaymentRow,
) -> Result<ShopperId, Error> {
    let is_payers_receipt = is_payers_receipt(context, payment);
    let Context { db, shared } = context;
    match &payment.payer {
        Some(payer) if is_payers_receipt => {
            payer::find(&mut *db.read().await?, &shared.secret, mall, payer).await
        }
        _ => payer::of_payment(&shared.secret, mall, &payment.id),
    }
}
