//! Refusals for tills and staff. The shoppers' module has none of them.

use super::declare::refusals;

refusals! {
    /// The refusals of tills and staff. On the wire they look like any other refusal.
    #[cfg(any(not(target_arch = "wasm32"), feature = "till"))]
    pub enum TillRefusal {
        /// The coupon cannot be used yet.
        CouponNotYet {
            /// The first instant of use.
            from: crate::Moment,
        } = ("coupon_not_yet", 409),
        /// The coupon's time is over.
        CouponExpired {
            /// The end of use.
            at: crate::Moment,
        } = ("coupon_expired", 410),
        /// A till has redeemed the coupon.
        CouponUsed {
            /// When.
            at: crate::Moment,
            /// The name of the cashier or of the key, if it is of the same store.
            by: String,
        } = ("coupon_used", 409),
        /// The coupon is revoked and must not be accepted.
        CouponRevoked {
            /// The reason of the revocation.
            reason: crate::RevocationReason,
        } = ("coupon_revoked", 410),
        /// The coupon is another store's.
        WrongStore {
            /// Its name.
            store: String,
        } = ("wrong_store", 422),
        /// The coupon cannot be used on this day of the week or at this hour.
        WrongTimeWindow {
            /// The weekly hours of use.
            windows: Vec<crate::UseWindow>,
        } = ("wrong_time_window", 422),
        /// The order is too small for the coupon.
        ThresholdNotMet {
            /// The smallest order it can be used for.
            least: crate::Fen,
            /// The amount that is missing.
            short: crate::Fen,
        } = ("threshold_not_met", 422),
        /// The code's token has expired, or is missing although no person who is logged in has typed the code.
        CodeStale = ("code_stale", 409),
        /// The code cannot be used. All codes that belong to no coupon of this mall get this refusal.
        CodeUnknown = ("code_unknown", 404),
        /// This till's store has no redemption with this id.
        UnknownRedemption = ("unknown_redemption", 404),
        /// It is too late for this caller to undo the redemption.
        UndoTooLate {
            /// The instant until which it was possible.
            until: crate::Moment,
        } = ("undo_too_late", 409),
        /// Redemptions of the coupon were undone as often as allowed.
        UndoLimit {
            /// The largest number of undos.
            limit: u32,
        } = ("undo_limit", 409),
        /// Store, name or password is wrong. The refusal does not say which.
        StaffLoginInvalid = ("staff_login_invalid", 401),
        /// Nobody is logged in, or the session has ended.
        StaffSessionMissing = ("staff_session_missing", 401),
        /// The person has to choose a password first.
        PasswordChangeNeeded = ("password_change_needed", 403),
        /// The new password is too short or too long, or the old one, or the name.
        PasswordTooWeak {
            /// Characters it has at least.
            least: u32,
        } = ("password_too_weak", 422),
        /// The caller's role does not allow this.
        NotAllowed = ("not_allowed", 403),
        /// The store's tills redeem no coupons offline.
        OfflineNotOn = ("offline_not_on", 403),
        /// The code does not prove that the coupon could be used here at that time.
        OfflineNotProven = ("offline_not_proven", 422),
        /// The till had no grant to redeem coupons offline at that time.
        OfflineNotGranted = ("offline_not_granted", 403),
        /// The till has redeemed more coupons offline than allowed, or one of a higher value.
        OfflineOverLimit {
            /// The most a coupon may be worth.
            most_value: crate::Fen,
            /// The largest number of coupons for one till.
            most_count: u32,
        } = ("offline_over_limit", 422),
    }
}
