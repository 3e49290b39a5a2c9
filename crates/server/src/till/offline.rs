//! Offline tills: grants to redeem coupons within limits, and the upload of redemptions.

use std::ops::RangeInclusive;

use mall_contract::money::MAX_FEN;
use mall_contract::{
    CodeEntryMode, CodePayload, CouponId, DayKey, Fen, GrantId, MallId, OfflineConflicts,
    OfflineGrant, OfflineRedemption, OfflineResult, OfflineSettings, OfflineUpload,
    OfflineUploadResponse, Refusal, StoreId, TillRefusal,
};

use super::record::{Redemption, TillRequest, earlier, record, store_answer};
use super::redeem::{AMOUNT, DECISION_TRIES, read_redemption};
use super::till::{Till, current_redemption};
use crate::clock::{Ms, Zone};
use crate::context::{Context, SharedContext};
use crate::db::offline::{self, ConflictRow, GrantRow, OfflineLimits, TillIdentity};
use crate::db::redemptions::{self, AtTillRow};
use crate::db::{Write, coupons::Terms, till_requests};
use crate::decision::{Answer, Earlier};
use crate::error::Error;
use crate::identity::{code, offline as proofs, secret};
use crate::json::to_json;
use crate::payments::is_plain_text;

/// A grant's lifetime, in milliseconds. It bounds the time for which a till may stay offline.
const GRANT_LIFETIME_MS: Ms = 30 * 60 * 1000;

/// Coupons of one upload.
const COUPONS_PER_UPLOAD: RangeInclusive<usize> = 1..=100;

/// The range of coupons that a till may redeem under one grant.
const COUNT: RangeInclusive<u32> = 1..=1000;

/// Returns the limits under which a store's tills redeem offline.
///
/// # Errors
/// When the database does not answer.
pub async fn settings(context: &mut Context, till: &Till) -> Result<OfflineSettings, Error> {
    let mut reader = context.db.read().await?;
    let row = offline::settings(&mut reader, &till.mall, &till.store).await?;
    let limits = row.unwrap_or(OfflineLimits { most_value: 1, most_count: 1 });
    let most_count = u32::try_from(limits.most_count).unwrap_or(1);
    Ok(OfflineSettings { on: row.is_some(), most_value: Fen(limits.most_value), most_count })
}

/// Sets that, as the store's manager or its own system.
///
/// # Errors
/// `not_allowed`, `malformed`.
pub async fn set(
    context: &mut Context,
    till: &Till,
    settings: &OfflineSettings,
) -> Result<(), Error> {
    if till.role == mall_contract::Role::Cashier {
        return Err(Refusal::Till(TillRefusal::NotAllowed).into());
    }
    if !(1..=MAX_FEN).contains(&settings.most_value.0) {
        return Err(Refusal::Malformed { field: "most_value".into() }.into());
    }
    if !COUNT.contains(&settings.most_count) {
        return Err(Refusal::Malformed { field: "most_count".into() }.into());
    }
    let mut tx = context.db.write().await?;
    offline::put_settings(&mut tx, &till.mall, &till.store, settings).await?;
    Ok(tx.commit().await?)
}

/// Allows a till to redeem coupons offline for half an hour from now.
///
/// # Errors
/// `offline_not_on`; `too_many`.
pub async fn grant(context: &mut Context, till: &Till) -> Result<OfflineGrant, Error> {
    context.quotas.till(&till.id)?;
    let (mall, store, now) = (&till.mall, &till.store, till.now);
    let mut tx = context.db.write().await?;
    let limits = offline::settings(&mut tx, mall, store).await?;
    let limits = limits.ok_or(Refusal::Till(TillRefusal::OfflineNotOn))?;
    let OfflineLimits { most_value, most_count } = limits;
    let id = secret::random_id()?;
    let row = GrantRow {
        id,
        store_id: store.clone(),
        till: till.id.clone(),
        made_at: now,
        ends_at: now + GRANT_LIFETIME_MS,
        most_value,
        most_count,
    };
    offline::insert_grant(&mut tx, mall, &row).await?;
    tx.commit().await?;
    let zone = &till.zone;
    let days = zone.civil_day(now)..=zone.civil_day(row.ends_at - 1);
    let key = |day: i64| DayKey {
        from: zone.moment(zone.midnight_of(day)),
        until: zone.moment(zone.midnight_of(day + 1)),
        key: secret::hex(&proofs::day_key(&context.secret, mall, store, day)),
    };
    Ok(OfflineGrant {
        ends_at: zone.moment(row.ends_at),
        most_value: Fen(most_value),
        most_count: u32::try_from(most_count).unwrap_or(u32::MAX),
        keys: days.map(key).collect(),
        server_time: zone.moment(now),
        id: row.id.into(),
    })
}

