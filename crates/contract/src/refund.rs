//! Refunds, as the mall's own system reports them.

use serde::{Deserialize, Serialize};

use crate::{Fen, Moment, PaymentId};

/// Tells the server that a payment, or a part of it, was given back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RefundNotice {
    /// The paying system's own number of the refund, unique in the mall, 1 to 64 characters. A
    /// repeated notice with the same number is the same refund.
    pub refund_id: String,
    /// The payment, by the number it was reported with.
    pub transaction_id: String,
    /// What was given back, in fen, at least 1 and at most what is left of the payment.
    pub amount: Fen,
    /// When.
    pub refunded_at: Moment,
}

/// What the server makes of a refund.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = RefundAnswer))]
pub struct RefundResponse {
    /// The payment as the server knows it.
    pub payment_id: PaymentId,
    /// What is left of the payment; at 0 nothing more can be claimed after it.
    pub left: Fen,
    /// How many unused coupons were revoked because nothing is left.
    pub revoked: u32,
}
