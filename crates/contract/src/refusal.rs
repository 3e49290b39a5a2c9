//! The reasons why a request was refused: a code with parameters. The page puts them into words.

mod declare;
#[cfg(feature = "openapi")]
mod openapi;
mod till;
mod unknown;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use self::declare::refusals;
use crate::{Fen, Moment};

pub use self::caller::{CallerRefusal, LineRefused};
pub use self::declare::Parameter;
pub use self::till::TillRefusal;
pub use self::unknown::UnknownRefusal;

refusals! {
    /// The reason for a refusal. The page and the server's answers word it in the caller's language.
    pub enum Refusal {
        /// The offer's claim window has not begun.
        OfferNotStarted {
            /// The start of claims.
            starts_at: Moment,
        } = ("offer_not_started", 409),
        /// The offer is over.
        OfferEnded = ("offer_ended", 410),
        /// The offer is stopped for now.
        OfferPaused = ("offer_paused", 409),
        /// No such offer, or none the caller may know of.
        UnknownOffer = ("unknown_offer", 404),
        /// All pieces are claimed.
        SoldOut = ("sold_out", 409),
        /// Today's share is claimed.
        DailyLimit {
            /// The start of the next day's share.
            again_at: Moment,
        } = ("daily_limit", 409),
        /// The person has as many as one may have.
        PersonLimit {
            /// The largest number of coupons for one person.
            limit: u32,
        } = ("person_limit", 409),
        /// The offer needs a larger payment than this one.
        PaymentTooSmall {
            /// The smallest payment that it needs.
            least: Fen,
            /// The amount that is missing.
            short: Fen,
        } = ("payment_too_small", 422),
        /// The offer needs a payment first, and the claim came from a placement.
        PaymentFirst {
            /// The smallest payment that it needs.
            least: Fen,
        } = ("payment_first", 422),
        /// The payment is not known yet; its notice is on its way.
        PaymentNotConfirmed {
            /// Seconds to wait, at least 1.
            retry_after: u32,
        } = ("payment_not_confirmed", 404),
        /// The payment was refunded, so nothing can be claimed after it.
        PaymentRefunded = ("payment_refunded", 409),
        /// The placement is stopped for now.
        PlacementPaused = ("placement_paused", 409),
        /// The placement is over.
        PlacementEnded = ("placement_ended", 410),
        /// The offer is not for this link's payment or placement.
        NotForThisPayment = ("not_for_this_payment", 403),
        /// The link's signature, form, purpose or mall is not right. One answer for all of them.
        LinkInvalid = ("link_invalid", 404),
        /// The link's time is over.
        LinkExpired = ("link_expired", 410),
        /// Another shopper was the first to claim by the link.
        LinkTaken = ("link_taken", 403),
        /// The caller has no shopper session; opening the link starts one.
        SessionMissing = ("session_missing", 401),
        /// The request id was used before with other content.
        RequestIdReused = ("request_id_reused", 409),
        /// No write with this request id was ever received from this shopper.
        UnknownRequest = ("unknown_request", 404),
        /// A form was posted from another site.
        CrossSite = ("cross_site", 403),
        /// The request's signature is missing or not right.
        SignatureInvalid = ("signature_invalid", 401),
        /// The request's timestamp is further than five minutes from the server's clock.
        TimestampStale = ("timestamp_stale", 401),
        /// No such store in this mall.
        UnknownStore = ("unknown_store", 422),
        /// A payment with this transaction id was reported before with other content.
        PaymentChanged = ("payment_changed", 409),
        /// Another payment was reported for the same order of this merchant.
        OrderTaken = ("order_taken", 409),
        /// No payment with this transaction id was reported.
        UnknownPayment = ("unknown_payment", 404),
        /// The refund is larger than the rest of the payment, or was reported before with other content.
        RefundConflict = ("refund_conflict", 409),
        /// A part of the request is missing or has a wrong type or form.
        Malformed {
            /// The part: a field's name, or `body`.
            field: String,
        } = ("malformed", 400),
        /// The body is larger than accepted.
        TooLarge {
            /// The most that is accepted, in bytes.
            limit: u32,
        } = ("too_large", 413),
        /// The body is not of the media type the address takes.
        UnsupportedMediaType = ("unsupported_media_type", 415),
        /// There is nothing at this address.
        NotFound = ("not_found", 404),
        /// The address does not take this method.
        MethodNotAllowed = ("method_not_allowed", 405),
        /// Too many requests from this caller.
        TooMany {
            /// Seconds to wait, at least 1.
            retry_after: u32,
        } = ("too_many", 429),
        /// The server cannot take the request now; nothing was done.
        Busy {
            /// Seconds to wait, at least 1.
            retry_after: u32,
        } = ("busy", 503),
        /// The server has failed. The request's result is not known; send it again with the same id.
        Internal = ("internal", 500),
    }
    also {
        /// One that this build does not know. The reader makes it; no server answers with it.
        #[serde(skip)]
        Unknown(Arc<UnknownRefusal>),
        /// One that only tills and people at work meet.
        #[serde(untagged)]
        Till(TillRefusal),
        /// One that only callers of the interface meet, not a page.
        #[serde(untagged)]
        Caller(CallerRefusal),
    }
}