/// Stores a till's offline redemptions. A repeated upload gets the same results.
///
/// # Errors
/// `malformed`, `not_allowed`; `too_many`. A conflict of a coupon is part of the result: it has happened already.
pub async fn upload(
    context: &mut Context,
    till: &Till,
    upload: &OfflineUpload,
) -> Result<OfflineUploadResponse, Error> {
    context.quotas.till(&till.id)?;
    if !COUPONS_PER_UPLOAD.contains(&upload.redemptions.len()) {
        return Err(Refusal::Malformed { field: "redemptions".into() }.into());
    }
    for redemption in &upload.redemptions {
        let wrong = if !is_plain_text(&redemption.order_number, 64) {
            "order_number"
        } else if !AMOUNT.contains(&redemption.amount.0) {
            "amount"
        } else if redemption.taken_at.ms < 0 {
            "taken_at"
        } else {
            continue;
        };
        return Err(Refusal::Malformed { field: wrong.into() }.into());
    }
    let mut results = Vec::new();
    for redemption in &upload.redemptions {
        results.push(store_one(context, till, redemption).await?);
    }
    Ok(OfflineUploadResponse { results })
}

async fn store_one(
    Context { db, shared }: &mut Context,
    till: &Till,
    redemption: &OfflineRedemption,
) -> Result<OfflineResult, Error> {
    for _ in 0..DECISION_TRIES {
        let mut tx = db.write().await?;
        if !settle(shared, &mut tx, till, redemption).await? {
            tx.rollback().await?;
            continue;
        }
        let result = result(shared, &mut tx, till, redemption).await?;
        tx.commit().await?;
        return Ok(result);
    }
    Err(Refusal::Busy { retry_after: 1 }.into())
}

/// Returns the result of a request, if it has one by now.
async fn result(
    context: &SharedContext,
    tx: &mut Write<'_>,
    till: &Till,
    redemption: &OfflineRedemption,
) -> Result<OfflineResult, Error> {
    let (mall, id) = (&till.mall, &redemption.request_id);
    let request = till_requests::get(tx, mall, &till.id, id).await?;
    let redemption = match request.and_then(|row| row.redemption_id) {
        Some(id) => Some(till.to_contract(context, read_redemption(tx, mall, &id).await?)?),
        None => None,
    };
    let conflict = offline::conflict(tx, mall, &till.id, id).await?;
    let conflict = conflict.map(|row: ConflictRow| row.into_contract(&till.zone)).transpose()?;
    Ok(OfflineResult { request_id: id.clone(), redemption, conflict })
}

/// Decides an offline redemption, unless it is decided. Returns false if another request was faster and it must be
/// tried again.
async fn settle(
    context: &SharedContext,
    tx: &mut Write<'_>,
    till: &Till,
    redemption: &OfflineRedemption,
) -> Result<bool, Error> {
    let (mall, id) = (&till.mall, &redemption.request_id);
    if offline::conflict(tx, mall, &till.id, id).await?.is_some() {
        return Ok(true);
    }
    let coupon = match CodePayload::parse(&redemption.code) {
        Ok(payload) => {
            let hash = code::hash(&payload.code);
            redemptions::coupon_of_code(tx, mall, &hash).await?.map(|row| (row, payload))
        }
        Err(_) => None,
    };
    let Some((coupon, payload)) = coupon else {
        return record_conflict(
            tx,
            till,
            None,
            redemption,
            &Refusal::Till(TillRefusal::CodeUnknown),
        )
        .await;
    };
    let coupon_id = Some(&coupon.coupon_id);
    let OfflineRedemption { order_number, amount, .. } = redemption;
    let request = TillRequest { id, coupon: &coupon, order_number, amount: *amount };
    // The till may have sent the request while it was online, and lost the response.
    match earlier(tx, till, request).await? {
        Earlier::Answered(Answer::Granted(_)) => return Ok(true),
        Earlier::Answered(Answer::Refused(refusal)) => {
            return record_conflict(tx, till, coupon_id, redemption, &refusal).await;
        }
        Earlier::Reused => {
            return record_conflict(tx, till, coupon_id, redemption, &Refusal::RequestIdReused)
                .await;
        }
        Earlier::Nothing => {}
    }
    let terms = coupon.terms(till.language)?;
    match allowed(context, tx, till, redemption, &coupon, &terms, &payload).await? {
        Permission::Refused(refusal) => {
            record_conflict(tx, till, coupon_id, redemption, &refusal).await
        }
        Permission::Granted(grant) => count(tx, till, redemption, request, &terms, &grant).await,
    }
}

