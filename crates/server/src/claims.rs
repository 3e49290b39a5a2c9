//! Claims: one transaction in which everything is tested and the coupon is written.

use mall_contract::{ClaimRequest, ClaimResponse, PaymentId, Refusal, RequestId, claim_refusal};
use mall_coupons::Language;

use crate::catalogue::written;
use crate::claim_page::{Basis, Placed, Rules, check_holder, rules};
use crate::clock::{Ms, Zone};
use crate::context::Context;
use crate::db::claims::ClaimRow;
use crate::db::coupons::{NewCoupon, Terms};
use crate::db::offers::OfferAtStore;
use crate::db::payments::PaymentRow;
use crate::db::{self, Connection, Write, coupons, offers, payments};
use crate::error::{Error, OrFault};
use crate::identity::code;
use crate::identity::link::{Link, Occasion};
use crate::identity::secret::{self, Secret};
use crate::wallet::searched;

/// Two claims that meet at one ordinal try again with the next; more often than this they do not.
const TRIES: u32 = 5;

/// Who claims.
#[derive(Clone, Copy)]
pub struct Claimant<'a> {
    /// The mall.
    pub mall: &'a str,
    /// The shopper.
    pub shopper: &'a str,
    /// The language of the answer.
    pub language: Language,
    /// The only payment they may ask about, where a pass says who they are.
    pub payment: Option<&'a str>,
}

/// All that a claim is decided by, besides what the database holds.
#[derive(Clone, Copy)]
struct Case<'a> {
    who: Claimant<'a>,
    request: &'a ClaimRequest,
    link: &'a Link,
    secret: &'a Secret,
    rules: &'a Rules,
    zone: &'a Zone,
    now: Ms,
}

/// Decides a claim, or gives the first answer to its request id again. Says also whether the
/// coupon is a new one.
///
/// # Errors
/// The refusal, which is kept as the answer to this request id unless it is a passing trouble.
pub async fn claim(
    context: &Context,
    who: Claimant<'_>,
    request: &ClaimRequest,
    link: &Link,
    now: Ms,
) -> Result<(ClaimResponse, bool), Error> {
    let zone = &context.zone(who.mall).await?;
    // Rules that are not guards are read before the transaction, so that it stays short.
    let rules = &rules(context, who.mall, who.language).await?;
    let case = Case { who, request, link, secret: &context.secret, rules, zone, now };
    let mut tx = context.db.write().await?;
    let names = link.occasion.names();
    if !db::claims::take(&mut tx, who.mall, who.shopper, request, names, now).await? {
        return Ok((repeated(&mut tx, case).await?, false));
    }
    let decided = attempt(&mut tx, case).await?;
    let refusal = decided.as_ref().err().map(written);
    let coupon = decided.as_ref().ok().map(|(coupon, _)| coupon.as_str());
    let id = &request.request_id;
    db::claims::answer(&mut tx, who.mall, who.shopper, id, coupon, refusal.as_deref()).await?;
    let answer = match decided {
        Ok((coupon, new)) => Ok((granted(&mut tx, who, zone, id, &coupon).await?, new)),
        Err(refusal) => Err(refusal.into()),
    };
    tx.commit().await?;
    answer
}

/// The first answer to a request id that is taken, for the same content.
async fn repeated(tx: &mut Write<'_>, case: Case<'_>) -> Result<ClaimResponse, Error> {
    let Case { who, request, link, zone, .. } = case;
    let row = db::claims::get(tx, who.mall, who.shopper, &request.request_id).await?;
    let row = row.ok_or_else(|| Error::fault("a claim is gone", &request.request_id))?;
    if !same(&row, request, link) {
        return Err(Refusal::RequestIdReused.into());
    }
    first_answer(tx, who, zone, &request.request_id, row).await
}

/// Decides in a part of the transaction that is taken back when a guard refuses. Gives the coupon
/// and whether it is a new one, or the refusal to keep.
///
/// # Errors
/// A passing trouble, which is no answer.
async fn attempt(
    tx: &mut Write<'_>,
    case: Case<'_>,
) -> Result<Result<(String, bool), Refusal>, Error> {
    let mut attempt = db::part(tx).await?;
    match decide(&mut attempt, case).await {
        Ok(decided) => {
            attempt.commit().await?;
            Ok(Ok(decided))
        }
        Err(error) => {
            let refusal = error.into_answer()?;
            // The counters that passed before the guard refused are rolled back with it.
            attempt.rollback().await?;
            Ok(Err(refusal))
        }
    }
}

