//! The wallet: a shopper's coupons in three lists, and queries for parts of them.

use serde::{Deserialize, Serialize};

use crate::coupon::{Coupon, CouponState, Redemption, coupon_state};
use crate::word::word_enum;
use crate::{Mall, Moment};

/// A usable coupon expires soon when at most this time is left: three days in milliseconds.
pub const EXPIRES_SOON_MS: i64 = 3 * 24 * 60 * 60 * 1000;

/// The number of coupons in one part of a list, unless the request gives one.
pub const DEFAULT_PAGE_SIZE: u32 = 24;

/// The largest number of coupons in one part of a list.
pub const MAX_PAGE_SIZE: u32 = 100;

/// The largest number of characters in a search.
pub const MAX_SEARCH_CHARS: usize = 64;

word_enum! {
    /// A list of the wallet, by the state of its coupons.
    #[derive(Default)]
    pub enum WalletState {
        /// Coupons usable now or later. The first to expire comes first.
        #[default]
        Usable = "usable",
        /// Redeemed coupons. The latest use comes first.
        Used = "used",
        /// Expired and revoked coupons. The last to end comes first.
        Ended = "ended",
    }
}

impl WalletState {
    /// Returns the list of a coupon at `now`.
    #[must_use]
    pub fn of(coupon: &Coupon, now: Moment) -> Self {
        match coupon_state(coupon, now) {
            CouponState::Usable | CouponState::NotYet { .. } => Self::Usable,
            CouponState::Used { .. } => Self::Used,
            CouponState::Expired | CouponState::Revoked { .. } => Self::Ended,
        }
    }
}

/// Returns the instant that orders a coupon in its list: its redemption or revocation, else its end.
#[must_use]
pub fn wallet_sort_key(coupon: &Coupon) -> Moment {
    match coupon.redemption {
        Some(Redemption::Redeemed { at } | Redemption::Revoked { at, .. }) => at,
        Some(Redemption::Unknown) | None => coupon.valid_until,
    }
}

/// Checks whether a coupon is usable at `now` or later, and ends within [`EXPIRES_SOON_MS`].
#[must_use]
pub fn expires_soon(coupon: &Coupon, now: Moment) -> bool {
    WalletState::of(coupon, now) == WalletState::Usable
        && coupon.valid_until - now <= EXPIRES_SOON_MS
}

/// A query for one part of a list of the wallet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WalletQuery {
    /// The list.
    pub state: WalletState,
    /// A part of the store's name; empty for all stores.
    pub store: String,
    /// The `next` of the part before; empty for the first part.
    pub after: String,
}

impl WalletQuery {
    /// Returns the query for an address, with its `?`; empty for the default.
    #[must_use]
    pub fn query(&self) -> String {
        let state = if self.state == WalletState::Usable { "" } else { self.state.as_str() };
        let mut query = String::new();
        for (name, value) in [("state", state), ("store", &self.store), ("after", &self.after)] {
            if !value.is_empty() {
                query.push(if query.is_empty() { '?' } else { '&' });
                query.push_str(name);
                query.push('=');
                encode(value, &mut query);
            }
        }
        query
    }
}

/// Percent-encodes a text for an address's query, RFC 3986 section 2.1.
fn encode(text: &str, to: &mut String) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            to.push(char::from(byte));
        } else {
            to.push('%');
            for half in [byte >> 4, byte & 15] {
                to.push(char::from(if half < 10 { b'0' + half } else { b'A' + half - 10 }));
            }
        }
    }
}

/// One part of a list of the wallet, and the counts of all lists.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Wallet {
    /// The mall of the page.
    pub mall: Mall,
    /// The server's clock at the time of the response.
    pub server_time: Moment,
    /// The list of these coupons.
    pub state: WalletState,
    /// The searched part of the store's name; none for all stores.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub store: Option<String>,
    /// The number of coupons in each list, of the searched stores.
    pub counts: WalletCounts,
    /// The coupons of the whole wallet that expire soon; none when there are none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expiring: Option<Expiring>,
    /// One part of the list.
    pub coupons: Vec<Coupon>,
    /// The value of `after` for the next part; none after the last part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// The number of coupons in each list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WalletCounts {
    /// Coupons usable now or later.
    pub usable: u32,
    /// Redeemed coupons.
    pub used: u32,
    /// Expired and revoked coupons.
    pub ended: u32,
}

impl WalletCounts {
    /// Returns the number of coupons in a list.
    #[must_use]
    pub fn of(self, state: WalletState) -> u32 {
        match state {
            WalletState::Usable => self.usable,
            WalletState::Used => self.used,
            WalletState::Ended => self.ended,
        }
    }
}

/// The usable coupons that end within three days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Expiring {
    /// The number of coupons, at least 1.
    pub count: u32,
    /// The first end among them; this instant is excluded.
    pub first: Moment,
}

#[cfg(test)]
mod tests;
