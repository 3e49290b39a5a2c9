//! Taking coupons while a till is offline, within bounds: what it is given while it is online, what a code proves
//! by itself, and what is told afterwards.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{CouponId, Fen, Moment, RequestId, StoreId, TillRedemption, base32};

/// Digits of an amount: 30 bits, which the largest one has.
const AMOUNT_DIGITS: usize = 6;

/// Digits of the code that a till checks: 80 bits.
const MAC_DIGITS: usize = 16;

/// Digits of a proof.
pub(crate) const PROOF_DIGITS: usize = 2 * AMOUNT_DIGITS + MAC_DIGITS;

/// What a shown code proves to a till that cannot ask: that in one step of half a minute this coupon could be used
/// at the till's store, for which orders, and what it is worth.
///
/// The server makes it for steps in which the coupon is valid and open by the hours of the week. The till checks it
/// with a key of its store's for one day: HMAC-SHA256 of `{code}-{token}-{amounts}-{step}`, the first 80 bits, where
/// `amounts` are the first 12 digits of the proof and `step` is Unix seconds divided by 30.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfflineProof {
    /// Smallest order it can be used for.
    pub threshold: Fen,
    /// The most it takes off an order.
    pub value: Fen,
    /// The first 80 bits of the code that proves it.
    pub mac: u128,
}

impl OfflineProof {
    /// Reads the digits of a proof; nothing when they are none.
    pub(crate) fn from_digits(digits: &str) -> Option<Self> {
        let (threshold, rest) = digits.split_at_checked(AMOUNT_DIGITS)?;
        let (value, mac) = rest.split_at_checked(AMOUNT_DIGITS)?;
        if mac.len() != MAC_DIGITS {
            return None;
        }
        let amount = |digits| i64::try_from(base32::decode(digits)).ok().map(Fen);
        Some(Self {
            threshold: amount(threshold)?,
            value: amount(value)?,
            mac: base32::decode(mac),
        })
    }

    /// What of it is signed, with the code, its token and the step: the twelve digits of the amounts.
    #[must_use]
    pub fn amounts(&self) -> String {
        let digits = |fen: Fen| base32::encode(u128::from(fen.0.unsigned_abs()), AMOUNT_DIGITS);
        digits(self.threshold) + &digits(self.value)
    }
}

impl fmt::Display for OfflineProof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.amounts(), base32::encode(self.mac, MAC_DIGITS))
    }
}

/// What a store's tills may take while they are offline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OfflineSettings {
    /// Whether they may take any.
    pub on: bool,
    /// The most a coupon may be worth, in fen, at least 1; also where it is off.
    pub most_value: Fen,
    /// How many a till may take until it is online again, 1 to 1000.
    pub most_count: u32,
}

/// Leave for a till to take coupons offline for half an hour.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OfflineGrant {
    /// Its id, told with each coupon that is taken under it.
    pub id: String,
    /// Until when coupons may be taken under it; this instant is excluded.
    pub ends_at: Moment,
    /// The most a coupon may be worth.
    pub most_value: Fen,
    /// How many may be taken.
    pub most_count: u32,
    /// The keys that proofs are checked with: the store's own, of the days that the half hour touches.
    pub keys: Vec<DayKey>,
    /// The server's clock: tills count from here, whatever their own clock shows.
    pub server_time: Moment,
}

/// A store's key for one day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DayKey {
    /// From when it is good.
    pub from: Moment,
    /// Until when; this instant is excluded.
    pub until: Moment,
    /// The key, 64 hexadecimal digits that stand for 32 bytes.
    pub key: String,
}

/// Tells what a till took while it was offline, at most 100 coupons at a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OfflineUpload {
    /// What was taken.
    pub redemptions: Vec<OfflineRedemption>,
}

/// A coupon that was taken offline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OfflineRedemption {
    /// The till's own name for this; the one it had asked with, where it lost the network on the way.
    pub request_id: RequestId,
    /// The grant it was taken under.
    pub grant_id: String,
    /// The code as it was read, with its proof.
    pub code: String,
    /// The till's number of the order, 1 to 64 characters.
    pub order_number: String,
    /// The order's amount before the coupon, in fen.
    pub amount: Fen,
    /// When, counted from the grant's `server_time`.
    pub taken_at: Moment,
}

/// What came of an upload, in its order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = OfflineUploaded))]
pub struct OfflineUploadResponse {
    /// One for each coupon that was told of.
    pub results: Vec<OfflineResult>,
}

/// What came of one coupon that was taken offline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OfflineResult {
    /// The request.
    pub request_id: RequestId,
    /// The redemption; none where the coupon could not be counted as taken here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redemption: Option<TillRedemption>,
    /// What the mall and the store have to settle.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conflict: Option<OfflineConflict>,
}

/// A coupon that a till took offline and should not have. The shopper is never charged for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OfflineConflict {
    /// The till's request.
    pub request_id: RequestId,
    /// The store.
    pub store: StoreId,
    /// Who took it.
    pub by: String,
    /// The coupon; none where the code is no coupon's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coupon: Option<CouponId>,
    /// The till's number of the order.
    pub order_number: String,
    /// The order's amount.
    pub amount: Fen,
    /// When it was taken.
    pub taken_at: Moment,
    /// When it was told.
    pub found_at: Moment,
    /// Why it should not have been: `coupon_used` is a second use, with when and by whom it was used first.
    pub reason: crate::Refusal,
}

/// Conflicts, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OfflineConflicts {
    /// The conflicts, at most 200.
    pub conflicts: Vec<OfflineConflict>,
}
