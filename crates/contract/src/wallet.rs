//! A shopper's coupons: how they stand in the wallet, and which of them it is asked for.

use serde::{Deserialize, Serialize};

use crate::coupon::{Coupon, CouponState, Redemption, coupon_state};
use crate::{Mall, Moment};

/// A coupon that can still be used expires soon when less than this is left, in milliseconds: three days.
pub const EXPIRES_SOON_MS: i64 = 3 * 24 * 60 * 60 * 1000;

/// Coupons in one part of a list, when nobody says how many.
pub const DEFAULT_PAGE_SIZE: u32 = 24;

/// Most coupons in one part of a list.
pub const MAX_PAGE_SIZE: u32 = 100;

/// Characters of a search at most.
pub const MAX_SEARCH_CHARS: usize = 64;

/// Where coupons stand in the wallet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum WalletState {
    /// Usable now or later. The soonest expiry comes first.
    #[default]
    Usable,
    /// A till took it. The latest use comes first.
    Used,
    /// Expired or revoked. What ended last comes first.
    Ended,
}

impl WalletState {
    /// All of them, in the order they are offered.
    pub const ALL: [Self; 3] = [Self::Usable, Self::Used, Self::Ended];

    /// Where a coupon stands at `now`.
    #[must_use]
    pub fn of(coupon: &Coupon, now: Moment) -> Self {
        match coupon_state(coupon, now) {
            CouponState::Usable | CouponState::NotYet { .. } => Self::Usable,
            CouponState::Used { .. } => Self::Used,
            CouponState::Expired | CouponState::Revoked { .. } => Self::Ended,
        }
    }

    /// The word in addresses: `?state=used`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Usable => "usable",
            Self::Used => "used",
            Self::Ended => "ended",
        }
    }

    /// The state that a word means.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }
}

/// What a coupon is ordered by in its list: until when it can be used, or what ended it and when.
#[must_use]
pub fn wallet_key(coupon: &Coupon) -> Moment {
    match coupon.redemption {
        Some(Redemption::Redeemed { at } | Redemption::Revoked { at, .. }) => at,
        None => coupon.valid_until,
    }
}

/// Whether a coupon can still be used at `now`, but not for long.
#[must_use]
pub fn expires_soon(coupon: &Coupon, now: Moment) -> bool {
    WalletState::of(coupon, now) == WalletState::Usable
        && coupon.valid_until - now <= EXPIRES_SOON_MS
}

/// Which part of the wallet is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WalletQuery {
    /// Where the coupons stand.
    pub state: WalletState,
    /// Only those of stores whose name has this in it; empty for all.
    pub store: String,
    /// Only what comes behind this, which an answer before had as its `next`; empty for the beginning.
    pub after: String,
}

impl WalletQuery {
    /// The query that reads back as this, with its `?`; empty for the wallet as it is at first.
    #[must_use]
    pub fn query(&self) -> String {
        let state = if self.state == WalletState::Usable { "" } else { self.state.word() };
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

/// Writes a text as a value in an address's query, RFC 3986 section 2.1.
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

/// A shopper's coupons: one part of a list, and how many there are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Wallet {
    /// The mall.
    pub mall: Mall,
    /// The server's clock when this was written.
    pub server_time: Moment,
    /// Where these coupons stand.
    pub state: WalletState,
    /// What was searched for in stores' names; none for all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub store: Option<String>,
    /// How many there are in each list, of the stores that were searched for.
    pub counts: WalletCounts,
    /// What expires soon, in the whole wallet; none when nothing does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expiring: Option<Expiring>,
    /// One part of the list.
    pub coupons: Vec<Coupon>,
    /// What to ask for as `after` to get the next part; none behind the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// How many coupons are in each list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WalletCounts {
    /// Usable now or later.
    pub usable: u32,
    /// Taken by a till.
    pub used: u32,
    /// Expired or revoked.
    pub ended: u32,
}

impl WalletCounts {
    /// How many are in a list.
    #[must_use]
    pub fn of(self, state: WalletState) -> u32 {
        match state {
            WalletState::Usable => self.usable,
            WalletState::Used => self.used,
            WalletState::Ended => self.ended,
        }
    }
}

/// Coupons that can still be used, but not for longer than three days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Expiring {
    /// How many, at least 1.
    pub count: u32,
    /// When the first of them ends; this instant is excluded.
    pub first: Moment,
}

#[cfg(test)]
mod tests;
