//! Requests and responses of tills, and of the page that shows a coupon to them.

use serde::{Deserialize, Serialize};

use crate::word::word_enum;
use crate::{Benefit, CouponId, Fen, Moment, Problem, RequestId, StoreId, UseWindow, typed};

/// The page of a store's till.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TillPage {
    /// The mall of the page.
    pub mall: crate::Mall,
    /// The server's clock at the time of the response.
    pub server_time: Moment,
    /// The mall's stores to log in at, sorted by floor.
    pub stores: Vec<crate::Store>,
    /// The session; none when nobody is logged in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<crate::StaffSession>,
}

/// Asks for the coupon of a code and whether it may be redeemed here and now. Changes nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PrepareRequest {
    /// The code as scanned or typed.
    pub code: String,
    /// The order's amount in fen, at least 0; none when it is not known yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Fen>,
}

/// A coupon as a till sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TillCoupon {
    /// The id of the coupon.
    pub id: CouponId,
    /// The last four digits of its code.
    pub code_end: String,
    /// The offer's title at the claim.
    pub title: String,
    /// The benefit of the coupon.
    pub benefit: Benefit,
    /// The smallest order that accepts the coupon, in fen; 0 for no minimum.
    pub threshold: Fen,
    /// Further rules, a sentence each.
    pub rules: Vec<String>,
    /// The weekly hours of use; empty for any time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub windows: Vec<UseWindow>,
    /// The first instant of use.
    pub valid_from: Moment,
    /// The end of use; this instant is excluded.
    pub valid_until: Moment,
}

/// The response to [`PrepareRequest`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = Prepared))]
pub struct PrepareResponse {
    /// The coupon.
    pub coupon: TillCoupon,
    /// The reason why it may not be redeemed here and now; none when it may.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<Problem>,
    /// The redemption to show again, when this till redeemed the coupon seconds ago and scanned it twice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub just_taken: Option<TillRedemption>,
    /// The server's clock at the time of the response.
    pub server_time: Moment,
}

/// Redeems a coupon.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RedeemRequest {
    /// The till's id of this redemption, unique for the person or the key. The same id with the same content
    /// gets the first answer again; with other content it is refused.
    pub request_id: RequestId,
    /// The code as scanned or typed.
    pub code: String,
    /// The till's order number, 1 to 64 characters. Wide characters, blanks and dashes are stored as plain ones.
    #[serde(deserialize_with = "typed::deserialize")]
    pub order_number: String,
    /// The order's amount before the coupon, in fen, 0 to ten million yuan.
    pub amount: Fen,
}

word_enum! {
    /// The way in which a code came to the till.
    #[cfg_attr(feature = "openapi", schema(as = CodeRead))]
    pub enum CodeEntryMode {
        /// Scanned from the shopper's screen, with a live token.
        Scanned = "scanned",
        /// Typed by a person who is logged in, without a token.
        Typed = "typed",
        /// Scanned while the till was offline, with a proof.
        Offline = "offline",
    }
}

/// A redemption at a till.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TillRedemption {
    /// The id of the redemption.
    pub id: String,
    /// The id of the request.
    pub request_id: RequestId,
    /// The coupon.
    pub coupon: TillCoupon,
    /// The store that redeemed it.
    pub store: StoreId,
    /// The name of the person or key that redeemed it.
    pub by: String,
    /// The instant of the redemption.
    pub at: Moment,
    /// The way in which the code came to the till.
    pub read: CodeEntryMode,
    /// The till's order number.
    pub order_number: String,
    /// The order's amount before the coupon.
    pub amount: Fen,
    /// The saving on the order; none for an exchange.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub saved: Option<Fen>,
    /// The end of the time in which the caller may undo it; this instant is excluded.
    pub undo_until: Moment,
    /// The undo; none when it was not undone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undone: Option<UndoRecord>,
}

/// The undo of a redemption.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = Undone))]
pub struct UndoRecord {
    /// The instant of the undo.
    pub at: Moment,
    /// The name of the person or key that undid it.
    pub by: String,
    /// The reason in their words.
    pub reason: String,
}

/// Undoes a redemption, so that the coupon can be used again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UndoRequest {
    /// The id of the redemption, as in the address. It is repeated here because a key signs only the body.
    pub redemption_id: String,
    /// The reason, 1 to 200 characters.
    pub reason: String,
}

/// The redemptions of a store on one day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TillDay {
    /// The store.
    pub store: StoreId,
    /// The day in the mall's time, `2026-11-23`.
    pub day: String,
    /// The redemptions, newest first, with those that were undone.
    pub redemptions: Vec<TillRedemption>,
    /// The totals of the whole day.
    pub totals: TillTotals,
}

/// The totals of a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TillTotals {
    /// Redemptions that were not undone.
    pub redeemed: u32,
    /// Redemptions that were undone.
    pub undone: u32,
    /// The sum of the orders' amounts, without undone redemptions.
    pub amount: Fen,
    /// The sum of the savings, without undone redemptions.
    pub saved: Fen,
}

/// The page that shows a coupon to a till, with codes for a while without a network.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = CouponShown))]
pub struct CouponPage {
    /// The mall of the page.
    pub mall: crate::Mall,
    /// The coupon.
    pub coupon: crate::Coupon,
    /// The way from the entrance of the floor to the store, in a sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub way: Option<String>,
    /// The instant of the last undo, until the coupon is redeemed again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undone_at: Option<Moment>,
    /// The code in groups of four, for typing; none when no till accepts the coupon any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The texts of the QR code, one after the other; empty when no till accepts the coupon now.
    pub shown: Vec<QrText>,
    /// The server's clock at the time of the response.
    pub server_time: Moment,
}

/// The time after which a coupon's QR code changes, in milliseconds.
pub const CODE_STEP_MS: i64 = 30_000;

/// The text of a QR code for half a minute, [`CODE_STEP_MS`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ShownText))]
pub struct QrText {
    /// The first instant of the half minute.
    pub from: Moment,
    /// The text: capital letters, digits and hyphens.
    pub text: String,
}
