//! Why something was not done: a code with its parameters. The page words it.

use serde::{Deserialize, Serialize};

use crate::{Fen, Moment};

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
    /// The code as it is on the wire.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::OfferNotStarted { .. } => "offer_not_started",
            Self::OfferEnded => "offer_ended",
            Self::OfferPaused => "offer_paused",
            Self::UnknownOffer => "unknown_offer",
            Self::SoldOut => "sold_out",
            Self::DailyLimit { .. } => "daily_limit",
            Self::PersonLimit { .. } => "person_limit",
            Self::PaymentTooSmall { .. } => "payment_too_small",
            Self::PaymentFirst { .. } => "payment_first",
            #[cfg(not(target_arch = "wasm32"))]
            Self::UnknownPlacement => "unknown_placement",
            Self::PlacementPaused => "placement_paused",
            Self::PlacementEnded => "placement_ended",
            #[cfg(not(target_arch = "wasm32"))]
            Self::UnknownCategory => "unknown_category",
            #[cfg(not(target_arch = "wasm32"))]
            Self::LinesRefused { .. } => "lines_refused",
            #[cfg(not(target_arch = "wasm32"))]
            Self::NotUtf8 => "not_utf8",
            #[cfg(not(target_arch = "wasm32"))]
            Self::SheetTooLong { .. } => "sheet_too_long",
            #[cfg(not(target_arch = "wasm32"))]
            Self::NoGlyph { .. } => "no_glyph",
            Self::PaymentNotConfirmed { .. } => "payment_not_confirmed",
            Self::PaymentRefunded => "payment_refunded",
            Self::NotForThisPayment => "not_for_this_payment",
            Self::LinkInvalid => "link_invalid",
            Self::LinkExpired => "link_expired",
            Self::LinkTaken => "link_taken",
            Self::SessionMissing => "session_missing",
            #[cfg(not(target_arch = "wasm32"))]
            Self::LoginInvalid => "login_invalid",
            #[cfg(not(target_arch = "wasm32"))]
            Self::LoginUnavailable => "login_unavailable",
            #[cfg(not(target_arch = "wasm32"))]
            Self::ScanUnavailable => "scan_unavailable",
            Self::RequestIdReused => "request_id_reused",
            Self::UnknownRequest => "unknown_request",
            Self::CrossSite => "cross_site",
            Self::SignatureInvalid => "signature_invalid",
            Self::TimestampStale => "timestamp_stale",
            Self::UnknownStore => "unknown_store",
            Self::PaymentChanged => "payment_changed",
            Self::OrderTaken => "order_taken",
            Self::UnknownPayment => "unknown_payment",
            Self::RefundConflict => "refund_conflict",
            Self::Malformed { .. } => "malformed",
            Self::TooLarge { .. } => "too_large",
            Self::UnsupportedMediaType => "unsupported_media_type",
            Self::NotFound => "not_found",
            Self::MethodNotAllowed => "method_not_allowed",
            Self::TooMany { .. } => "too_many",
            Self::Busy { .. } => "busy",
            Self::Internal => "internal",
        }
    }

    /// The HTTP status it is answered with.
    #[must_use]
    pub fn status(&self) -> u16 {
        match self {
            Self::Malformed { .. } => 400,
            Self::SignatureInvalid | Self::TimestampStale | Self::SessionMissing => 401,
            #[cfg(not(target_arch = "wasm32"))]
            Self::LoginInvalid => 401,
            Self::LinkTaken | Self::CrossSite | Self::NotForThisPayment => 403,
            Self::LinkInvalid
            | Self::UnknownOffer
            | Self::UnknownRequest
            | Self::UnknownPayment
            | Self::PaymentNotConfirmed { .. }
            | Self::NotFound => 404,
            #[cfg(not(target_arch = "wasm32"))]
            Self::UnknownPlacement => 404,
            Self::MethodNotAllowed => 405,
            Self::OfferNotStarted { .. }
            | Self::OfferPaused
            | Self::PlacementPaused
            | Self::SoldOut
            | Self::DailyLimit { .. }
            | Self::PersonLimit { .. }
            | Self::RequestIdReused
            | Self::RefundConflict
            | Self::PaymentRefunded
            | Self::OrderTaken
            | Self::PaymentChanged => 409,
            Self::OfferEnded | Self::PlacementEnded | Self::LinkExpired => 410,
            Self::TooLarge { .. } => 413,
            Self::UnsupportedMediaType => 415,
            Self::PaymentTooSmall { .. } | Self::PaymentFirst { .. } | Self::UnknownStore => 422,
            #[cfg(not(target_arch = "wasm32"))]
            Self::UnknownCategory
            | Self::LinesRefused { .. }
            | Self::NotUtf8
            | Self::SheetTooLong { .. }
            | Self::NoGlyph { .. } => 422,
            Self::TooMany { .. } => 429,
            Self::Internal => 500,
            #[cfg(not(target_arch = "wasm32"))]
            Self::LoginUnavailable | Self::ScanUnavailable => 501,
            Self::Busy { .. } => 503,
        }
    }

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
