//! All refusals: a new one does not compile without a line here.

use mall_contract::{CallerRefusal, Refusal, TillRefusal};

/// The place of a refusal in the pages.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Place {
    Card,
    Page,
    CardAndPage,
    Till,
    /// Only callers of the interface meet it.
    Interface,
}

impl Place {
    pub fn is_card(self) -> bool {
        matches!(self, Self::Card | Self::CardAndPage)
    }

    pub fn is_page(self) -> bool {
        matches!(self, Self::Page | Self::CardAndPage)
    }
}

macro_rules! refusals {
    ($($pattern:pat => $code:literal, $place:ident),+ $(,)?) => {
        /// Returns the code of a refusal. It does not compile when a refusal has no line below.
        pub fn code(refusal: &Refusal) -> &'static str {
            match refusal { $($pattern => $code),+ }
        }
        /// All refusals, and where each is shown.
        pub const REFUSALS: &[(&str, Place)] = &[$(($code, Place::$place)),+];
    };
}

refusals! {
    Refusal::OfferNotStarted { .. } => "offer_not_started", Card,
    Refusal::OfferEnded => "offer_ended", Card,
    Refusal::OfferPaused => "offer_paused", Card,
    Refusal::UnknownOffer => "unknown_offer", CardAndPage,
    Refusal::SoldOut => "sold_out", Card,
    Refusal::DailyLimit { .. } => "daily_limit", Card,
    Refusal::PersonLimit { .. } => "person_limit", Card,
    Refusal::PaymentTooSmall { .. } => "payment_too_small", Card,
    Refusal::PaymentFirst { .. } => "payment_first", Card,
    Refusal::Caller(CallerRefusal::UnknownPlacement) => "unknown_placement", Page,
    Refusal::PlacementPaused => "placement_paused", CardAndPage,
    Refusal::PlacementEnded => "placement_ended", CardAndPage,
    Refusal::Caller(CallerRefusal::UnknownCategory) => "unknown_category", Interface,
    Refusal::Caller(CallerRefusal::LinesRefused { .. }) => "lines_refused", Interface,
    Refusal::Caller(CallerRefusal::NotUtf8 { .. }) => "not_utf8", Interface,
    Refusal::Caller(CallerRefusal::SheetTooLong { .. }) => "sheet_too_long", Interface,
    Refusal::Caller(CallerRefusal::NoGlyph { .. }) => "no_glyph", Interface,
    Refusal::PaymentNotConfirmed { .. } => "payment_not_confirmed", CardAndPage,
    Refusal::PaymentRefunded => "payment_refunded", Card,
    Refusal::NotForThisPayment => "not_for_this_payment", Card,
    Refusal::LinkInvalid => "link_invalid", CardAndPage,
    Refusal::LinkExpired => "link_expired", CardAndPage,
    Refusal::LinkTaken => "link_taken", CardAndPage,
    Refusal::SessionMissing => "session_missing", CardAndPage,
    Refusal::Caller(CallerRefusal::NonceUsed) => "nonce_used", Interface,
    Refusal::Caller(CallerRefusal::LoginInvalid) => "login_invalid", Interface,
    Refusal::Caller(CallerRefusal::LoginUnavailable) => "login_unavailable", Interface,
    Refusal::Caller(CallerRefusal::PersonRequired) => "person_required", Page,
    Refusal::Caller(CallerRefusal::ScanUnavailable) => "scan_unavailable", Interface,
    Refusal::RequestIdReused => "request_id_reused", Interface,
    Refusal::UnknownRequest => "unknown_request", Interface,
    Refusal::CrossSite => "cross_site", Page,
    Refusal::SignatureInvalid => "signature_invalid", Interface,
    Refusal::TimestampStale => "timestamp_stale", Interface,
    Refusal::UnknownStore => "unknown_store", Interface,
    Refusal::PaymentChanged => "payment_changed", Interface,
    Refusal::OrderTaken => "order_taken", Interface,
    Refusal::UnknownPayment => "unknown_payment", Interface,
    Refusal::RefundConflict => "refund_conflict", Interface,
    Refusal::Till(TillRefusal::CouponNotYet { .. }) => "coupon_not_yet", Till,
    Refusal::Till(TillRefusal::CouponExpired { .. }) => "coupon_expired", Till,
    Refusal::Till(TillRefusal::CouponUsed { .. }) => "coupon_used", Till,
    Refusal::Till(TillRefusal::CouponRevoked { .. }) => "coupon_revoked", Till,
    Refusal::Till(TillRefusal::WrongStore { .. }) => "wrong_store", Till,
    Refusal::Till(TillRefusal::WrongTimeWindow { .. }) => "wrong_time_window", Till,
    Refusal::Till(TillRefusal::ThresholdNotMet { .. }) => "threshold_not_met", Interface,
    Refusal::Till(TillRefusal::CodeStale) => "code_stale", Till,
    Refusal::Till(TillRefusal::CodeUnknown) => "code_unknown", Till,
    Refusal::Till(TillRefusal::UnknownRedemption) => "unknown_redemption", Interface,
    Refusal::Till(TillRefusal::UndoTooLate { .. }) => "undo_too_late", Interface,
    Refusal::Till(TillRefusal::UndoLimit { .. }) => "undo_limit", Interface,
    Refusal::Till(TillRefusal::StaffLoginInvalid) => "staff_login_invalid", Till,
    Refusal::Till(TillRefusal::StaffSessionMissing) => "staff_session_missing", Interface,
    Refusal::Till(TillRefusal::PasswordChangeNeeded) => "password_change_needed", Interface,
    Refusal::Till(TillRefusal::PasswordTooWeak { .. }) => "password_too_weak", Interface,
    Refusal::Till(TillRefusal::NotAllowed) => "not_allowed", Interface,
    Refusal::Till(TillRefusal::OfflineNotOn) => "offline_not_on", Interface,
    Refusal::Till(TillRefusal::OfflineNotProven) => "offline_not_proven", Till,
    Refusal::Till(TillRefusal::OfflineNotGranted) => "offline_not_granted", Interface,
    Refusal::Till(TillRefusal::OfflineOverLimit { .. }) => "offline_over_limit", Till,
    Refusal::Malformed { .. } => "malformed", Page,
    Refusal::TooLarge { .. } => "too_large", Interface,
    Refusal::UnsupportedMediaType => "unsupported_media_type", Interface,
    Refusal::NotFound => "not_found", Page,
    Refusal::MethodNotAllowed => "method_not_allowed", Page,
    Refusal::TooMany { .. } => "too_many", CardAndPage,
    Refusal::Busy { .. } => "busy", CardAndPage,
    Refusal::Internal => "internal", Page,
    Refusal::Unknown(_) => "unknown", Card,
}
