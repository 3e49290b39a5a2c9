//! Offline redemption: the grant that a till gets while online, the proof inside a code, and the upload afterwards.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{CouponId, Fen, Moment, RequestId, StoreId, TillRedemption, base32, typed};

/// Base32 digits of an amount: 30 bits hold the largest one.
const AMOUNT_DIGITS: usize = 6;

/// Base32 digits of the message authentication code: 80 bits.
const MAC_DIGITS: usize = 16;

/// Base32 digits of a proof: two amounts and the authentication code.
pub(crate) const PROOF_DIGITS: usize = 2 * AMOUNT_DIGITS + MAC_DIGITS;

/// The proof inside a QR code for tills without a network. It proves that in one step of half a minute the till's
/// store accepts the coupon, and it states the smallest order and the largest saving.
///
/// The server makes proofs only for steps in which the coupon is valid and its weekly hours are open. The till checks
/// a proof with its store's key of the day. The proof holds the first 80 bits of HMAC-SHA256 (RFC 2104) of
/// `{code}-{token}-{amounts}-{step}`: `amounts` are the first 12 digits of the proof, `step` is Unix seconds
/// divided by 30.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfflineProof {
    /// The smallest order that accepts the coupon.
    pub threshold: Fen,
    /// The largest saving on an order.
    pub value: Fen,
    /// The first 80 bits of the HMAC.
    pub mac: u128,
}

impl OfflineProof {
    /// Parses the Base32 digits of a proof; `None` when they are not one.
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

    /// Returns the twelve digits of the amounts, which the HMAC covers with code, token and step.
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

/// A store's limits for offline redemption.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OfflineSettings {
    /// True when the store's tills may redeem offline.
    pub on: bool,
    /// The largest saving of one coupon, in fen, at least 1, also when `on` is false.
    pub most_value: Fen,
    /// The number of coupons that a till may redeem until it is online again, 1 to 1000.
    pub most_count: u32,
}

/// A grant for a till to redeem coupons offline for half an hour.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OfflineGrant {
    /// The id of the grant. The till uploads it with each redemption.
    pub id: String,
    /// The end of the grant; this instant is excluded.
    pub ends_at: Moment,
    /// The largest saving of one coupon.
    pub most_value: Fen,
    /// The number of coupons that the till may redeem.
    pub most_count: u32,
    /// The store's keys for checking proofs, one for each day that the half hour touches.
    pub keys: Vec<DayKey>,
    /// The server's clock. Tills count from here, whatever their own clock shows.
    pub server_time: Moment,
}

/// A store's key for one day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DayKey {
    /// The first instant of the day.
    pub from: Moment,
    /// The end of the day; this instant is excluded.
    pub until: Moment,
    /// The key, 32 bytes as 64 hexadecimal digits.
    pub key: String,
}

/// Reports a till's offline redemptions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OfflineUpload {
    /// The redemptions, at most 100.
    pub redemptions: Vec<OfflineRedemption>,
}

/// An offline redemption.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OfflineRedemption {
    /// The till's id of this redemption. When the network failed during an online request, its id is used again.
    pub request_id: RequestId,
    /// The id of the grant that allowed it.
    pub grant_id: String,
    /// The code as scanned, with its proof.
    pub code: String,
    /// The till's order number, 1 to 64 characters. Wide characters, blanks and dashes are stored as plain ones.
    #[serde(deserialize_with = "typed::deserialize")]
    pub order_number: String,
    /// The order's amount before the coupon, in fen.
    pub amount: Fen,
    /// The instant of the redemption, counted from the grant's `server_time`.
    pub taken_at: Moment,
}

/// The results of an upload, in its order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = OfflineUploaded))]
pub struct OfflineUploadResponse {
    /// One result for each uploaded redemption.
    pub results: Vec<OfflineResult>,
}

/// The result of one offline redemption.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OfflineResult {
    /// The id of the request.
    pub request_id: RequestId,
    /// The redemption; none when it could not be recorded for this store.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redemption: Option<TillRedemption>,
    /// The conflict that the mall and the store have to settle; none when there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conflict: Option<OfflineConflict>,
}

/// An offline redemption that the server would have refused. The shopper is never charged for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OfflineConflict {
    /// The id of the till's request.
    pub request_id: RequestId,
    /// The store that redeemed it.
    pub store: StoreId,
    /// The name of the person or key that redeemed it.
    pub by: String,
    /// The coupon; none when no coupon has the code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coupon: Option<CouponId>,
    /// The till's order number.
    pub order_number: String,
    /// The order's amount.
    pub amount: Fen,
    /// The instant of the redemption.
    pub taken_at: Moment,
    /// The instant of the upload.
    pub found_at: Moment,
    /// The reason. `coupon_used` is a second use, and has time and name of the first one.
    pub reason: crate::Refusal,
}

/// Conflicts, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OfflineConflicts {
    /// The conflicts, at most 200.
    pub conflicts: Vec<OfflineConflict>,
}
