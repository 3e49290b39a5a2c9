//! Claims: one transaction in which everything is tested and the coupon is written.

use mall_contract::{
    CallerRefusal, ClaimRequest, ClaimResponse, CouponId, MallId, PaymentId, PersonId,
    PlacementCode, Refusal, RequestId, ShopperId, claim_refusal,
};
use mall_coupons::Language;

use crate::claim_page::{Basis, PlacementBasis, Rules, check_holder, person, rules};
use crate::clock::{Ms, Zone};
use crate::context::Context;
use crate::db::claims::ClaimRow;
use crate::db::coupons::{NewCoupon, Terms, TermsColumns};
use crate::db::offers::OfferAtStore;
use crate::db::payments::PaymentRow;
use crate::db::{self, Connection, Write, coupons, offers, payments, shoppers};
use crate::decision::{Answer, Decision, Earlier};
use crate::error::Error;
use crate::identity::link::{Link, Occasion};
use crate::identity::secret::{self, Secret};
use crate::identity::{code, payer};
use crate::json::to_json;
use crate::outcome::Outcome;
use crate::wallet::to_search_text;

/// Limits the tries of claims that meet at one ordinal and try the next one.
const ORDINAL_TRIES: u32 = 5;

/// The shopper who claims, and the person for whom limits count.
#[derive(Clone, Copy)]
pub struct Claimant<'a> {
    pub mall: &'a MallId,
    pub shopper: &'a ShopperId,
    /// The language of the answer.
    pub language: Language,
    /// The only payment they may claim after, if a pass names them.
    pub payment: Option<&'a PaymentId>,
}

/// The facts that decide a claim, besides the rows in the database.
#[derive(Clone, Copy)]
struct ClaimContext<'a> {
    claimant: Claimant<'a>,
    request: &'a ClaimRequest,
    link: &'a Link,
    secret: &'a Secret,
    rules: &'a Rules,
    zone: &'a Zone,
    now: Ms,
}

/// Decides a claim, or returns the first answer to its request id again.
///
/// # Errors
/// The refusal. It is stored as the answer to this request id, unless it is temporary.
pub async fn claim(
    context: &mut Context,
    claimant: Claimant<'_>,
    request: &ClaimRequest,
    link: &Link,
    now: Ms,
) -> Result<Outcome<ClaimResponse>, Error> {
    let zone = &context.zone(claimant.mall).await?;
    // Rules that are not guards are read before the transaction, so that it stays short.
    let rules = &rules(&mut *context.db.read().await?, claimant.mall, claimant.language).await?;
    let Context { db, shared } = context;
    let claim = ClaimContext { claimant, request, link, secret: &shared.secret, rules, zone, now };
    let mut tx = db.write().await?;
    if !db::claims::take(&mut tx, claimant.mall, claimant.shopper, request, link.source(), now)
        .await?
    {
        return Ok(Outcome::Repeated(repeat_answer(&mut tx, claim).await?));
    }
    settle(&mut tx, claim).await?;
    let decision = attempt(&mut tx, claim).await?;
    let (answer, new) = match decision {
        Decision::Granted { id, new } => (Answer::Granted(id), new),
        Decision::Refused(refusal) => (Answer::Refused(refusal), true),
        Decision::Overtaken => return Err(Refusal::Busy { retry_after: 1 }.into()),
    };
    let id = &request.request_id;
    db::claims::answer(&mut tx, claimant.mall, claimant.shopper, id, &answer).await?;
    let response = respond(&mut tx, claimant, zone, id, answer).await;
    tx.commit().await?;
    Ok(Outcome::new(response?, new))
}

/// Stores what a first act brings about, whatever its answer: the shopper, and the holder of the link. So an answer that
/// was lost can be had again.
async fn settle(tx: &mut Write<'_>, claim: ClaimContext<'_>) -> Result<(), Error> {
    let ClaimContext { claimant, link, secret, now, .. } = claim;
    shoppers::ensure(tx, claimant.mall, claimant.shopper, now).await?;
    match &link.occasion {
        Occasion::Payment(id) if link.check(now).is_ok() => {
            bind(tx, claimant, secret, id, now).await
        }
        Occasion::Payment(_) | Occasion::Placement(_) => Ok(()),
    }
}

