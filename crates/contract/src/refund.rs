//! Refunds, as the mall's system reports them.

use serde::{Deserialize, Serialize};

use crate::{Fen, Moment, PaymentId};

/// Reports a full or partial refund of a payment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RefundNotice {
    /// The paying system's number of the refund, unique in the mall, 1 to 64 characters. A repeated
    /// notice with the same number is the same refund.
    pub refund_id: String,
    /// The transaction id that the payment was reported with.
    pub transaction_id: String,
    /// The refunded amount in fen, at least 1 and at most the rest of the payment.
    pub amount: Fen,
    /// The instant of the refund.
    pub refunded_at: Moment,
}

/// The response to a reported refund.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = RefundAnswer))]
pub struct RefundResponse {
    /// The server's id of the payment.
    pub payment_id: PaymentId,
    /// The rest of the payment in fen. At 0 nothing more can be claimed after it.
    pub left: Fen,
    /// The number of unused coupons that this refund revoked.
    pub revoked: u32,
}
