//! Why something was not done: a code with its parameters. The page words it.

mod wire;

use serde::{Deserialize, Serialize};

use crate::{Fen, Moment};
#[cfg(any(not(target_arch = "wasm32"), feature = "till"))]
use crate::{RevocationReason, UseWindow};

/// The reason for a refusal. The page and the server's answers word it in the caller's language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Refusal {
    /// The offer's claim window has not begun.
    OfferNotStarted {
        /// When it begins.
        starts_at: Moment,
    },
    /// The offer is over.
    OfferEnded,
    /// The offer is stopped for now.
    OfferPaused,
    /// No such offer, or none the caller may know of.
    UnknownOffer,
    /// All pieces are claimed.
    SoldOut,
    /// Today's share is claimed.
    DailyLimit {
        /// When the next share opens.
        again_at: Moment,
    },
    /// The person has as many as one may have.
    PersonLimit {
        /// How many one may have.
        limit: u32,
    },
    /// The offer asks for a larger payment than this one.
    PaymentTooSmall {
        /// The smallest payment it asks for.
        least: Fen,
        /// What is missing.
        short: Fen,
    },
    /// The offer asks for a payment first, and the place where it was claimed knows of none.
    PaymentFirst {
        /// The smallest payment it asks for.
        least: Fen,
    },
    /// The payment is not known yet; its notice is on its way.
    PaymentNotConfirmed {
        /// Seconds to wait, at least 1.
        retry_after: u32,
    },
    /// The payment was refunded, so nothing can be claimed after it.
    PaymentRefunded,
    /// No placement has this code.
    // Only an address meets this; the page's module goes without it, and without those of its interface.
    #[cfg(not(target_arch = "wasm32"))]
    UnknownPlacement,
    /// The placement is stopped for now.
    PlacementPaused,
    /// The placement is over.
    PlacementEnded,
    /// No such category in this mall.
    #[cfg(not(target_arch = "wasm32"))]
    UnknownCategory,
    /// A file was refused as a whole, because some of its lines cannot be taken.
    #[cfg(not(target_arch = "wasm32"))]
    LinesRefused {
        /// How many.
        count: u32,
        /// The first of them, at most 100.
        lines: Vec<LineRefused>,
    },
    /// The file is not text in UTF-8.
    #[cfg(not(target_arch = "wasm32"))]
    NotUtf8,
    /// More cards are asked for at once than are drawn.
    #[cfg(not(target_arch = "wasm32"))]
    SheetTooLong {
        /// How many it would be.
        count: u32,
        /// The most that are drawn at once.
        limit: u32,
    },
    /// What is to be drawn has letters that no font of the server has.
    #[cfg(not(target_arch = "wasm32"))]
    NoGlyph {
        /// The letters, at most 20.
        characters: String,
    },
    /// The offer is not for what this link was given for.
    NotForThisPayment,
    /// The link's signature, form, purpose or mall is not right. One answer for all of them.
    LinkInvalid,
    /// The link's time is over.
    LinkExpired,
    /// The link was first opened by another shopper.
    LinkTaken,
    /// The caller has no shopper session; opening the link starts one.
    SessionMissing,
    /// The login code of the mini-program is not right, or was used before.
    // Only its native pages meet this and the next one: the page's module goes without them.
    #[cfg(not(target_arch = "wasm32"))]
    LoginInvalid,
    /// The server cannot ask who logs in to the mini-program: it has none, or one that is not known.
    #[cfg(not(target_arch = "wasm32"))]
    LoginUnavailable,
    /// The server cannot sign pages for WeChat's scanner: the mall has no official account, or one that WeChat
    /// does not know.
    #[cfg(not(target_arch = "wasm32"))]
    ScanUnavailable,
    /// The request id was used before with other content.
    RequestIdReused,
    /// No write with this request id was ever received from this shopper.
    UnknownRequest,
    /// A form was posted from another site.
    CrossSite,
    /// The request's signature is missing or not right.
    SignatureInvalid,
    /// The request's timestamp is further than five minutes from the server's clock.
    TimestampStale,
    /// No such store in this mall.
    UnknownStore,
    /// A payment with this transaction id was reported before with other content.
    PaymentChanged,
    /// Another payment was reported for the same order of this merchant.
    OrderTaken,
    /// No payment with this transaction id was reported.
    UnknownPayment,
    /// A refund that is larger than what is left of the payment, or one reported before with other
    /// content.
    RefundConflict,
    // What only tills and people at work meet; the shopper's page goes without it.
    /// The coupon cannot be used yet.
    #[cfg(any(not(target_arch = "wasm32"), feature = "till"))]
    CouponNotYet {
        /// From when.
        from: Moment,
    },
    /// The coupon's time is over.
    #[cfg(any(not(target_arch = "wasm32"), feature = "till"))]
    CouponExpired {
        /// When it ended.
        at: Moment,
    },
    /// A till took the coupon.
    #[cfg(any(not(target_arch = "wasm32"), feature = "till"))]
    CouponUsed {
        /// When.
        at: Moment,
        /// By whom: the name of a person or of a key of the same store.
        by: String,
    },
    /// The coupon was taken back; it is not to be accepted.
    #[cfg(any(not(target_arch = "wasm32"), feature = "till"))]
    CouponRevoked {
        /// Why.
        reason: RevocationReason,
    },
    /// The coupon is another store's.
    #[cfg(any(not(target_arch = "wasm32"), feature = "till"))]
    WrongStore {
        /// Its name.
        store: String,
    },
    /// The coupon cannot be used on this day of the week or at this hour.
    #[cfg(any(not(target_arch = "wasm32"), feature = "till"))]
    WrongTimeWindow {
        /// When it can.
        windows: Vec<UseWindow>,
    },
    /// The order is too small for the coupon.
    #[cfg(any(not(target_arch = "wasm32"), feature = "till"))]
    ThresholdNotMet {
        /// The smallest order it can be used for.
        least: Fen,
        /// What is missing.
        short: Fen,
    },
    /// The code's token is not a live one, or is missing where nobody logged in has typed the code.
    #[cfg(any(not(target_arch = "wasm32"), feature = "till"))]
    CodeStale,
    /// The code cannot be used. One answer for all codes that are no coupon's of this mall.
    #[cfg(any(not(target_arch = "wasm32"), feature = "till"))]
    CodeUnknown,
    /// This till's store took no coupon under this id.
    #[cfg(any(not(target_arch = "wasm32"), feature = "till"))]
    UnknownRedemption,
    /// It is too late to undo this for the one who asks.
    #[cfg(any(not(target_arch = "wasm32"), feature = "till"))]
    UndoTooLate {
        /// Until when it was possible.
        until: Moment,
    },
    /// The coupon was given back as often as it may be.
    #[cfg(any(not(target_arch = "wasm32"), feature = "till"))]
    UndoLimit {
        /// How often it may be.
        limit: u32,
    },
    /// Store, name or password is not right. One answer for all of them.
    #[cfg(any(not(target_arch = "wasm32"), feature = "till"))]
    StaffLoginInvalid,
    /// Nobody is logged in here, or no longer.
    #[cfg(any(not(target_arch = "wasm32"), feature = "till"))]
    StaffSessionMissing,
    /// A password of one's own has to be chosen first.
    #[cfg(any(not(target_arch = "wasm32"), feature = "till"))]
    PasswordChangeNeeded,
    /// The new password is too short or too long, or the old one, or the name.
    #[cfg(any(not(target_arch = "wasm32"), feature = "till"))]
    PasswordTooWeak {
        /// Characters it has at least.
        least: u32,
    },
    /// The one who asks may not do this.
    #[cfg(any(not(target_arch = "wasm32"), feature = "till"))]
    NotAllowed,
    /// The store's tills take no coupons offline.
    #[cfg(any(not(target_arch = "wasm32"), feature = "till"))]
    OfflineNotOn,
    /// The code does not prove that the coupon could be used here at that time.
    #[cfg(any(not(target_arch = "wasm32"), feature = "till"))]
    OfflineNotProven,
    /// The till had no leave to take coupons offline at that time.
    #[cfg(any(not(target_arch = "wasm32"), feature = "till"))]
    OfflineNotGranted,
    /// The till took more offline than it may, or something worth more.
    #[cfg(any(not(target_arch = "wasm32"), feature = "till"))]
    OfflineOverLimit {
        /// The most a coupon may be worth.
        most_value: Fen,
        /// How many a till may take.
        most_count: u32,
    },
    /// Part of the request is missing or not of its kind.
    Malformed {
        /// Which part: a field's name, or `body`.
        field: String,
    },
    /// The body is larger than accepted.
    TooLarge {
        /// The most that is accepted, in bytes.
        limit: u32,
    },
    /// The body is not of the media type the address takes.
    UnsupportedMediaType,
    /// There is nothing at this address.
    NotFound,
    /// The address does not take this method.
    MethodNotAllowed,
    /// Too many requests from this caller.
    TooMany {
        /// Seconds to wait, at least 1.
        retry_after: u32,
    },
    /// The server cannot take the request now; nothing was done.
    Busy {
        /// Seconds to wait, at least 1.
        retry_after: u32,
    },
    /// A fault of the server. What became of the request is not known; ask again with the same id.
    Internal,
}