/// The permission to redeem a coupon offline, or the refusal.
enum Permission {
    /// Under this grant.
    Granted(GrantRow),
    /// Not then, not there, or not with this code.
    Refused(Refusal),
}

/// Returns the grant under which a coupon was redeemed, if it could be used there and then; else the refusal.
async fn allowed(
    context: &SharedContext,
    tx: &mut Write<'_>,
    till: &Till,
    redemption: &OfflineRedemption,
    coupon: &AtTillRow,
    terms: &Terms,
    payload: &CodePayload,
) -> Result<Permission, Error> {
    let (mall, at) = (&till.mall, redemption.taken_at.ms);
    // Text that is no id is no grant.
    let grant = match GrantId::parse(redemption.grant_id.as_str()) {
        Ok(id) => offline::grant(tx, mall, &id).await?,
        Err(_) => None,
    };
    let grant = grant.filter(|grant| {
        grant.till == till.id
            && grant.store_id == till.store
            && (grant.made_at..grant.ends_at).contains(&at)
            // A till's clock may have run a little fast since the grant.
            && at <= till.now + code::STEP
    });
    let Some(grant) = grant else {
        return Ok(Permission::Refused(Refusal::Till(TillRefusal::OfflineNotGranted)));
    };
    let proof_context = |token| proofs::ProofContext {
        mall,
        store: &till.store,
        coupon: &coupon.coupon_id,
        code: &payload.code,
        token,
        at,
        day: till.zone.civil_day(at),
    };
    let proven = payload.token.zip(payload.proof.as_ref());
    let proven = proven.is_some_and(|(token, proof)| {
        proofs::is_proven(&context.secret, proof_context(token), proof)
    });
    if !proven {
        return Ok(Permission::Refused(Refusal::Till(TillRefusal::OfflineNotProven)));
    }
    let current = current_redemption(tx, mall, coupon).await?;
    let past_till = Till { now: at, ..till.clone() };
    let refusal = past_till.refusal(coupon, terms, current.as_ref(), Some(redemption.amount))?;
    Ok(refusal.map_or(Permission::Granted(grant), Permission::Refused))
}

/// Records a redemption; marks it too when it was one too many, or worth too much.
async fn count(
    tx: &mut Write<'_>,
    till: &Till,
    redemption: &OfflineRedemption,
    request: TillRequest<'_>,
    terms: &Terms,
    grant: &GrantRow,
) -> Result<bool, Error> {
    let (at, entry) = (redemption.taken_at.ms.min(till.now), CodeEntryMode::Offline);
    let Some(id) = record(tx, till, request, Redemption { terms, entry, at }).await? else {
        return Ok(false);
    };
    if !store_answer(tx, till, request, &Answer::Granted(id)).await? {
        return Ok(false);
    }
    let counted = offline::use_grant(tx, &till.mall, &grant.id).await?;
    let is_within_value =
        proofs::value(&terms.benefit).is_some_and(|value| value.0 <= grant.most_value);
    if counted && is_within_value {
        return Ok(true);
    }
    let most_count = u32::try_from(grant.most_count).unwrap_or(u32::MAX);
    let refusal = Refusal::Till(TillRefusal::OfflineOverLimit {
        most_value: Fen(grant.most_value),
        most_count,
    });
    record_conflict(tx, till, Some(&request.coupon.coupon_id), redemption, &refusal).await
}

/// Records a conflict.
async fn record_conflict(
    tx: &mut Write<'_>,
    till: &Till,
    coupon: Option<&CouponId>,
    redemption: &OfflineRedemption,
    reason: &Refusal,
) -> Result<bool, Error> {
    let identity = TillIdentity { till: &till.id, store: &till.store, by: &till.by };
    let reason = to_json(reason);
    offline::insert_conflict(tx, &till.mall, identity, coupon, redemption, &reason, till.now)
        .await?;
    tracing::warn!(
        store = till.store.as_str(),
        reason,
        "an offline redemption conflicts with the coupon's state"
    );
    Ok(true)
}

/// Returns the conflicts of offline redemptions, in a mall or at one of its stores.
///
/// # Errors
/// When the database does not answer.
pub async fn conflicts(
    context: &mut Context,
    mall: &MallId,
    store: Option<&StoreId>,
    zone: &Zone,
) -> Result<OfflineConflicts, Error> {
    let rows = offline::conflicts(&mut *context.db.read().await?, mall, store).await?;
    let conflicts =
        rows.into_iter().map(|row| row.into_contract(zone)).collect::<Result<_, _>>()?;
    Ok(OfflineConflicts { conflicts })
}
