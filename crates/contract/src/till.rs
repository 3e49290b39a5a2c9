//! What a till says to the server and back.

use serde::{Deserialize, Serialize};

use crate::{Benefit, CouponId, Fen, Moment, Problem, RequestId, StoreId, UseWindow};

/// The page of a store's till.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TillPage {
    /// The mall.
    pub mall: crate::Mall,
    /// The server's clock when this was written.
    pub server_time: Moment,
    /// The mall's stores, by floor: at each one can log in.
    pub stores: Vec<crate::Store>,
    /// Who is logged in; nobody where there is nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<crate::StaffSession>,
}

/// Asks what a code is and whether it may be used here and now. Changes nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PrepareRequest {
    /// The code as it was read or typed.
    pub code: String,
    /// The order's amount, where it is known already; at least 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Fen>,
}

/// A coupon as a till sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TillCoupon {
    /// Its id.
    pub id: CouponId,
    /// The last four digits of its code.
    pub code_end: String,
    /// The offer's title at the claim.
    pub title: String,
    /// What it gives.
    pub benefit: Benefit,
    /// Smallest order; 0 for none.
    pub threshold: Fen,
    /// Rules beyond those above, a sentence each.
    pub rules: Vec<String>,
    /// When in the week it can be used; at any time where there is none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub windows: Vec<UseWindow>,
    /// From when it can be used.
    pub valid_from: Moment,
    /// Until when; this instant is excluded.
    pub valid_until: Moment,
}

/// What a code is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = Prepared))]
pub struct PrepareResponse {
    /// The coupon.
    pub coupon: TillCoupon,
    /// Why it may not be used here and now; nothing when it may.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<Problem>,
    /// What this same till took seconds ago, when it has read the code a second time: show it again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub just_taken: Option<TillRedemption>,
    /// The server's clock.
    pub server_time: Moment,
}

/// Takes a coupon.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RedeemRequest {
    /// The till's own name for this, unique for who is logged in or for the key. Asked again with the same
    /// content it gives the first answer; with other content it is refused.
    pub request_id: RequestId,
    /// The code as it was read or typed.
    pub code: String,
    /// The till's number of the order, 1 to 64 characters.
    pub order_number: String,
    /// The order's amount before the coupon, in fen, 0 to ten million yuan.
    pub amount: Fen,
}

/// How a code came to the till.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = CodeRead))]
pub enum CodeEntryMode {
    /// With a live token, from the shopper's screen.
    Scanned,
    /// Without one: somebody logged in typed it.
    Typed,
    /// While the till was offline, with a proof.
    Offline,
}

/// A coupon that a till took.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TillRedemption {
    /// Its id.
    pub id: String,
    /// The request it answers.
    pub request_id: RequestId,
    /// The coupon.
    pub coupon: TillCoupon,
    /// The store that took it.
    pub store: StoreId,
    /// Who took it: the name of a person or of a key.
    pub by: String,
    /// When.
    pub at: Moment,
    /// How its code came to the till.
    pub read: CodeEntryMode,
    /// The till's number of the order.
    pub order_number: String,
    /// The order's amount before the coupon.
    pub amount: Fen,
    /// What the coupon takes off it; none for a thing that is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub saved: Option<Fen>,
    /// Until when the one who asks may undo it; this instant is excluded.
    pub undo_until: Moment,
    /// How it was undone, where it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undone: Option<UndoRecord>,
}

/// How a redemption was undone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = Undone))]
pub struct UndoRecord {
    /// When.
    pub at: Moment,
    /// By whom.
    pub by: String,
    /// Why, in their words.
    pub reason: String,
}

/// Gives a coupon back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UndoRequest {
    /// The redemption, as in the address: a key signs the body alone.
    pub redemption_id: String,
    /// Why, 1 to 200 characters.
    pub reason: String,
}

/// What a store's tills took on one day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TillDay {
    /// The store.
    pub store: StoreId,
    /// The mall's own day, `2026-11-23`.
    pub day: String,
    /// What was taken, newest first, also what was undone.
    pub redemptions: Vec<TillRedemption>,
    /// Sums over the whole day, without what was undone.
    pub totals: TillTotals,
}

/// Sums over a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TillTotals {
    /// Coupons taken and not given back.
    pub redeemed: u32,
    /// Coupons given back.
    pub undone: u32,
    /// The orders' amounts.
    pub amount: Fen,
    /// What coupons took off them.
    pub saved: Fen,
}

/// What a shopper shows at a till, with all that is needed to go on showing it offline for a while.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = CouponShown))]
pub struct CouponPage {
    /// The mall.
    pub mall: crate::Mall,
    /// The coupon.
    pub coupon: crate::Coupon,
    /// How its store is found from where people enter the floor, in a sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub way: Option<String>,
    /// When a till gave it back last, while it is not taken again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undone_at: Option<Moment>,
    /// Its code in groups of four, for who types it; none when no till would take it any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The texts to show as a QR code, one after the other; none when no till would take it now.
    pub shown: Vec<QrText>,
    /// The server's clock.
    pub server_time: Moment,
}

/// How long a coupon's QR code says the same, in milliseconds.
pub const CODE_STEP_MS: i64 = 30_000;

/// What a QR code says from a moment on, until the next one's: for half a minute.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ShownText))]
pub struct QrText {
    /// From when.
    pub from: Moment,
    /// The text: capital letters, digits and hyphens.
    pub text: String,
}
