//! Payments, as the mall's system reports them.

use serde::{Deserialize, Serialize};

use crate::word::word_enum;
use crate::{Fen, Moment, PaymentId, StoreId};

word_enum! {
    /// The way in which a shopper paid.
    pub enum PaymentMethod {
        /// With a payment code at the till.
        Code = "code",
        /// By face.
        Face = "face",
        /// In a mini-program.
        MiniProgram = "mini_program",
        /// In an app.
        InApp = "in_app",
        /// By card.
        Card = "card",
    }
}

/// Reports a payment at a store of the mall.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PaymentNotice {
    /// The paying system's number of the payment, unique in the mall, 1 to 64 characters. A repeated
    /// notice with the same number is the same payment.
    pub transaction_id: String,
    /// The store that was paid.
    pub store_id: StoreId,
    /// The amount paid, in fen, 1 to 1 000 000 000.
    pub amount: Fen,
    /// The instant of the payment.
    pub paid_at: Moment,
    /// The paying system's id of the payer, 1 to 128 characters; none when unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payer: Option<String>,
    /// The way of paying.
    pub method: PaymentMethod,
    /// The order that was paid. The receipt page after the payment finds the payment by it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<OrderNumbers>,
}

/// The numbers of an order at the merchant and at the acquirer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrderNumbers {
    /// The merchant's id at the payment provider, 1 to 32 characters.
    pub merchant: String,
    /// The merchant's order number, 1 to 64 characters.
    pub number: String,
    /// The acquirer's number of the same order, 1 to 64 characters; none without an acquirer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acquirer_number: Option<String>,
}

/// The response to a reported payment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = PaymentAnswer))]
pub struct PaymentResponse {
    /// The server's id of the payment.
    pub payment_id: PaymentId,
    /// The address of the payment's claim page, for the payer to open.
    pub claim_url: String,
    /// The signed token at the end of that address.
    pub link: String,
    /// The end of the link's validity; this instant is excluded.
    pub link_expires_at: Moment,
}
