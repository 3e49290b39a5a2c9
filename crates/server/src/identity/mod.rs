//! Who is calling and what they may do: signed links, shopper sessions, signed notices.

pub mod link;
pub mod secret;
pub mod session;
pub mod signature;
