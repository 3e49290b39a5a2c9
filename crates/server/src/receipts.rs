//! The receipt after a payment: finding what was paid by its order, and who its shopper is where no
//! cookie says so.

use std::time::{Duration, Instant};

use mall_contract::{ClaimPage, MallId, ShopperId};
use mall_coupons::Language;

use crate::claim_page::{self, Ask, Part};
use crate::clock::Ms;
use crate::config::ReceiptCheck;
use crate::context::Context;
use crate::db::catalogue::MallRow;
use crate::db::payments::{self, PaymentRow};
use crate::db::shoppers;
use crate::error::Error;
use crate::identity::link::{self, Link, Occasion};
use crate::identity::pass::{self, Pass};
use crate::identity::{payer, session};
use crate::wechat::receipt::{ReceiptQuery, check_code};

/// Who opens a receipt in this time after its payment was told of is taken for its payer, in
/// milliseconds. The payment service opens it at once.
pub const FRESH: Ms = 30 * 60 * 1000;

/// Between two looks for a notice that is awaited.
const GLANCE: Duration = Duration::from_millis(100);

/// The payment for an order, waited for a while. Nothing when there is none, when its time is over,
/// and when the asker may not know of it or act for its holder: nobody learns which, also not by the
/// time it takes. `known` is the shopper of the asker's session, where there is one.
///
/// # Errors
/// When the database does not answer.
pub async fn find(
    context: &Context,
    mall: &MallId,
    asked: &ReceiptQuery,
    known: Option<&ShopperId>,
) -> Result<Option<PaymentRow>, Error> {
    let deadline = Instant::now() + context.receipt.notice_timeout;
    loop {
        let found = match look(context, mall, asked).await? {
            Some(payment) if acts_for_holder(context, mall, &payment, known).await? => {
                Some(payment)
            }
            _ => None,
        };
        let left = deadline.saturating_duration_since(Instant::now());
        if found.is_some() || left.is_zero() {
            return Ok(found);
        }
        tokio::time::sleep(left.min(GLANCE)).await;
    }
}

async fn look(
    context: &Context,
    mall: &MallId,
    asked: &ReceiptQuery,
) -> Result<Option<PaymentRow>, Error> {
    let mut reader = context.db.read().acquire().await?;
    let mut rows = payments::by_order(&mut reader, mall, &asked.merchant, &asked.number).await?;
    let now = context.now();
    rows.retain(|payment| now < link_ends(payment));
    let configured = format!("{}/receipt", context.public_url);
    let right = rows.iter().position(|payment| {
        let code = check_code(&configured, asked, &payment.transaction_id);
        asked.check.as_deref().is_some_and(|check| same(check, &code))
    });
    let allowed = match (right, context.receipt.check) {
        (Some(at), _) => Some(at),
        (None, ReceiptCheck::Enforce) => None,
        (None, ReceiptCheck::Off) => Some(0),
        (None, ReceiptCheck::Warn) => {
            if !rows.is_empty() {
                tracing::warn!(merchant = asked.merchant, "a receipt's check code is not right");
            }
            Some(0)
        }
    };
    Ok(allowed.and_then(|at| rows.into_iter().nth(at)))
}

/// Whether a receipt, opened now, is taken for its payer's own: only while the check code is enforced,
/// for without it an order's number is all one needs, and only soon after the payment, for the code
/// can be made from what is printed on a bill.
fn is_payers(context: &Context, payment: &PaymentRow) -> bool {
    context.receipt.check == ReceiptCheck::Enforce && context.now() < payment.received_at + FRESH
}

