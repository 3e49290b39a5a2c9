//! Taking a coupon: one transaction in which everything is tested and the coupon is marked.

use std::ops::RangeInclusive;

use mall_contract::money::MAX_FEN;
use mall_contract::{CodePayload, RedeemRequest, Refusal, RequestId, TillRedemption};

use super::{Till, standing};
use crate::catalogue::written;
use crate::context::Context;
use crate::db::redemptions::{self, AtTillRow, NewRedemption, RedemptionRow, RequestRow};
use crate::db::steps::{self, Step};
use crate::db::{Connection, Write};
use crate::error::{Error, OrFault};
use crate::identity::secret;
use crate::payments::plain;

/// Amounts an order may have, in fen.
pub const AMOUNT: RangeInclusive<i64> = 0..=MAX_FEN;

/// Tills that meet at one coupon look again who was first; more often than this they do not.
const TRIES: u32 = 5;

/// What came of one try.
enum Tried {
    /// It is decided: the redemption, and whether it is a new one; or why not.
    Decided(Result<(Box<RedemptionRow>, bool), Refusal>),
    /// Somebody was first. What they did can be read now.
    Overtaken,
}

/// Takes a coupon, or gives the first answer to this request again. Says also whether it was taken just now.
///
/// # Errors
/// The refusal, which is kept as the answer to this request; `code_unknown`, `code_stale`, `malformed` and passing
/// troubles are not: nothing was decided then.
pub async fn redeem(
    context: &Context,
    till: &Till,
    request: &RedeemRequest,
) -> Result<(TillRedemption, bool), Error> {
    till.may_ask(context)?;
    if !plain(&request.order_number, 64) {
        return Err(Refusal::Malformed { field: "order_number".into() }.into());
    }
    if !AMOUNT.contains(&request.amount.0) {
        return Err(Refusal::Malformed { field: "amount".into() }.into());
    }
    for _ in 0..TRIES {
        let mut tx = context.db.write().await?;
        match attempt(context, &mut tx, till, request).await? {
            Tried::Overtaken => tx.rollback().await?,
            Tried::Decided(decided) => {
                tx.commit().await?;
                context.guesses.tills.right(&till.id);
                let (row, new) = decided?;
                return Ok((till.told(context, *row)?, new));
            }
        }
    }
    Err(Refusal::Busy { retry_after: 1 }.into())
}

async fn attempt(
    context: &Context,
    tx: &mut Write<'_>,
    till: &Till,
    request: &RedeemRequest,
) -> Result<Tried, Error> {
    let Till { mall, id, .. } = till;
    let (coupon, shown) = till.coupon(context, tx, &request.code).await?;
    if let Some(row) = redemptions::request(tx, mall, id, &request.request_id).await? {
        let same = row.coupon_id == coupon.coupon_id
            && row.order_number == request.order_number
            && row.amount == request.amount.0;
        if !same {
            return Err(Refusal::RequestIdReused.into());
        }
        let first = first_answer(tx, mall, row).await?;
        return Ok(Tried::Decided(first.map(|row| (row.into(), false))));
    }
    match decide(context, tx, till, request, &coupon, &shown).await? {
        Some(decided) => keep(tx, till, request, coupon, decided).await,
        None => Ok(Tried::Overtaken),
    }
}

