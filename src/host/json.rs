//! Reading JavaScript values as the contract's types.
//!
//! The contract's types have serde's `Deserialize`, and `serde_wasm_bindgen::from_value` would do
//! here. The code that derives for reading is a third of the module, though; this says the same
//! in a tenth of it, complete by the compiler, and `tests/browser/json.rs` proves that it reads
//! what serde writes. What the page sends is little, and written by hand for the same reason.

use js_sys::{Array, JSON, Reflect};
use mall_contract::*;
use wasm_bindgen::{JsCast, JsValue};

/// A type that can be read from a JavaScript value.
pub trait Read: Sized {
    /// The value as this type; nothing when it is not one.
    fn read(value: &JsValue) -> Option<Self>;
}

/// A field of an object; nothing when it is missing or not of its type.
fn field<T: Read>(object: &JsValue, name: &str) -> Option<T> {
    T::read(&get(object, name)?)
}

fn get(object: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(object, &JsValue::from_str(name)).ok()
}

impl Read for String {
    fn read(value: &JsValue) -> Option<Self> {
        value.as_string()
    }
}

/// A missing one is `false`, as serde leaves it out.
impl Read for bool {
    fn read(value: &JsValue) -> Option<Self> {
        if value.is_undefined() { Some(false) } else { value.as_bool() }
    }
}

impl Read for i64 {
    fn read(value: &JsValue) -> Option<Self> {
        // Beyond this JavaScript itself no longer counts by ones.
        const EXACT: f64 = 9_007_199_254_740_991.0;
        let number = value.as_f64().filter(|n| n.abs() <= EXACT)?;
        let whole = number as Self;
        (whole as f64 == number).then_some(whole)
    }
}

impl<T: Read> Read for Option<T> {
    fn read(value: &JsValue) -> Option<Self> {
        if value.is_undefined() || value.is_null() { Some(None) } else { T::read(value).map(Some) }
    }
}

impl<T: Read> Read for Vec<T> {
    fn read(value: &JsValue) -> Option<Self> {
        value.dyn_ref::<Array>()?.iter().map(|item| T::read(&item)).collect()
    }
}

macro_rules! integers {
    ($($integer:ty),+) => {
        $(impl Read for $integer {
            fn read(value: &JsValue) -> Option<Self> {
                i64::read(value)?.try_into().ok()
            }
        })+
    };
}

integers!(u32, u16, u8);

macro_rules! texts {
    ($($name:ty),+) => {
        $(impl Read for $name {
            fn read(value: &JsValue) -> Option<Self> {
                value.as_string()?.try_into().ok()
            }
        })+
    };
}

texts!(OfferId, CouponId, StoreId, RequestId, Moment);

macro_rules! objects {
    ($($name:ident { $($field:ident),+ })+) => {
        $(impl Read for $name {
            fn read(value: &JsValue) -> Option<Self> {
                Some(Self { $($field: field(value, stringify!($field))?),+ })
            }
        })+
    };
}

objects! {
    Offer {
        id, store, title, benefit, threshold, state, claim_from, claim_until, validity, stock,
        per_person_limit, rules, after_refund
    }
    Store { id, name, floor, unit, category }
    Stock { total, left, left_today, day_ends }
    Coupon {
        id, offer_id, store, title, benefit, threshold, rules, after_refund, claimed_at, valid_from,
        valid_until, redemption
    }
    Mall { name }
    ClaimPage {
        mall, server_time, link, link_expires_at, paid, arrangement, choices, total, from, cards, pass
    }
    Arrangement { category, floor, claimable, sort }
    Choices { categories, floors }
    Choice { id, name }
    Waiting { mall, server_time, ask }
    PaidLine { store, amount, paid_at, method, refunded }
    OfferCard { offer, category, why, held, not_eligible }
    Wallet { mall, server_time, coupons }
    Problem { refusal, message, next_step, request_id, server_time }
    ClaimAnswer { request_id, coupon }
    Entry { url, expires_at }
}

macro_rules! words {
    ($($name:ident { $($word:literal => $variant:ident),+ })+) => {
        $(impl Read for $name {
            fn read(value: &JsValue) -> Option<Self> {
                match value.as_string()?.as_str() {
                    $($word => Some(Self::$variant),)+
                    _ => None,
                }
            }
        })+
    };
}

words! {
    OfferState {
        "draft" => Draft, "submitted" => Submitted, "approved" => Approved, "live" => Live,
        "paused" => Paused, "ended" => Ended
    }
    PaymentMethod {
        "code" => Code, "face" => Face, "mini_program" => MiniProgram, "in_app" => InApp, "card" => Card
    }
    AfterRefund { "revoked" => Revoked, "kept" => Kept }
    RevocationReason { "payment_refunded" => PaymentRefunded, "withdrawn" => Withdrawn }
    Sort {
        "recommended" => Recommended, "expiring" => Expiring, "nearest" => Nearest, "largest" => Largest
    }
}

