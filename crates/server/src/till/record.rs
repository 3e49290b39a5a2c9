//! Writes redemptions and the answers to a till's requests, for tills that are online and offline alike.

use mall_contract::{CodeEntryMode, Fen, RedemptionId, RequestId};

use super::till::Till;
use crate::clock::Ms;
use crate::db::Write;
use crate::db::coupons::Terms;
use crate::db::redemptions::{self, AtTillRow, NewRedemption, TillName};
use crate::db::steps::{self, Step};
use crate::db::till_requests::{self, TillRequestRow};
use crate::decision::{Answer, Earlier};
use crate::error::Error;
use crate::identity::secret;

/// A request to redeem a coupon for an order.
#[derive(Clone, Copy)]
pub struct TillRequest<'a> {
    /// The till's own id of the request.
    pub id: &'a RequestId,
    pub coupon: &'a AtTillRow,
    /// The till's number of the order, 1 to 64 characters.
    pub order_number: &'a str,
    pub amount: Fen,
}

/// A redemption of a coupon: its order, cashier and instant.
#[derive(Clone, Copy)]
pub struct Redemption<'a> {
    /// The coupon's terms.
    pub terms: &'a Terms,
    /// The way the till read the code.
    pub entry: CodeEntryMode,
    pub at: Ms,
}

/// Looks up what is stored under a request's id.
///
/// # Errors
/// When the database does not answer.
pub async fn earlier(
    tx: &mut Write<'_>,
    till: &Till,
    request: TillRequest<'_>,
) -> Result<Earlier<RedemptionId>, Error> {
    let stored = till_requests::get(tx, &till.mall, &till.id, request.id).await?;
    let Some(row) = stored else { return Ok(Earlier::Nothing) };
    let same = row.coupon_id == request.coupon.coupon_id
        && row.order_number == request.order_number
        && row.amount == request.amount.0;
    Earlier::of(same, row.redemption_id, row.refusal.as_deref())
}

/// Stores the answer to a request. Returns false when another request with this id was faster.
///
/// # Errors
/// When the database does not answer.
pub async fn store_answer(
    tx: &mut Write<'_>,
    till: &Till,
    request: TillRequest<'_>,
    answer: &Answer<RedemptionId>,
) -> Result<bool, Error> {
    let row = TillRequestRow {
        coupon_id: request.coupon.coupon_id.clone(),
        order_number: request.order_number.to_owned(),
        amount: request.amount.0,
        redemption_id: answer.id().cloned(),
        refusal: answer.refusal(),
    };
    till_requests::insert(tx, &till.mall, &till.id, request.id, &row, till.now).await
}

/// Writes a redemption with all that goes with it and returns its id. Returns nothing when another till or a
/// refund was faster.
///
/// # Errors
/// When the database does not answer.
pub async fn record(
    tx: &mut Write<'_>,
    till: &Till,
    request: TillRequest<'_>,
    redemption: Redemption<'_>,
) -> Result<Option<RedemptionId>, Error> {
    let Redemption { terms, entry, at } = redemption;
    let (id, coupon) = (secret::random_id()?, &request.coupon.coupon_id);
    let new = NewRedemption {
        id: &id,
        coupon,
        store: &till.store,
        till: TillName { id: &till.id, by: &till.by },
        request: request.id,
        code_read: entry.as_str(),
        order_number: request.order_number,
        amount: request.amount,
        saved: terms.benefit.saving(request.amount),
        at,
        day: till.zone.civil_day(at),
    };
    let is_recorded = redemptions::insert(tx, &till.mall, &new).await?
        && redemptions::mark_taken(tx, &till.mall, coupon, at).await?;
    if !is_recorded {
        return Ok(None);
    }
    let step = Step {
        coupon,
        step: "redeemed",
        actor: &till.id,
        reason: Some(new.code_read),
        request: Some(request.id.as_str()),
    };
    steps::add(tx, &till.mall, step, till.now).await?;
    Ok(Some(id))
}