/// Takes a coupon where that may be: the redemption's id and whether it is a new one, or why not; nothing when somebody
/// was first.
async fn decide(
    context: &Context,
    tx: &mut Write<'_>,
    till: &Till,
    request: &RedeemRequest,
    coupon: &AtTillRow,
    shown: &CodePayload,
) -> Result<Option<Result<(String, bool), Refusal>>, Error> {
    let taken = standing(tx, &till.mall, coupon).await?;
    let terms = coupon.terms(till.language)?;
    let refusal = till.refusal(coupon, &terms, taken.as_ref(), Some(request.amount))?;
    let same_again = taken.filter(|taken| {
        till.just_took(taken)
            && taken.order_number == request.order_number
            && taken.amount == request.amount.0
    });
    if let Some(taken) = same_again {
        return Ok(Some(Ok((taken.id, false))));
    }
    let read = written(&till.read(context, coupon, shown)?);
    if let Some(refusal) = refusal {
        return Ok(Some(Err(refusal)));
    }
    let id = secret::random_name()?;
    let new = NewRedemption {
        id: &id,
        coupon: &coupon.coupon_id,
        store: till.store.as_str(),
        till: [&till.id, &till.by],
        request: &request.request_id,
        code_read: read.trim_matches('"'),
        order_number: &request.order_number,
        amount: request.amount,
        saved: terms.benefit.saving(request.amount),
        at: till.now,
        day: till.zone.civil_day(till.now),
    };
    Ok(take(tx, till, &new).await?.then_some(Ok((id, true))))
}

/// Writes a redemption with all that goes with it; false when another till or a refund was first.
pub(super) async fn take(
    tx: &mut Write<'_>,
    till: &Till,
    new: &NewRedemption<'_>,
) -> Result<bool, Error> {
    let done = redemptions::insert(tx, &till.mall, new).await?
        && redemptions::mark_taken(tx, &till.mall, new.coupon, new.at).await?;
    if done {
        let request = Some(new.request.as_str());
        let (coupon, actor) = (new.coupon, till.id.as_str());
        let step = Step { coupon, step: "redeemed", actor, reason: Some(new.code_read), request };
        steps::add(tx, &till.mall, step, till.now).await?;
    }
    Ok(done)
}

/// Keeps what was decided as the answer to the request.
async fn keep(
    tx: &mut Write<'_>,
    till: &Till,
    request: &RedeemRequest,
    coupon: AtTillRow,
    decided: Result<(String, bool), Refusal>,
) -> Result<Tried, Error> {
    let answer = RequestRow {
        coupon_id: coupon.coupon_id,
        order_number: request.order_number.clone(),
        amount: request.amount.0,
        redemption_id: decided.as_ref().ok().map(|(id, _)| id.clone()),
        refusal: decided.as_ref().err().map(written),
    };
    let id = &request.request_id;
    if !redemptions::keep_answer(tx, &till.mall, &till.id, id, &answer, till.now).await? {
        return Ok(Tried::Overtaken);
    }
    Ok(Tried::Decided(match decided {
        Ok((id, new)) => Ok((found(tx, &till.mall, &id).await?.into(), new)),
        Err(refusal) => Err(refusal),
    }))
}

/// What became of a request.
///
/// # Errors
/// The refusal it got; `unknown_request` when nothing was decided for it.
pub async fn answer(
    context: &Context,
    till: &Till,
    request: &RequestId,
) -> Result<TillRedemption, Error> {
    let mut reader = context.db.read().acquire().await?;
    let row = redemptions::request(&mut reader, &till.mall, &till.id, request).await?;
    let row = row.ok_or(Refusal::UnknownRequest)?;
    till.told(context, first_answer(&mut reader, &till.mall, row).await??)
}

async fn first_answer(
    connection: &mut Connection,
    mall: &str,
    row: RequestRow,
) -> Result<Result<RedemptionRow, Refusal>, Error> {
    match (row.redemption_id, row.refusal) {
        (Some(id), _) => Ok(Ok(found(connection, mall, &id).await?)),
        (None, Some(refusal)) => {
            let refusal = serde_json::from_str(&refusal);
            Ok(Err(refusal.or_fault("a stored refusal")?))
        }
        (None, None) => Err(Error::fault("a request has no answer", row.coupon_id)),
    }
}

pub(super) async fn found(
    connection: &mut Connection,
    mall: &str,
    id: &str,
) -> Result<RedemptionRow, Error> {
    let row = redemptions::get(connection, mall, id).await?;
    row.ok_or_else(|| Error::fault("a redemption is gone", id))
}