/// Whether who opens a receipt may act for the shopper who holds its payment. The holder's whole wallet
/// is reached from here, so a receipt leads to one that has more than what followed this payment only
/// where the holder is proven to be the payer, and the receipt is taken for the payer's.
async fn acts_for_holder(
    context: &Context,
    mall: &MallId,
    payment: &PaymentRow,
    known: Option<&ShopperId>,
) -> Result<bool, Error> {
    let Some(holder) = payment.holder_id.as_ref() else { return Ok(true) };
    if known == Some(holder) {
        return Ok(true);
    }
    let mut reader = context.db.read().acquire().await?;
    if let Some(payer) = payment.payer.as_deref().filter(|_| is_payers(context, payment)) {
        let payers = shoppers::of_payer(&mut reader, mall, payer).await?;
        if payers.as_ref() == Some(holder) {
            return Ok(true);
        }
    }
    Ok(!payments::holds_more(&mut reader, mall, holder, &payment.id).await?)
}

fn same(one: &str, other: &str) -> bool {
    let differences = one.bytes().zip(other.bytes()).fold(0, |all, (a, b)| all | (a ^ b));
    one.len() == other.len() && differences == 0
}

fn link_ends(payment: &PaymentRow) -> Ms {
    payment.received_at + link::LIFE
}

/// The claim page of a payment that was [found](find), with a pass for the shopper who holds it. Where
/// nobody does, that is the payer's shopper if the receipt is taken for the payer's, else a new one.
/// Nothing when somebody else got hold of it meanwhile.
///
/// # Errors
/// When the database does not answer.
pub async fn open(
    context: &Context,
    mall: &MallRow,
    payment: &PaymentRow,
    language: Language,
    part: Part,
) -> Result<Option<ClaimPage>, Error> {
    let now = context.now();
    let shopper = match &payment.holder_id {
        Some(holder) => Some(holder.clone()),
        None => bind(context, &mall.id, payment, now).await?,
    };
    let Some(shopper) = shopper else { return Ok(None) };
    let ask = Ask { mall, shopper: &shopper, language, now };
    let link =
        Link { occasion: Occasion::Payment(payment.id.clone()), expires_at: link_ends(payment) };
    let token = link::make(&context.secret, &mall.id, &payment.id, link.expires_at);
    with_pass(context, ask, &token, &link, part, pass::LIFE).await.map(Some)
}

/// The claim page of a link, with a fresh pass for its shopper for so many milliseconds.
///
/// # Errors
/// `link_taken`, `link_invalid`.
pub async fn with_pass(
    context: &Context,
    ask: Ask<'_>,
    token: &str,
    link: &Link,
    part: Part,
    life: Ms,
) -> Result<ClaimPage, Error> {
    let mut page = claim_page::page(context, ask, token, link, part).await?;
    let pass = Pass::new(ask.shopper, link, life, ask.now)?;
    page.pass = Some(pass.sign(&context.secret, &ask.mall.id));
    Ok(page)
}

/// Gives a payment that nobody holds to its payer's shopper or to a new one. Gives its holder, who may
/// have been first; nothing when it is now one whom this receipt may not act for.
async fn bind(
    context: &Context,
    mall: &MallId,
    payment: &PaymentRow,
    now: Ms,
) -> Result<Option<ShopperId>, Error> {
    let mut tx = context.db.write().await?;
    let shopper = match &payment.payer {
        Some(payer) if is_payers(context, payment) => {
            payer::shopper_of(&mut tx, mall, payer, now).await?
        }
        _ => session::new_shopper(&mut tx, mall, now).await?,
    };
    let person = claim_page::person(&mut tx, mall, payment, &shopper).await?;
    if payments::bind_holder(&mut tx, mall, &payment.id, &shopper, &person).await? {
        tx.commit().await?;
        return Ok(Some(shopper));
    }
    // Somebody was first meanwhile; the new shopper goes with this transaction.
    tx.rollback().await?;
    let mut reader = context.db.read().acquire().await?;
    let payment = payments::get(&mut reader, mall, &payment.id).await?;
    drop(reader);
    let Some(payment) = payment.filter(|payment| payment.holder_id.is_some()) else {
        return Err(Error::fault("a held payment has no holder", mall));
    };
    let acts = acts_for_holder(context, mall, &payment, None).await?;
    Ok(payment.holder_id.filter(|_| acts))
}