/// Binds a payment without a holder to the shopper who claims.
async fn bind(
    tx: &mut Write<'_>,
    claimant: Claimant<'_>,
    secret: &Secret,
    id: &PaymentId,
    now: Ms,
) -> Result<(), Error> {
    let payment = payments::get(tx, claimant.mall, id).await?;
    let Some(payment) = payment.filter(|payment| payment.holder_id.is_none()) else {
        return Ok(());
    };
    if let Some(payer) = &payment.payer
        && payer::of_payer(secret, claimant.mall, payer)? == *claimant.shopper
    {
        // Only a proof of the payer names this shopper.
        payer::keep(tx, secret, claimant.mall, payer, now).await?;
    }
    let person = person(tx, claimant.mall, &payment, claimant.shopper).await?;
    // Another shopper may be faster: the claim is then refused.
    payments::bind_holder(tx, claimant.mall, id, claimant.shopper, &person).await?;
    Ok(())
}

/// Returns the first answer to a request id that was used before, if the request is the same.
async fn repeat_answer(
    tx: &mut Write<'_>,
    claim: ClaimContext<'_>,
) -> Result<ClaimResponse, Error> {
    let ClaimContext { claimant, request, link, zone, .. } = claim;
    let id = &request.request_id;
    let row = db::claims::get(tx, claimant.mall, claimant.shopper, id).await?;
    let row = row.ok_or_else(|| Error::fault("a claim is missing", id))?;
    let same = is_same(&row, request, link);
    match Earlier::of(same, row.coupon_id, row.refusal.as_deref())? {
        Earlier::Answered(answer) => respond(tx, claimant, zone, id, answer).await,
        Earlier::Reused | Earlier::Nothing => Err(Refusal::RequestIdReused.into()),
    }
}

/// Decides in a part of the transaction that is rolled back when a guard refuses.
///
/// # Errors
/// A passing refusal, which is no answer.
async fn attempt(tx: &mut Write<'_>, claim: ClaimContext<'_>) -> Result<Decision<CouponId>, Error> {
    let mut attempt = db::part(tx).await?;
    match decide(&mut attempt, claim).await {
        Ok(ClaimedCoupon { coupon, new }) => {
            attempt.commit().await?;
            Ok(Decision::Granted { id: coupon, new })
        }
        Err(error) => {
            let refusal = error.into_answer()?;
            // The counters that passed before the guard refused are rolled back with it.
            attempt.rollback().await?;
            Ok(Decision::Refused(refusal))
        }
    }
}

/// Returns the answer to a claim sent before.
///
/// # Errors
/// The refusal it got; `unknown_request` when it never arrived.
pub async fn answer(
    context: &mut Context,
    claimant: Claimant<'_>,
    request: &RequestId,
) -> Result<ClaimResponse, Error> {
    let zone = context.zone(claimant.mall).await?;
    let mut reader = context.db.read().await?;
    let row = db::claims::get(&mut reader, claimant.mall, claimant.shopper, request).await?;
    let is_permitted =
        |row: &ClaimRow| claimant.payment.is_none_or(|p| row.payment_id.as_ref() == Some(p));
    let row = row.filter(is_permitted).ok_or(Refusal::UnknownRequest)?;
    let answer = Answer::from_columns(row.coupon_id, row.refusal.as_deref())?;
    respond(&mut reader, claimant, &zone, request, answer).await
}

fn is_same(row: &ClaimRow, request: &ClaimRequest, link: &Link) -> bool {
    let source = link.source();
    row.offer_id == request.offer_id
        && row.payment_id.as_ref() == source.payment
        && row.placement_code.as_deref() == source.placement.map(PlacementCode::as_str)
        && row.nth == i64::from(request.nth)
}

