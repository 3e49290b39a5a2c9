//! What the page and the server say to each other, and the rules both apply.
//!
//! Everything here is plain data and pure functions of data and a given instant: no clock, no
//! network, no browser. The server enforces these rules, the page shows them, a preview plays
//! them at another time, and tests run them natively.

#[cfg(any(not(target_arch = "wasm32"), feature = "till"))]
pub mod amount;
pub mod arrangement;
mod base32;
pub mod card;
pub mod claim;
pub mod coupon;
pub mod coupon_code;
pub mod eligibility;
pub mod entry;
pub mod event;
pub mod id;
pub mod js_config;
pub mod moment;
pub mod money;
pub mod offer;
pub mod offline;
#[cfg(any(not(target_arch = "wasm32"), feature = "till"))]
pub mod offline_till;
#[cfg(feature = "openapi")]
mod openapi;
pub mod page;
pub mod payment;
pub mod placement;
#[cfg(any(not(target_arch = "wasm32"), feature = "till"))]
pub mod redeem;
pub mod refund;
pub mod refusal;
#[cfg(any(test, feature = "samples"))]
pub mod samples;
pub mod staff;
pub mod till;
pub mod use_window;
pub mod wallet;

#[cfg(any(not(target_arch = "wasm32"), feature = "till"))]
pub use amount::NotAnAmount;
pub use arrangement::{Arrangement, Sort};
pub use card::{Attempt, CardState, card_state};
pub use claim::{ClaimAnswer, ClaimRequest};
pub use coupon::{Coupon, CouponState, Redemption, RevocationReason, coupon_state};
pub use coupon_code::{CouponCode, NotACouponCode, ShownCode};
pub use eligibility::{ClaimFacts, OfferState, claim_refusal};
pub use entry::{Entry, EntryRequest, MiniProgramLogin};
pub use event::{Event, EventBatch, EventCount, EventCounts, EventKind, Surface, Trouble};
pub use id::{
    CouponId, InvalidId, MallId, OfferId, PaymentId, PersonId, PlacementId, RequestId, ShopperId,
    StaffId, StoreId,
};
pub use js_config::JsConfig;
pub use moment::{InvalidMoment, Moment, Remaining};
pub use money::{Fen, PaidShare};
pub use offer::{AfterRefund, Benefit, Offer, Stock, Store, Validity};
pub use offline::{
    DayKey, OfflineConflict, OfflineConflicts, OfflineGrant, OfflineProof, OfflineRedemption,
    OfflineResult, OfflineSettings, OfflineUpload, OfflineUploaded,
};
#[cfg(any(not(target_arch = "wasm32"), feature = "till"))]
pub use offline_till::{ToProve, offline_refusal, to_prove};
pub use page::{
    Choice, Choices, ClaimPage, Mall, OfferCard, PaidLine, PlaceLine, ScanPage, Source, Waiting,
};
pub use payment::{OrderNumbers, PaymentAnswer, PaymentMethod, PaymentNotice};
pub use placement::{
    InvalidCode, Placement, PlacementCode, PlacementCount, PlacementCounts, PlacementKind,
    PlacementNotice, PlacementOffers, PlacementState, Placements, PlacementsImported,
};
#[cfg(any(not(target_arch = "wasm32"), feature = "till"))]
pub use redeem::{CouponFacts, MOST_UNDONE, TillFacts, redeem_refusal, undo_refusal};
pub use refund::{RefundAnswer, RefundNotice};
#[cfg(not(target_arch = "wasm32"))]
pub use refusal::LineRefused;
pub use refusal::{Problem, Refusal};
pub use staff::{PasswordChange, Role, StaffLogin, StaffSession};
pub use till::{
    CodeRead, CouponShown, PrepareRequest, Prepared, RedeemRequest, SHOWN_FOR, ShownText,
    TillCoupon, TillDay, TillPage, TillRedemption, TillTotals, UndoRequest, Undone,
};
pub use use_window::{NoTimeOfDay, TimeOfDay, UseWindow, Weekday};
pub use wallet::{
    Expiring, Wallet, WalletCounts, WalletQuery, WalletState, expires_soon, wallet_key,
};
