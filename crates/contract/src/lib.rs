//! The messages between the page and the server, and the rules that both apply.
//!
//! Everything here is plain data, or a pure function of data and a given instant: no clock, no
//! network, no browser. The server enforces the rules and the page shows their result. A preview
//! applies them at another instant, and tests run them natively.

#![warn(missing_docs)]

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
pub mod offer_card;
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
pub mod revocation;
#[cfg(any(test, feature = "samples"))]
pub mod samples;
pub mod source;
pub mod staff;
pub mod till;
pub mod typed;
pub mod use_window;
pub mod wallet;
pub mod word;

#[cfg(any(not(target_arch = "wasm32"), feature = "till"))]
pub use amount::InvalidAmount;
pub use arrangement::{Arrangement, Sort};
pub use card::{Attempt, CardState, card_state};
pub use claim::{ClaimRequest, ClaimResponse};
pub use coupon::{Coupon, CouponState, Redemption, coupon_state};
pub use coupon_code::{CodePayload, CouponCode, InvalidCouponCode};
pub use eligibility::{ClaimFacts, OfferState, claim_refusal};
pub use entry::{Entry, EntryRequest, MiniProgramLogin};
pub use event::{Event, EventBatch, EventCount, EventCounts, EventKind, Surface, Trouble};
pub use id::{
    CouponId, GrantId, InvalidId, MallId, OfferId, PaymentId, PersonId, PlacementId, RedemptionId,
    RequestId, ShopperId, StaffId, StoreId,
};
pub use js_config::JsConfig;
pub use moment::{InvalidMoment, Moment, Remaining};
pub use money::{Fen, PercentPaid};
pub use offer::{AfterRefund, Benefit, Offer, Stock, Store, Validity};
pub use offer_card::OfferCard;
pub use offline::{
    DayKey, OfflineConflict, OfflineConflicts, OfflineGrant, OfflineProof, OfflineRedemption,
    OfflineResult, OfflineSettings, OfflineUpload, OfflineUploadResponse,
};
#[cfg(any(not(target_arch = "wasm32"), feature = "till"))]
pub use offline_till::{ProofCheck, offline_refusal, proof_check};
pub use page::{Choice, Choices, ClaimPage, Mall, ScanPage, WaitingPage};
pub use payment::{OrderNumbers, PaymentMethod, PaymentNotice, PaymentResponse};
pub use placement::{
    InvalidPlacementCode, Placement, PlacementBurst, PlacementBursts, PlacementCode,
    PlacementCount, PlacementCounts, PlacementImportNames, PlacementImportResult, PlacementKind,
    PlacementNotice, PlacementOffers, PlacementState, Placements,
};
#[cfg(any(not(target_arch = "wasm32"), feature = "till"))]
pub use redeem::{CouponFacts, TillFacts, UNDO_LIMIT, redeem_refusal, undo_refusal};
pub use refund::{RefundNotice, RefundResponse};
pub use refusal::{
    CallerRefusal, LineRefused, Parameter, Problem, Refusal, TillRefusal, UnknownRefusal,
};
pub use revocation::RevocationReason;
pub use source::{PaymentSummary, PlacementSummary, Source};
pub use staff::{PasswordChange, Role, StaffLogin, StaffSession};
pub use till::{
    CODE_STEP_MS, CodeEntryMode, CouponPage, PrepareRequest, PrepareResponse, QrText,
    RedeemRequest, TillCoupon, TillDay, TillPage, TillRedemption, TillTotals, UndoRecord,
    UndoRequest,
};
pub use use_window::{InvalidTimeOfDay, TimeOfDay, UseWindow, Weekday};
pub use wallet::{
    Expiring, Wallet, WalletCounts, WalletQuery, WalletState, expires_soon, wallet_sort_key,
};
