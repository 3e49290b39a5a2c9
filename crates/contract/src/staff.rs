//! People who work in the mall: their roles and logins.

use serde::{Deserialize, Serialize};

use crate::word::word_enum;
use crate::{Moment, StoreId, typed};

const MINUTE_MS: i64 = 60_000;

word_enum! {
    /// The role of a member of staff, at a store or for the mall.
    pub enum Role {
        /// Redeems coupons at a store's till, and undoes mistakes within 10 minutes.
        Cashier = "cashier",
        /// Does the same with an hour to undo, and sees the store's figures.
        StoreManager = "store_manager",
        /// Writes a store's offers. At its till the role may do what the store's manager may.
        Merchant = "merchant",
        /// Runs the mall: sees all stores, and redeems no coupons.
        Operator = "operator",
        /// Does an operator's or a merchant's work for them, and redeems no coupons.
        Provider = "provider",
    }
}

impl Role {
    /// Checks whether the role may redeem coupons at a store's till.
    #[must_use]
    pub fn can_redeem(self) -> bool {
        self.undo_window_ms().is_some()
    }

    /// Returns the time after a redemption in which the role may undo it, in milliseconds; `None` for never.
    #[must_use]
    pub fn undo_window_ms(self) -> Option<i64> {
        match self {
            Self::Cashier => Some(10 * MINUTE_MS),
            Self::StoreManager | Self::Merchant => Some(60 * MINUTE_MS),
            Self::Operator | Self::Provider => None,
        }
    }

    /// Checks whether the role belongs to the mall and to no store.
    #[must_use]
    pub fn works_for_mall(self) -> bool {
        matches!(self, Self::Operator)
    }
}

/// A request to log a person in.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StaffLogin {
    /// The store; none for people who work for the mall itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub store: Option<StoreId>,
    /// The login name. Wide characters, blanks and dashes count as plain ones.
    #[serde(deserialize_with = "typed::deserialize")]
    pub name: String,
    /// The password.
    pub password: String,
}

/// The session of a member of staff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StaffSession {
    /// The login name.
    pub name: String,
    /// The role.
    pub role: Role,
    /// The store; none for people who work for the mall itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub store: Option<StoreId>,
    /// True when they must choose their own password before anything else.
    pub must_change_password: bool,
    /// The latest end of the session. It ends earlier when it is not used.
    pub expires_at: Moment,
}

/// Changes the password. All other sessions of the person end.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PasswordChange {
    /// The current password.
    pub old: String,
    /// The new password, 10 to 128 characters and different from the current one.
    pub new: String,
}
