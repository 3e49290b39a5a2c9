//! Who works in the mall, and how they log in.

use serde::{Deserialize, Serialize};

use crate::{Moment, StoreId};

const MINUTE_MS: i64 = 60_000;

/// What somebody may do, at a store or for the mall.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Role {
    /// Takes coupons at a store's till, and undoes mistakes soon after.
    Cashier,
    /// The same with more time to undo, and sees the store's figures.
    StoreManager,
    /// Writes a store's offers; at its till as much as the store's manager.
    Merchant,
    /// Runs the mall: sees all stores, and takes no coupons.
    Operator,
    /// Does an operator's or a merchant's work for them; takes no coupons.
    Provider,
}

impl Role {
    /// Whether the role is at a store's till.
    #[must_use]
    pub fn can_redeem(self) -> bool {
        self.undo_window_ms().is_some()
    }

    /// How long after a coupon was taken the role may undo it, in milliseconds; never where there is nothing.
    #[must_use]
    pub fn undo_window_ms(self) -> Option<i64> {
        match self {
            Self::Cashier => Some(10 * MINUTE_MS),
            Self::StoreManager | Self::Merchant => Some(60 * MINUTE_MS),
            Self::Operator | Self::Provider => None,
        }
    }

    /// Whether the role belongs to the mall and to no store.
    #[must_use]
    pub fn works_for_mall(self) -> bool {
        matches!(self, Self::Operator)
    }
}

/// Logs somebody in.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StaffLogin {
    /// The store; none for who works for the mall itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub store: Option<StoreId>,
    /// The name they log in with.
    pub name: String,
    /// Their password.
    pub password: String,
}

/// Who is logged in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StaffSession {
    /// The name they log in with.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// Their store; none for who works for the mall itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub store: Option<StoreId>,
    /// Whether they must choose a password of their own before anything else.
    pub must_change_password: bool,
    /// When the session ends, however busy; it ends sooner when it is not used.
    pub expires_at: Moment,
}

/// Chooses another password. All other sessions of the person end.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PasswordChange {
    /// The one until now.
    pub old: String,
    /// The one from now on, 10 to 128 characters and not the old one.
    pub new: String,
}