/// Refusals that only callers of the interface meet, or that a page shows in the server's words. No page's module has them. They stand in this file because one of
/// them holds refusals itself.
mod caller {
    use serde::{Deserialize, Serialize};

    use super::Refusal;
    use super::declare::refusals;

    refusals! {
        /// The refusals of callers of the interface. On the wire they look like any other [`Refusal`].
        #[cfg(not(target_arch = "wasm32"))]
        pub enum CallerRefusal {
            /// No placement has this code.
            UnknownPlacement = ("unknown_placement", 404),
            /// No such category in this mall.
            UnknownCategory = ("unknown_category", 422),
            /// A file was refused as a whole, because some of its lines are wrong.
            LinesRefused {
                /// The number of wrong lines.
                count: u32,
                /// The first of them, at most 100.
                lines: Vec<LineRefused>,
            } = ("lines_refused", 422),
            /// The file is not text in UTF-8.
            NotUtf8 {
                /// The first line that is not, from 1.
                line: u32,
            } = ("not_utf8", 422),
            /// The request needs more cards than one sheet file may have.
            SheetTooLong {
                /// The number of requested cards.
                count: u32,
                /// The largest number of cards.
                limit: u32,
            } = ("sheet_too_long", 422),
            /// The text to draw has letters that no font of the server has.
            NoGlyph {
                /// The letters, at most 20.
                characters: String,
            } = ("no_glyph", 422),
            /// The login code of the mini-program is not right, or was used before.
            LoginInvalid = ("login_invalid", 401),
            /// The server cannot identify users of the mini-program: it has none, or one that WeChat does not know.
            LoginUnavailable = ("login_unavailable", 501),
            /// The offer is for people whom the payment service knows, and nobody knows who this shopper is.
            PersonRequired = ("person_required", 403),
            /// The request was sent before with the same nonce: this one changed nothing.
            NonceUsed = ("nonce_used", 409),
            /// The server cannot sign pages for WeChat's scanner: the mall has no official account, or one that WeChat
            /// does not know.
            ScanUnavailable = ("scan_unavailable", 501),
        }
    }

    /// A line of a file that is wrong.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
    #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
    pub struct LineRefused {
        /// Its number, from 1; the line of headings is the first.
        pub line: u32,
        /// The refusal of the line; a `malformed` field is a column's heading, or `line`.
        #[cfg_attr(feature = "openapi", schema(no_recursion))]
        pub refusal: Refusal,
    }
}

impl From<TillRefusal> for Refusal {
    fn from(refusal: TillRefusal) -> Self {
        Self::Till(refusal)
    }
}

impl From<CallerRefusal> for Refusal {
    fn from(refusal: CallerRefusal) -> Self {
        Self::Caller(refusal)
    }
}

impl Refusal {
    /// Checks whether this build does not know it, because the server is newer.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        matches!(self, Self::Unknown(_))
    }

    /// Returns the codes of all refusals that a server of this version may answer with.
    pub fn all_codes() -> impl Iterator<Item = &'static str> {
        [Self::CODES, TillRefusal::CODES, CallerRefusal::CODES].into_iter().flatten().copied()
    }

    /// Checks whether the same request may be sent again and then succeed or be refused for good. Such a response does not
    /// say whether the request had an effect.
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

    /// Returns the seconds to wait before the request is sent again, if the refusal has them.
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
    /// A step that the caller can take now, as a sentence.
    pub next_step: String,
    /// The server's name for this request, also in its log.
    pub request_id: String,
    /// The server's clock.
    pub server_time: Moment,
}

#[cfg(test)]
mod tests;
