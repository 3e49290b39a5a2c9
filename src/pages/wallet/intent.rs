//! The intents of a shopper in the wallet.

use mall_contract::{CouponId, WalletState};

/// An intent of the shopper.
#[derive(Clone, Debug, PartialEq)]
pub enum Intent {
    /// Shows the coupons of a state.
    ChooseState(WalletState),
    /// Shows coupons of stores with this text in their names.
    Search(String),
    /// Reads more of the list, or the whole list after a failure.
    More,
    /// Opens a coupon whose codes are prefetched.
    Open(CouponId),
}