/// The answer to a claim sent before.
///
/// # Errors
/// The refusal it got; `unknown_request` when it never arrived.
pub async fn answer(
    context: &Context,
    who: Claimant<'_>,
    request: &RequestId,
) -> Result<ClaimResponse, Error> {
    let zone = context.zone(who.mall).await?;
    let mut reader = context.db.read().acquire().await?;
    let row = db::claims::get(&mut reader, who.mall, who.shopper, request).await?;
    let theirs = |row: &ClaimRow| who.payment.is_none_or(|p| row.payment_id.as_deref() == Some(p));
    let row = row.filter(theirs).ok_or(Refusal::UnknownRequest)?;
    first_answer(&mut reader, who, &zone, request, row).await
}

fn same(row: &ClaimRow, request: &ClaimRequest, link: &Link) -> bool {
    row.offer_id == request.offer_id.as_str()
        && [row.payment_id.as_deref(), row.placement_code.as_deref()] == link.occasion.names()
        && row.nth == i64::from(request.nth)
}

async fn first_answer(
    connection: &mut Connection,
    who: Claimant<'_>,
    zone: &Zone,
    request: &RequestId,
    row: ClaimRow,
) -> Result<ClaimResponse, Error> {
    match (row.coupon_id, row.refusal) {
        (Some(coupon), _) => granted(connection, who, zone, request, &coupon).await,
        (None, Some(refusal)) => {
            let refusal: Refusal = serde_json::from_str(&refusal).or_fault("a stored refusal")?;
            Err(refusal.into())
        }
        (None, None) => Err(Error::fault("a claim has no answer", request)),
    }
}

async fn granted(
    connection: &mut Connection,
    who: Claimant<'_>,
    zone: &Zone,
    request: &RequestId,
    coupon: &str,
) -> Result<ClaimResponse, Error> {
    let row = coupons::get(connection, who.mall, who.shopper, coupon).await?;
    let row = row.ok_or_else(|| Error::fault("a claimed coupon is gone", coupon))?;
    Ok(ClaimResponse { request_id: request.clone(), coupon: row.coupon(who.language, zone)? })
}

/// Tests who may claim what, then writes the coupon and counts it. Gives the coupon's id and
/// whether it is a new one.
async fn decide(tx: &mut Write<'_>, case: Case<'_>) -> Result<(String, bool), Error> {
    let Case { who, request, link, rules, zone, now, .. } = case;
    let day = zone.civil_day(now);
    // Here and not where the link is read: the answer to a claim outlives its link.
    link.check(now)?;
    let basis = entitled(tx, case).await?;
    let offer =
        offers::get(tx, who.mall, &request.offer_id, day).await?.ok_or(Refusal::UnknownOffer)?;
    if basis.reason(rules, &offer, zone.hour(now), who.language).is_none() {
        return Err(Refusal::NotForThisPayment.into());
    }
    if let Some(refusal) = basis.refusal(&offer) {
        return Err(refusal.into());
    }
    let (coupon, new) = take_ordinal(tx, case, &basis, &offer).await?;
    if new {
        // The offer's own row last: it is the one all shoppers meet at, and stays locked until
        // the end.
        let counted = offers::take_of_day(tx, who.mall, &request.offer_id, day).await?
            && offers::take_piece(tx, who.mall, &request.offer_id, now).await?;
        if !counted {
            return Err(reason(tx, case).await?.into());
        }
    }
    Ok((coupon, new))
}

/// What entitles to the claim: the link's payment, or its placement.
async fn entitled(tx: &mut Write<'_>, case: Case<'_>) -> Result<Basis, Error> {
    let mall = case.who.mall;
    match &case.link.occasion {
        Occasion::Payment(id) => {
            let payment = held_payment(tx, case.who, id).await?;
            let paid_in = db::catalogue::category_of_store(tx, mall, &payment.store_id).await?;
            Ok(Basis::Payment(payment.into(), paid_in))
        }
        Occasion::Placement(code) => {
            Ok(Basis::Placement(Placed::read(tx, mall, code).await?.into()))
        }
    }
}

