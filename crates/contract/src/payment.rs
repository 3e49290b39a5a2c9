//! Payments, as the mall's own system reports them.

use serde::{Deserialize, Serialize};

use crate::{Fen, Moment, PaymentId, StoreId};

/// How a shopper paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum PaymentMethod {
    /// A payment code shown at the till.
    Code,
    /// By face.
    Face,
    /// In a mini-program.
    MiniProgram,
    /// In an app.
    InApp,
    /// By card.
    Card,
}

/// Tells the server of a payment at a store of the mall.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PaymentNotice {
    /// The paying system's own number, unique in the mall, 1 to 64 characters. A repeated notice
    /// with the same number is the same payment.
    pub transaction_id: String,
    /// Where it was paid.
    pub store_id: StoreId,
    /// What was paid, in fen, 1 to 1 000 000 000.
    pub amount: Fen,
    /// When it was paid.
    pub paid_at: Moment,
    /// Who paid, as the paying system knows the person, 1 to 128 characters; none when unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payer: Option<String>,
    /// How it was paid.
    pub method: PaymentMethod,
    /// The order it was paid for, by which the receipt page after the payment finds it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<OrderNumbers>,
}

/// An order as the merchant and the acquirer number it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrderNumbers {
    /// The merchant's number with the payment service, 1 to 32 characters.
    pub merchant: String,
    /// The merchant's own order number, 1 to 64 characters.
    pub number: String,
    /// The acquirer's number of the same order, where one stands in between, 1 to 64 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acquirer_number: Option<String>,
}

/// What the server makes of a payment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = PaymentAnswer))]
pub struct PaymentResponse {
    /// The payment as the server knows it.
    pub payment_id: PaymentId,
    /// The address of the claim page for this payment, to be opened by the payer.
    pub claim_url: String,
    /// The signed token at the end of that address.
    pub link: String,
    /// When the link stops working; this instant is excluded.
    pub link_expires_at: Moment,
}
