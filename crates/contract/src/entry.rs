//! Entries: one-time addresses that take a shopper from a frame without cookies, or from a mini-program, to the page.

use serde::{Deserialize, Serialize};

use crate::Moment;

/// Asks for an entry from a frame to the page with a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EntryRequest {
    /// The target, a path of the page: `/wallet`.
    pub to: String,
}

/// Reports a login to the mini-program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MiniProgramLogin {
    /// The code from `wx.login`, 1 to 128 characters. It works once.
    pub code: String,
}

/// An address that opens the page with a session, once and soon.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Entry {
    /// The whole address to open. It redirects to the target.
    pub url: String,
    /// The end of its validity; this instant is excluded.
    pub expires_at: Moment,
}