/// A line of a file that cannot be taken.
#[cfg(not(target_arch = "wasm32"))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LineRefused {
    /// Its number, from 1; the line of headings is the first.
    pub line: u32,
    /// What is wrong with it; a `malformed` field is a column's heading, or `line`.
    #[cfg_attr(feature = "openapi", schema(no_recursion))]
    pub refusal: Refusal,
}

impl Refusal {
    /// Whether the same request may be sent again and then succeed or be refused for good. Such
    /// an answer says nothing about what became of the request.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        matches!(
            self,
            Self::TooMany { .. }
                | Self::Busy { .. }
                | Self::PaymentNotConfirmed { .. }
                | Self::Internal
        )
    }

    /// Seconds to wait before asking again, where the refusal names them.
    #[must_use]
    pub fn retry_after(&self) -> Option<u32> {
        match self {
            Self::TooMany { retry_after }
            | Self::Busy { retry_after }
            | Self::PaymentNotConfirmed { retry_after } => Some(*retry_after),
            _ => None,
        }
    }
}

/// The body of every answer that is not a success.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// The reason, as a code with its parameters.
    pub refusal: Refusal,
    /// The reason as a sentence, in the caller's language.
    pub message: String,
    /// What the caller can do now.
    pub next_step: String,
    /// The server's name for this request, also in its log.
    pub request_id: String,
    /// The server's clock.
    pub server_time: Moment,
}

#[cfg(test)]
mod tests {
    use super::Refusal;
    use crate::Moment;

    #[test]
    fn the_code_is_the_one_on_the_wire() {
        let refusals = [
            Refusal::SoldOut,
            Refusal::OfferNotStarted { starts_at: Moment::new(0, 480) },
            Refusal::TooMany { retry_after: 3 },
            Refusal::UnsupportedMediaType,
        ];
        for refusal in refusals {
            let json = serde_json::to_value(&refusal).expect("json");
            assert_eq!(json["code"], refusal.code());
            assert_eq!(serde_json::from_value::<Refusal>(json).expect("reads back"), refusal);
        }
    }
}
