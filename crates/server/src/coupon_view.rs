//! The code that a shopper shows at a till, with enough tokens to continue without a network.

use mall_contract::{
    CodePayload, CouponCode, CouponId, CouponPage, Fen, Moment, OfflineProof, QrText, Redemption,
    Refusal,
};
use mall_coupons::Language;

use crate::claim_page::mall_view;
use crate::clock::{Ms, Zone};
use crate::context::Context;
use crate::db::catalogue::{self, MallRow};
use crate::db::coupons::{self, Terms};
use crate::db::offline::{self, OfflineLimits};
use crate::error::Error;
use crate::identity::code::STEP;
use crate::identity::{code, offline as proofs};
use crate::wallet::Holder;

/// Steps for which a response stays good: half of the tokens that are sent ahead.
const RESPONSE_LIFETIME_STEPS: i64 = code::TOKENS_IN_ADVANCE / 2;

/// A coupon as its holder shows it, with the tag that distinguishes this response from a later one.
pub struct CouponView {
    /// The answer.
    pub coupon: CouponPage,
    /// Changes with each step of the coupon.
    pub state: String,
    /// Changes with each step too, and every five minutes while there is a code to show.
    pub tag: String,
}

/// Returns a shopper's coupon with the texts of its QR code from now on for ten minutes.
///
/// # Errors
/// `not_found` for one that is not this shopper's, or that the session does not show.
pub async fn load(
    context: &mut Context,
    mall: &MallRow,
    holder: Holder<'_>,
    id: &CouponId,
    language: Language,
    now: Ms,
) -> Result<CouponView, Error> {
    let zone = mall.zone()?;
    let mut reader = context.db.read().await?;
    let row = coupons::get(&mut reader, &mall.id, holder.shopper, id).await?;
    let row = row.filter(|row| row.claimed_at >= holder.since).ok_or(Refusal::NotFound)?;
    let terms = row.terms(language)?;
    let limits = offline::settings(&mut reader, &mall.id, &terms.store.id).await?;
    // The store's present place, which may have changed since the claim.
    let store = catalogue::store(&mut reader, &mall.id, &terms.store.id).await?;
    let offline_terms = OfflineTerms::of(terms, limits);
    drop(reader);
    let code = code::of(&context.secret, &mall.id, id);
    if row.code_hash.is_none() {
        let mut tx = context.db.write().await?;
        coupons::give_code(&mut tx, &mall.id, id, &code::hash(&code)).await?;
        tx.commit().await?;
    }
    let coupon = row.coupon(language, &zone)?;
    let undone_at = row.undone_at().map(|at| zone.moment(at));
    let over = coupon.redemption.is_some() || now >= coupon.valid_until.ms;
    let first = code::step(now);
    let mut texts = Vec::new();
    for step in (first..first + code::TOKENS_IN_ADVANCE).take_while(|_| !over) {
        let from = step * STEP;
        // The first one is good from now on, wherever its step began.
        if (coupon.valid_from.ms..coupon.valid_until.ms).contains(&from.max(now)) {
            let token = code::token(&context.secret, &mall.id, id, step);
            let proof = offline_terms.as_ref().and_then(|offline| {
                let store = &offline.terms.store.id;
                let key = |day| proofs::day_key(&context.secret, &mall.id, store, day);
                offline.prove(key, &code, token, step, &zone)
            });
            let text = CodePayload { code: code.clone(), token: Some(token), proof }.to_string();
            texts.push(QrText { from: zone.moment(from), text });
        }
    }
    let state = state(coupon.redemption.as_ref(), undone_at);
    let period = if texts.is_empty() { 0 } else { first / RESPONSE_LIFETIME_STEPS };
    let tag = format!("\"{state}-{period}\"");
    let code = (!over).then(|| code.grouped());
    let server_time = zone.moment(now);
    let mall = mall_view(mall, language);
    let way = store.and_then(|store| match language {
        Language::Zh => store.way_zh,
        Language::En => store.way_en.or(store.way_zh),
    });
    let coupon = CouponPage { mall, coupon, way, undone_at, code, shown: texts, server_time };
    Ok(CouponView { coupon, state, tag })
}

fn state(redemption: Option<&Redemption>, undone_at: Option<Moment>) -> String {
    match (redemption, undone_at) {
        (Some(Redemption::Redeemed { at }), _) => format!("redeemed-{}", at.ms),
        (Some(Redemption::Revoked { at, .. }), _) => format!("revoked-{}", at.ms),
        (Some(Redemption::Unknown), _) => "unknown".to_owned(),
        (None, Some(at)) => format!("undone-{}", at.ms),
        (None, None) => "held".to_owned(),
    }
}

/// The terms that a coupon's codes prove to a till that is offline.
struct OfflineTerms {
    terms: Terms,
    value: Fen,
}

impl OfflineTerms {
    /// Returns the terms if the store's tills redeem coupons of this value offline; `limits` are the store's.
    fn of(terms: Terms, limits: Option<OfflineLimits>) -> Option<Self> {
        let OfflineLimits { most_value, .. } = limits?;
        let value = proofs::value(&terms.benefit).filter(|value| value.0 <= most_value)?;
        Some(Self { terms, value })
    }

    /// Returns the proof for a step, in which the coupon must be open by the hours of the week.
    fn prove(
        &self,
        key: impl Fn(i64) -> [u8; 32],
        code: &CouponCode,
        token: u32,
        step: i64,
        zone: &Zone,
    ) -> Option<OfflineProof> {
        let Terms { windows, threshold, .. } = &self.terms;
        let at = step * STEP;
        let moment = zone.moment(at);
        let open = windows.is_empty() || windows.iter().any(|window| window.is_open(moment));
        let amounts = [*threshold, self.value];
        open.then(|| proofs::prove(&key(zone.civil_day(at)), code, token, step, amounts))
    }
}
