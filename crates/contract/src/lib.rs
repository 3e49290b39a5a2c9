//! What the page and the server say to each other, and the rules both apply.
//!
//! Everything here is plain data and pure functions of data and a given instant: no clock, no
//! network, no browser. The server enforces these rules, the page shows them, a preview plays
//! them at another time, and tests run them natively.

pub mod card;
pub mod claim;
pub mod coupon;
pub mod eligibility;
pub mod id;
pub mod moment;
pub mod money;
pub mod offer;
#[cfg(feature = "openapi")]
mod openapi;
pub mod page;
pub mod payment;
pub mod refusal;

pub use card::{Attempt, CardState, card_state};
pub use claim::{ClaimAnswer, ClaimRequest};
pub use coupon::{Coupon, CouponState, Redemption, coupon_state};
pub use eligibility::{ClaimFacts, OfferState, claim_refusal};
pub use id::{CouponId, InvalidId, OfferId, PaymentId, RequestId, StoreId};
pub use moment::{InvalidMoment, Moment, Remaining};
pub use money::{Fen, PaidShare};
pub use offer::{Benefit, Offer, Stock, Store, Validity};
pub use page::{ClaimPage, Mall, OfferCard, PaidLine, Wallet};
pub use payment::{PaymentAnswer, PaymentMethod, PaymentNotice};
pub use refusal::{Problem, Refusal};