impl Read for Fen {
    fn read(value: &JsValue) -> Option<Self> {
        i64::read(value).map(Self)
    }
}

impl Read for PaidShare {
    fn read(value: &JsValue) -> Option<Self> {
        Self::new(u8::read(value)?)
    }
}

/// The content under a key, when the object has it.
#[must_use]
pub fn variant(object: &JsValue, name: &str) -> Option<JsValue> {
    get(object, name).filter(|content| !content.is_undefined())
}

impl Read for Benefit {
    fn read(value: &JsValue) -> Option<Self> {
        if let Some(amount) = variant(value, "amount_off") {
            return Fen::read(&amount).map(Self::AmountOff);
        }
        if let Some(discount) = variant(value, "discount") {
            let (paid_share, cap) = (field(&discount, "paid_share")?, field(&discount, "cap")?);
            return Some(Self::Discount { paid_share, cap });
        }
        let exchange = variant(value, "exchange")?;
        Some(Self::Exchange { item: field(&exchange, "item")?, price: field(&exchange, "price")? })
    }
}

impl Read for Validity {
    fn read(value: &JsValue) -> Option<Self> {
        if let Some(fixed) = variant(value, "fixed") {
            return Some(Self::Fixed {
                from: field(&fixed, "from")?,
                until: field(&fixed, "until")?,
            });
        }
        let after = variant(value, "after_claim")?;
        Some(Self::AfterClaim {
            wait_days: field(&after, "wait_days")?,
            days: field(&after, "days")?,
        })
    }
}

impl Read for Redemption {
    fn read(value: &JsValue) -> Option<Self> {
        if let Some(redeemed) = variant(value, "redeemed") {
            return Some(Self::Redeemed { at: field(&redeemed, "at")? });
        }
        let revoked = variant(value, "revoked")?;
        Some(Self::Revoked { at: field(&revoked, "at")?, reason: field(&revoked, "reason")? })
    }
}

impl Read for Refusal {
    fn read(value: &JsValue) -> Option<Self> {
        Some(match field::<String>(value, "code")?.as_str() {
            "offer_not_started" => Self::OfferNotStarted { starts_at: field(value, "starts_at")? },
            "offer_ended" => Self::OfferEnded,
            "offer_paused" => Self::OfferPaused,
            "unknown_offer" => Self::UnknownOffer,
            "sold_out" => Self::SoldOut,
            "daily_limit" => Self::DailyLimit { again_at: field(value, "again_at")? },
            "person_limit" => Self::PersonLimit { limit: field(value, "limit")? },
            "payment_too_small" => Self::PaymentTooSmall {
                least: field(value, "least")?,
                short: field(value, "short")?,
            },
            "payment_not_confirmed" => {
                Self::PaymentNotConfirmed { retry_after: field(value, "retry_after")? }
            }
            "payment_refunded" => Self::PaymentRefunded,
            "not_for_this_payment" => Self::NotForThisPayment,
            "link_invalid" => Self::LinkInvalid,
            "link_expired" => Self::LinkExpired,
            "link_taken" => Self::LinkTaken,
            "session_missing" => Self::SessionMissing,
            "request_id_reused" => Self::RequestIdReused,
            "unknown_request" => Self::UnknownRequest,
            "cross_site" => Self::CrossSite,
            "signature_invalid" => Self::SignatureInvalid,
            "timestamp_stale" => Self::TimestampStale,
            "unknown_store" => Self::UnknownStore,
            "payment_changed" => Self::PaymentChanged,
            "order_taken" => Self::OrderTaken,
            "unknown_payment" => Self::UnknownPayment,
            "refund_conflict" => Self::RefundConflict,
            "malformed" => Self::Malformed { field: field(value, "field")? },
            "too_large" => Self::TooLarge { limit: field(value, "limit")? },
            "unsupported_media_type" => Self::UnsupportedMediaType,
            "not_found" => Self::NotFound,
            "method_not_allowed" => Self::MethodNotAllowed,
            "too_many" => Self::TooMany { retry_after: field(value, "retry_after")? },
            "busy" => Self::Busy { retry_after: field(value, "retry_after")? },
            "internal" => Self::Internal,
            _ => return None,
        })
    }
}

/// A text as JSON, in its quotation marks.
#[must_use]
pub fn quoted(text: &str) -> String {
    // Every text can be written.
    JSON::stringify(&text.into()).map(String::from).unwrap_or_default()
}
