//! Refusals that only tills and people at work meet. In the shopper's module there are none of them.

use super::declare::refusals;

refusals! {
    /// Why a till, or somebody at work, is refused. On the wire it stands like any other refusal.
    #[cfg(any(not(target_arch = "wasm32"), feature = "till"))]
    pub enum TillRefusal {
        /// The coupon cannot be used yet.
        CouponNotYet {
            /// From when.
            from: crate::Moment,
        } = ("coupon_not_yet", 409),
        /// The coupon's time is over.
        CouponExpired {
            /// When it ended.
            at: crate::Moment,
        } = ("coupon_expired", 410),
        /// A till took the coupon.
        CouponUsed {
            /// When.
            at: crate::Moment,
            /// By whom: the name of a person or of a key of the same store.
            by: String,
        } = ("coupon_used", 409),
        /// The coupon was taken back; it is not to be accepted.
        CouponRevoked {
            /// Why.
            reason: crate::RevocationReason,
        } = ("coupon_revoked", 410),
        /// The coupon is another store's.
        WrongStore {
            /// Its name.
            store: String,
        } = ("wrong_store", 422),
        /// The coupon cannot be used on this day of the week or at this hour.
        WrongTimeWindow {
            /// When it can.
            windows: Vec<crate::UseWindow>,
        } = ("wrong_time_window", 422),
        /// The order is too small for the coupon.
        ThresholdNotMet {
            /// The smallest order it can be used for.
            least: crate::Fen,
            /// What is missing.
            short: crate::Fen,
        } = ("threshold_not_met", 422),
        /// The code's token is not a live one, or is missing where nobody logged in has typed the code.
        CodeStale = ("code_stale", 409),
        /// The code cannot be used. One answer for all codes that are no coupon's of this mall.
        CodeUnknown = ("code_unknown", 404),
        /// This till's store took no coupon under this id.
        UnknownRedemption = ("unknown_redemption", 404),
        /// It is too late to undo this for the one who asks.
        UndoTooLate {
            /// Until when it was possible.
            until: crate::Moment,
        } = ("undo_too_late", 409),
        /// The coupon was given back as often as it may be.
        UndoLimit {
            /// How often it may be.
            limit: u32,
        } = ("undo_limit", 409),
        /// Store, name or password is not right. One answer for all of them.
        StaffLoginInvalid = ("staff_login_invalid", 401),
        /// Nobody is logged in here, or no longer.
        StaffSessionMissing = ("staff_session_missing", 401),
        /// A password of one's own has to be chosen first.
        PasswordChangeNeeded = ("password_change_needed", 403),
        /// The new password is too short or too long, or the old one, or the name.
        PasswordTooWeak {
            /// Characters it has at least.
            least: u32,
        } = ("password_too_weak", 422),
        /// The one who asks may not do this.
        NotAllowed = ("not_allowed", 403),
        /// The store's tills take no coupons offline.
        OfflineNotOn = ("offline_not_on", 403),
        /// The code does not prove that the coupon could be used here at that time.
        OfflineNotProven = ("offline_not_proven", 422),
        /// The till had no leave to take coupons offline at that time.
        OfflineNotGranted = ("offline_not_granted", 403),
        /// The till took more offline than it may, or something worth more.
        OfflineOverLimit {
            /// The most a coupon may be worth.
            most_value: crate::Fen,
            /// How many a till may take.
            most_count: u32,
        } = ("offline_over_limit", 422),
    }
}
