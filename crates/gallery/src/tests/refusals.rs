//! All refusals: a new one does not compile without a line here.

use mall_contract::Refusal;

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
    Refusal::UnknownPlacement => "unknown_placement", Page,
    Refusal::PlacementPaused => "placement_paused", CardAndPage,
    Refusal::PlacementEnded => "placement_ended", CardAndPage,
    Refusal::UnknownCategory => "unknown_category", Interface,
    Refusal::LinesRefused { .. } => "lines_refused", Interface,
    Refusal::NotUtf8 => "not_utf8", Interface,
    Refusal::SheetTooLong { .. } => "sheet_too_long", Interface,
    Refusal::NoGlyph { .. } => "no_glyph", Interface,
    Refusal::PaymentNotConfirmed { .. } => "payment_not_confirmed", CardAndPage,
    Refusal::PaymentRefunded => "payment_refunded", Card,
    Refusal::NotForThisPayment => "not_for_this_payment", Card,
    Refusal::LinkInvalid => "link_invalid", CardAndPage,
    Refusal::LinkExpired => "link_expired", CardAndPage,
    Refusal::LinkTaken => "link_taken", CardAndPage,
    Refusal::SessionMissing => "session_missing", CardAndPage,
    Refusal::LoginInvalid => "login_invalid", Interface,
    Refusal::LoginUnavailable => "login_unavailable", Interface,
    Refusal::ScanUnavailable => "scan_unavailable", Interface,
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
    Refusal::CouponNotYet { .. } => "coupon_not_yet", Till,
    Refusal::CouponExpired { .. } => "coupon_expired", Till,
    Refusal::CouponUsed { .. } => "coupon_used", Till,
    Refusal::CouponRevoked { .. } => "coupon_revoked", Till,
    Refusal::WrongStore { .. } => "wrong_store", Till,
    Refusal::WrongTimeWindow { .. } => "wrong_time_window", Till,
    Refusal::ThresholdNotMet { .. } => "threshold_not_met", Interface,
    Refusal::CodeStale => "code_stale", Till,
    Refusal::CodeUnknown => "code_unknown", Till,
    Refusal::UnknownRedemption => "unknown_redemption", Interface,
    Refusal::UndoTooLate { .. } => "undo_too_late", Interface,
    Refusal::UndoLimit { .. } => "undo_limit", Interface,
    Refusal::StaffLoginInvalid => "staff_login_invalid", Till,
    Refusal::StaffSessionMissing => "staff_session_missing", Interface,
    Refusal::PasswordChangeNeeded => "password_change_needed", Interface,
    Refusal::PasswordTooWeak { .. } => "password_too_weak", Interface,
    Refusal::NotAllowed => "not_allowed", Interface,
    Refusal::OfflineNotOn => "offline_not_on", Interface,
    Refusal::OfflineNotProven => "offline_not_proven", Till,
    Refusal::OfflineNotGranted => "offline_not_granted", Interface,
    Refusal::OfflineOverLimit { .. } => "offline_over_limit", Till,
    Refusal::Malformed { .. } => "malformed", Page,
    Refusal::TooLarge { .. } => "too_large", Interface,
    Refusal::UnsupportedMediaType => "unsupported_media_type", Interface,
    Refusal::NotFound => "not_found", Page,
    Refusal::MethodNotAllowed => "method_not_allowed", Page,
    Refusal::TooMany { .. } => "too_many", CardAndPage,
    Refusal::Busy { .. } => "busy", CardAndPage,
    Refusal::Internal => "internal", Page,
}
