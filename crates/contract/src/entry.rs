//! Entries: taking a shopper from a frame without cookies, or a mini-program, to a page of its own.

use serde::{Deserialize, Serialize};

use crate::Moment;

/// Asks for a way from a frame into the page with a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EntryRequest {
    /// Where to, a path of the page: `/wallet`.
    pub to: String,
}

/// Tells the server that somebody logged in to the mini-program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MiniProgramLogin {
    /// What `wx.login` gave, 1 to 128 characters. It works once.
    pub code: String,
}

/// A way in that works once, soon.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Entry {
    /// The whole address to open; it leads on to where was asked for.
    pub url: String,
    /// When it stops working; this instant is excluded.
    pub expires_at: Moment,
}
