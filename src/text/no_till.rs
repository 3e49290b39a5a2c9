//! The shopper's module has no refusals of tills, so none is worded.

use mall_contract::{Moment, TillRefusal};

use super::Wording;

/// Words a refusal in Chinese.
#[cfg(feature = "zh")]
pub fn zh(refusal: &TillRefusal, _: Moment) -> Wording {
    match *refusal {}
}

/// Words a refusal in English.
#[cfg(feature = "en")]
pub fn en(refusal: &TillRefusal, _: Moment) -> Wording {
    match *refusal {}
}