async fn respond(
    connection: &mut Connection,
    claimant: Claimant<'_>,
    zone: &Zone,
    request: &RequestId,
    answer: Answer<CouponId>,
) -> Result<ClaimResponse, Error> {
    match answer {
        Answer::Granted(coupon) => {
            respond_with_coupon(connection, claimant, zone, request, &coupon).await
        }
        Answer::Refused(refusal) => Err(refusal.into()),
    }
}

async fn respond_with_coupon(
    connection: &mut Connection,
    claimant: Claimant<'_>,
    zone: &Zone,
    request: &RequestId,
    coupon: &CouponId,
) -> Result<ClaimResponse, Error> {
    let row = coupons::get(connection, claimant.mall, claimant.shopper, coupon).await?;
    let row = row.ok_or_else(|| Error::fault("a claimed coupon is missing", coupon))?;
    Ok(ClaimResponse { request_id: request.clone(), coupon: row.coupon(claimant.language, zone)? })
}

/// The coupon of a claim.
struct ClaimedCoupon {
    coupon: CouponId,
    new: bool,
}

/// Decides a claim: checks the rules, then writes the coupon and counts it.
async fn decide(tx: &mut Write<'_>, claim: ClaimContext<'_>) -> Result<ClaimedCoupon, Error> {
    let ClaimContext { claimant, request, link, rules, zone, now, .. } = claim;
    let day = zone.civil_day(now);
    // Here and not where the link is read: the answer to a claim outlives its link.
    link.check(now)?;
    let basis = read_basis(tx, claim).await?;
    let offer = offers::get(tx, claimant.mall, &request.offer_id, day)
        .await?
        .ok_or(Refusal::UnknownOffer)?;
    if basis.reason_to_show(rules, &offer, zone.hour(now), claimant.language).is_none() {
        return Err(Refusal::NotForThisPayment.into());
    }
    if let Some(refusal) = basis.refusal(&offer) {
        return Err(refusal.into());
    }
    let person = basis.person(tx, claimant.mall, claimant.shopper).await?;
    if offer.requires_person() && !shoppers::is_payer(tx, claimant.mall, &person).await? {
        return Err(Refusal::Caller(CallerRefusal::PersonRequired).into());
    }
    let coupon = take_ordinal(tx, claim, &basis, &offer, &person).await?;
    if coupon.new {
        // The offer's own row last: it is the one all shoppers meet at, and stays locked until
        // the end.
        let counted = offers::take_of_day(tx, claimant.mall, &request.offer_id, day).await?
            && offers::take_piece(tx, claimant.mall, &request.offer_id, now).await?;
        if !counted {
            return Err(refusal_of_guard(tx, claim).await?.into());
        }
    }
    Ok(coupon)
}

/// Returns the basis that entitles to the claim: the link's payment, or its placement.
async fn read_basis(tx: &mut Write<'_>, claim: ClaimContext<'_>) -> Result<Basis, Error> {
    let mall = claim.claimant.mall;
    match &claim.link.occasion {
        Occasion::Payment(id) => {
            let payment = lock_payment(tx, claim.claimant, id).await?;
            let paid_in = db::catalogue::category_of_store(tx, mall, &payment.store_id).await?;
            Ok(Basis::Payment(payment.into(), paid_in))
        }
        Occasion::Placement(code) => {
            Ok(Basis::Placement(PlacementBasis::read(tx, mall, code).await?.into()))
        }
    }
}

/// Returns the link's payment, held against refunds until the transaction ends.
async fn lock_payment(
    tx: &mut Write<'_>,
    claimant: Claimant<'_>,
    id: &PaymentId,
) -> Result<PaymentRow, Error> {
    // Before anything of it is read: a refund that is under way is waited for, one that comes later
    // waits for this claim and then revokes its coupon.
    let paid = payments::lock_paid(tx, claimant.mall, id).await?;
    let payment = payments::get(tx, claimant.mall, id).await?.ok_or(Refusal::LinkInvalid)?;
    check_holder(&payment, claimant.shopper)?;
    if !paid {
        return Err(Refusal::PaymentRefunded.into());
    }
    Ok(payment)
}

