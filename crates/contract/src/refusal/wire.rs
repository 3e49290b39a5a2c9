//! How a refusal stands on the wire: its code, and the status of the answer.

use super::Refusal;

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
            #[cfg(any(not(target_arch = "wasm32"), feature = "till"))]
            Self::CouponNotYet { .. } => "coupon_not_yet",
            #[cfg(any(not(target_arch = "wasm32"), feature = "till"))]
            Self::CouponExpired { .. } => "coupon_expired",
            #[cfg(any(not(target_arch = "wasm32"), feature = "till"))]
            Self::CouponUsed { .. } => "coupon_used",
            #[cfg(any(not(target_arch = "wasm32"), feature = "till"))]
            Self::CouponRevoked { .. } => "coupon_revoked",
            #[cfg(any(not(target_arch = "wasm32"), feature = "till"))]
            Self::WrongStore { .. } => "wrong_store",
            #[cfg(any(not(target_arch = "wasm32"), feature = "till"))]
            Self::WrongTimeWindow { .. } => "wrong_time_window",
            #[cfg(any(not(target_arch = "wasm32"), feature = "till"))]
            Self::ThresholdNotMet { .. } => "threshold_not_met",
            #[cfg(any(not(target_arch = "wasm32"), feature = "till"))]
            Self::CodeStale => "code_stale",
            #[cfg(any(not(target_arch = "wasm32"), feature = "till"))]
            Self::CodeUnknown => "code_unknown",
            #[cfg(any(not(target_arch = "wasm32"), feature = "till"))]
            Self::UnknownRedemption => "unknown_redemption",
            #[cfg(any(not(target_arch = "wasm32"), feature = "till"))]
            Self::UndoTooLate { .. } => "undo_too_late",
            #[cfg(any(not(target_arch = "wasm32"), feature = "till"))]
            Self::UndoLimit { .. } => "undo_limit",
            #[cfg(any(not(target_arch = "wasm32"), feature = "till"))]
            Self::StaffLoginInvalid => "staff_login_invalid",
            #[cfg(any(not(target_arch = "wasm32"), feature = "till"))]
            Self::StaffSessionMissing => "staff_session_missing",
            #[cfg(any(not(target_arch = "wasm32"), feature = "till"))]
            Self::PasswordChangeNeeded => "password_change_needed",
            #[cfg(any(not(target_arch = "wasm32"), feature = "till"))]
            Self::PasswordTooWeak { .. } => "password_too_weak",
            #[cfg(any(not(target_arch = "wasm32"), feature = "till"))]
            Self::NotAllowed => "not_allowed",
            #[cfg(any(not(target_arch = "wasm32"), feature = "till"))]
            Self::OfflineNotOn => "offline_not_on",
            #[cfg(any(not(target_arch = "wasm32"), feature = "till"))]
            Self::OfflineNotProven => "offline_not_proven",
            #[cfg(any(not(target_arch = "wasm32"), feature = "till"))]
            Self::OfflineNotGranted => "offline_not_granted",
            #[cfg(any(not(target_arch = "wasm32"), feature = "till"))]
            Self::OfflineOverLimit { .. } => "offline_over_limit",
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
            #[cfg(any(not(target_arch = "wasm32"), feature = "till"))]
            Self::StaffLoginInvalid | Self::StaffSessionMissing => 401,
            #[cfg(any(not(target_arch = "wasm32"), feature = "till"))]
            Self::PasswordChangeNeeded | Self::NotAllowed => 403,
            #[cfg(any(not(target_arch = "wasm32"), feature = "till"))]
            Self::CodeUnknown | Self::UnknownRedemption => 404,
            #[cfg(any(not(target_arch = "wasm32"), feature = "till"))]
            Self::CouponNotYet { .. }
            | Self::CouponUsed { .. }
            | Self::CodeStale
            | Self::UndoTooLate { .. }
            | Self::UndoLimit { .. } => 409,
            #[cfg(any(not(target_arch = "wasm32"), feature = "till"))]
            Self::CouponExpired { .. } | Self::CouponRevoked { .. } => 410,
            #[cfg(any(not(target_arch = "wasm32"), feature = "till"))]
            Self::WrongStore { .. }
            | Self::WrongTimeWindow { .. }
            | Self::ThresholdNotMet { .. }
            | Self::PasswordTooWeak { .. } => 422,
            #[cfg(any(not(target_arch = "wasm32"), feature = "till"))]
            Self::OfflineNotOn | Self::OfflineNotGranted => 403,
            #[cfg(any(not(target_arch = "wasm32"), feature = "till"))]
            Self::OfflineNotProven | Self::OfflineOverLimit { .. } => 422,
            Self::TooMany { .. } => 429,
            Self::Internal => 500,
            #[cfg(not(target_arch = "wasm32"))]
            Self::LoginUnavailable | Self::ScanUnavailable => 501,
            Self::Busy { .. } => 503,
        }
    }
}
