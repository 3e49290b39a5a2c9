//! The reasons for which coupons are revoked.

use crate::word::word_enum;

word_enum! {
    /// The reason why a coupon was revoked.
    pub enum RevocationReason {
        /// The payment before the claim was refunded.
        PaymentRefunded = "payment_refunded",
        /// The store or the mall withdrew it.
        Withdrawn = "withdrawn",
    }
}
