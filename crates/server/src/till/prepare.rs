//! Looks at a coupon before it is redeemed.

use mall_contract::{PrepareRequest, PrepareResponse, Refusal, TillRefusal};
use mall_coupons::Text;

use super::redeem::AMOUNT;
use super::till::{Till, current_redemption};
use crate::context::Context;
use crate::error::Error;

/// Reads a code and checks whether its coupon may be redeemed here and now. Changes nothing.
///
/// # Errors
/// `code_unknown`, `code_stale`, `wrong_store`; `too_many`. Why a coupon of this store may not be used now is part
/// of the answer.
pub async fn prepare(
    context: &mut Context,
    till: &Till,
    request: &PrepareRequest,
    request_id: &str,
) -> Result<PrepareResponse, Error> {
    till.count_request(context)?;
    if request.amount.is_some_and(|amount| !AMOUNT.contains(&amount.0)) {
        return Err(Refusal::Malformed { field: "amount".into() }.into());
    }
    let Context { db, shared: context } = context;
    let mut reader = db.read().await?;
    let (row, payload) = till.coupon(context, &mut reader, &request.code).await?;
    let redemption = current_redemption(&mut reader, &till.mall, &row).await?;
    let terms = row.terms(till.language)?;
    let refusal = till.refusal(&row, &terms, redemption.as_ref(), request.amount)?;
    if let Some(refusal @ Refusal::Till(TillRefusal::WrongStore { .. })) = refusal {
        return Err(refusal.into());
    }
    let double_scan = redemption.filter(|redemption| till.just_redeemed(redemption));
    if double_scan.is_none() {
        till.entry_mode(context, &row, &payload)?;
    }
    till.forget_guesses(context);
    let now = till.zone.moment(till.now);
    let refused = refusal.filter(|_| double_scan.is_none());
    let coupon = row.to_contract(terms, till.code_end(context, &row.coupon_id), &till.zone)?;
    Ok(PrepareResponse {
        coupon,
        refused: refused
            .map(|refusal| Text::of(till.language).problem(refusal, request_id.to_owned(), now)),
        just_taken: double_scan.map(|row| till.to_contract(context, row)).transpose()?,
        server_time: now,
    })
}
