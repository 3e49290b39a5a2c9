//! Redeems a coupon: one transaction checks everything and marks the coupon.

use std::ops::RangeInclusive;

use mall_contract::money::MAX_FEN;
use mall_contract::{
    CodePayload, MallId, RedeemRequest, RedemptionId, Refusal, RequestId, TillRedemption,
};

use super::record::{Redemption, TillRequest, earlier, record, store_answer};
use super::till::{Till, current_redemption};
use crate::context::{Context, SharedContext};
use crate::db::redemptions::{self, RedemptionRow};
use crate::db::{Connection, Write, till_requests};
use crate::decision::{Answer, Decision, Earlier};
use crate::error::Error;
use crate::outcome::Outcome;
use crate::payments::is_plain_text;

/// Amounts that an order may have, in fen.
pub const AMOUNT: RangeInclusive<i64> = 0..=MAX_FEN;

/// Limits the tries to decide a request while others are faster.
pub const DECISION_TRIES: u32 = 5;

/// Redeems a coupon, or returns the first answer to this request again.
///
/// # Errors
/// The refusal, which is stored as the answer to this request. `code_unknown`, `code_stale`, `malformed` and passing
/// refusals are not stored: nothing was decided.
pub async fn redeem(
    context: &mut Context,
    till: &Till,
    request: &RedeemRequest,
) -> Result<Outcome<TillRedemption>, Error> {
    till.count_request(context)?;
    if !is_plain_text(&request.order_number, 64) {
        return Err(Refusal::Malformed { field: "order_number".into() }.into());
    }
    if !AMOUNT.contains(&request.amount.0) {
        return Err(Refusal::Malformed { field: "amount".into() }.into());
    }
    let Context { db, shared: context } = context;
    for _ in 0..DECISION_TRIES {
        let mut tx = db.write().await?;
        let decision = attempt(context, &mut tx, till, request).await?;
        if decision == Decision::Overtaken {
            tx.rollback().await?;
            continue;
        }
        let redemption = match &decision {
            Decision::Granted { id, .. } => Some(read_redemption(&mut tx, &till.mall, id).await?),
            _ => None,
        };
        tx.commit().await?;
        till.forget_guesses(context);
        return match (decision, redemption) {
            (Decision::Granted { new, .. }, Some(row)) => {
                Ok(Outcome::new(till.to_contract(context, row)?, new))
            }
            (Decision::Refused(refusal), _) => Err(refusal.into()),
            (decision, _) => {
                Err(Error::fault("a redemption was not decided", format!("{decision:?}")))
            }
        };
    }
    Err(Refusal::Busy { retry_after: 1 }.into())
}

/// Returns the first answer to the request, or decides it and stores the answer.
async fn attempt(
    context: &SharedContext,
    tx: &mut Write<'_>,
    till: &Till,
    request: &RedeemRequest,
) -> Result<Decision<RedemptionId>, Error> {
    let (coupon, payload) = till.coupon(context, tx, &request.code).await?;
    let RedeemRequest { request_id: id, order_number, amount, .. } = request;
    let request = TillRequest { id, coupon: &coupon, order_number, amount: *amount };
    match earlier(tx, till, request).await? {
        Earlier::Answered(Answer::Granted(id)) => return Ok(Decision::Granted { id, new: false }),
        Earlier::Answered(Answer::Refused(refusal)) => return Ok(Decision::Refused(refusal)),
        Earlier::Reused => return Err(Refusal::RequestIdReused.into()),
        Earlier::Nothing => {}
    }
    let decision = decide(context, tx, till, request, &payload).await?;
    let answer = match &decision {
        Decision::Granted { id, .. } => Answer::Granted(id.clone()),
        Decision::Refused(refusal) => Answer::Refused(refusal.clone()),
        Decision::Overtaken => return Ok(decision),
    };
    let stored = store_answer(tx, till, request, &answer).await?;
    Ok(if stored { decision } else { Decision::Overtaken })
}

/// Decides whether a coupon is redeemed, and redeems it.
async fn decide(
    context: &SharedContext,
    tx: &mut Write<'_>,
    till: &Till,
    request: TillRequest<'_>,
    payload: &CodePayload,
) -> Result<Decision<RedemptionId>, Error> {
    let TillRequest { coupon, amount, .. } = request;
    let current = current_redemption(tx, &till.mall, coupon).await?;
    let terms = &coupon.terms(till.language)?;
    let refusal = till.refusal(coupon, terms, current.as_ref(), Some(amount))?;
    let double_scan = current.filter(|current| {
        till.just_redeemed(current)
            && current.order_number == request.order_number
            && current.amount == amount.0
    });
    if let Some(current) = double_scan {
        return Ok(Decision::Granted { id: current.id, new: false });
    }
    let entry = till.entry_mode(context, coupon, payload)?;
    if let Some(refusal) = refusal {
        return Ok(Decision::Refused(refusal));
    }
    let redemption = Redemption { terms, entry, at: till.now };
    Ok(match record(tx, till, request, redemption).await? {
        Some(id) => Decision::Granted { id, new: true },
        None => Decision::Overtaken,
    })
}

/// Returns the answer to a request of this till.
///
/// # Errors
/// The refusal it got; `unknown_request` when nothing was decided for it.
pub async fn answer(
    context: &mut Context,
    till: &Till,
    request: &RequestId,
) -> Result<TillRedemption, Error> {
    let Context { db, shared: context } = context;
    let mut reader = db.read().await?;
    let row = till_requests::get(&mut reader, &till.mall, &till.id, request).await?;
    let row = row.ok_or(Refusal::UnknownRequest)?;
    match Answer::from_columns(row.redemption_id, row.refusal.as_deref())? {
        Answer::Granted(id) => {
            till.to_contract(context, read_redemption(&mut reader, &till.mall, &id).await?)
        }
        Answer::Refused(refusal) => Err(refusal.into()),
    }
}

/// Reads a redemption that is known to exist.
///
/// # Errors
/// A fault when it does not exist.
pub async fn read_redemption(
    connection: &mut Connection,
    mall: &MallId,
    id: &RedemptionId,
) -> Result<RedemptionRow, Error> {
    let row = redemptions::get(connection, mall, id).await?;
    row.ok_or_else(|| Error::fault("a redemption is missing", id))
}