/// The link's payment, held against refunds until the transaction ends.
async fn held_payment(
    tx: &mut Write<'_>,
    who: Claimant<'_>,
    id: &PaymentId,
) -> Result<PaymentRow, Error> {
    // Before anything of it is read: a refund that is under way is waited for, one that comes later
    // waits for this claim and then revokes its coupon.
    let paid = payments::lock_paid(tx, who.mall, id.as_str()).await?;
    let payment = payments::get(tx, who.mall, id.as_str()).await?.ok_or(Refusal::LinkInvalid)?;
    check_holder(&payment, who.shopper)?;
    if !paid {
        return Err(Refusal::PaymentRefunded.into());
    }
    Ok(payment)
}

/// Writes the coupon under the person's next ordinal, or finds the one that is meant.
async fn take_ordinal(
    tx: &mut Write<'_>,
    case: Case<'_>,
    basis: &Basis,
    offer: &OfferAtStore,
) -> Result<(String, bool), Error> {
    let Case { who, request, zone, now, .. } = case;
    let person = &*basis.person(tx, who.mall, who.shopper).await?;
    let terms = [Language::Zh, Language::En].map(|language| terms(offer, language, zone, now));
    let [terms_zh, terms_en] = terms;
    let (terms_zh, terms_en) = (terms_zh?, terms_en?);
    let validity = offer.offer(who.language, zone, now)?.validity;
    let id = secret::random_name()?;
    let code_hash = code::hash(&code::of(case.secret, who.mall, &id));
    let store_search = searched([&offer.store_zh, offer.store_en.as_deref().unwrap_or_default()]);
    for _ in 0..TRIES {
        let all = coupons::of_person(tx, who.mall, &request.offer_id, person).await?;
        let counted = || all.iter().filter(|coupon| coupon.counts());
        let held: Vec<_> = counted().filter(|coupon| coupon.shopper_id == who.shopper).collect();
        let nth = request.nth as usize;
        if let Some(coupon) = nth.checked_sub(1).and_then(|at| held.get(at)) {
            return Ok((coupon.id.clone(), false));
        }
        if nth != held.len() + 1 {
            return Err(Refusal::Malformed { field: "nth".into() }.into());
        }
        let ordinal = all.len() as i64 + 1;
        let new = NewCoupon {
            id: &id,
            offer: &request.offer_id,
            person,
            ordinal,
            shopper: who.shopper,
            payment: basis.paid().map(|payment| payment.id.as_str()),
            placement: basis.placed().map(|placement| placement.id.as_str()),
            claimed_at: now,
            valid: zone.validity(validity, now),
            terms: [&terms_zh, &terms_en],
            code_hash: &code_hash,
            store_search: &store_search,
        };
        if coupons::insert(tx, who.mall, &new).await? {
            return Ok((id, true));
        }
        if counted().count() as i64 >= offer.per_person_limit {
            return Err(reason(tx, case).await?.into());
        }
        // Another claim of the same person took this ordinal meanwhile.
    }
    Err(Refusal::Busy { retry_after: 1 }.into())
}

fn terms(offer: &OfferAtStore, language: Language, zone: &Zone, now: Ms) -> Result<String, Error> {
    let windows = offer.windows()?;
    let offer = offer.offer(language, zone, now)?;
    Ok(written(&Terms {
        store: offer.store,
        title: offer.title,
        benefit: offer.benefit,
        threshold: offer.threshold,
        rules: offer.rules,
        after_refund: offer.after_refund.unwrap_or_default(),
        windows,
    }))
}

/// Why a guard refused: the same rule the page applies, over rows as this transaction sees them.
async fn reason(tx: &mut Write<'_>, case: Case<'_>) -> Result<Refusal, Error> {
    let Case { who, request, zone, now, .. } = case;
    let offer = offers::get(tx, who.mall, &request.offer_id, zone.civil_day(now)).await?;
    let Some(offer) = offer else { return Ok(Refusal::UnknownOffer) };
    let facts = offer.offer(who.language, zone, now)?;
    let held = i64::from(request.nth) - 1;
    let held = u32::try_from(held.max(0)).unwrap_or(u32::MAX);
    let refusal = claim_refusal(&facts.claim_facts(held), zone.moment(now));
    Ok(refusal.unwrap_or(Refusal::PersonLimit { limit: facts.per_person_limit }))
}