/// Writes the coupon under the person's next ordinal, or finds the one that is meant.
async fn take_ordinal(
    tx: &mut Write<'_>,
    claim: ClaimContext<'_>,
    basis: &Basis,
    offer: &OfferAtStore,
    person: &PersonId,
) -> Result<ClaimedCoupon, Error> {
    let ClaimContext { claimant, request, zone, now, .. } = claim;
    let terms_zh = terms(offer, Language::Zh, zone, now)?;
    let terms_en = terms(offer, Language::En, zone, now)?;
    let validity = offer.offer(claimant.language, zone, now)?.validity;
    let id = secret::random_id()?;
    let code_hash = code::hash(&code::of(claim.secret, claimant.mall, &id));
    let store_search = to_search_text(&offer.store_zh, offer.store_en.as_deref());
    for _ in 0..ORDINAL_TRIES {
        let all = coupons::of_person(tx, claimant.mall, &request.offer_id, person).await?;
        let counted = || all.iter().filter(|coupon| coupon.counts());
        let shopper_coupons: Vec<_> =
            counted().filter(|coupon| coupon.shopper_id == *claimant.shopper).collect();
        let nth = request.nth as usize;
        if let Some(coupon) = nth.checked_sub(1).and_then(|at| shopper_coupons.get(at)) {
            return Ok(ClaimedCoupon { coupon: coupon.id.clone(), new: false });
        }
        if nth != shopper_coupons.len() + 1 {
            return Err(Refusal::Malformed { field: "nth".into() }.into());
        }
        let ordinal = all.len() as i64 + 1;
        let new = NewCoupon {
            id: &id,
            offer: &request.offer_id,
            person,
            ordinal,
            shopper: claimant.shopper,
            payment: basis.payment().map(|payment| &payment.id),
            placement: basis.placement().map(|placement| &placement.id),
            claimed_at: now,
            valid: zone.validity(validity, now),
            terms: TermsColumns { zh: &terms_zh, en: &terms_en },
            code_hash: &code_hash,
            store_search: &store_search,
        };
        if coupons::insert(tx, claimant.mall, &new).await? {
            return Ok(ClaimedCoupon { coupon: id, new: true });
        }
        if counted().count() as i64 >= offer.per_person_limit {
            return Err(refusal_of_guard(tx, claim).await?.into());
        }
        // Another claim of the same person has taken this ordinal.
    }
    Err(Refusal::Busy { retry_after: 1 }.into())
}

fn terms(offer: &OfferAtStore, language: Language, zone: &Zone, now: Ms) -> Result<String, Error> {
    let windows = offer.windows()?;
    let offer = offer.offer(language, zone, now)?;
    Ok(to_json(&Terms {
        store: offer.store,
        title: offer.title,
        benefit: offer.benefit,
        threshold: offer.threshold,
        rules: offer.rules,
        after_refund: offer.after_refund.unwrap_or_default(),
        windows,
    }))
}

/// Returns the reason of a guard's refusal, by the same rule that the page applies, over the rows that this
/// transaction sees.
async fn refusal_of_guard(tx: &mut Write<'_>, claim: ClaimContext<'_>) -> Result<Refusal, Error> {
    let ClaimContext { claimant, request, zone, now, .. } = claim;
    let offer = offers::get(tx, claimant.mall, &request.offer_id, zone.civil_day(now)).await?;
    let Some(offer) = offer else { return Ok(Refusal::UnknownOffer) };
    let facts = offer.offer(claimant.language, zone, now)?;
    let count = i64::from(request.nth) - 1;
    let count = u32::try_from(count.max(0)).unwrap_or(u32::MAX);
    let refusal = claim_refusal(&facts.claim_facts(count), zone.moment(now));
    Ok(refusal.unwrap_or(Refusal::PersonLimit { limit: facts.per_person_limit }))
}
