//! The identity of callers: signed links and passes, sessions of shoppers and staff, signed notices.

pub mod code;
pub mod device;
pub mod link;
pub mod offline;
pub mod pass;
pub mod password;
pub mod payer;
pub mod sealed;
pub mod secret;
pub mod session;
pub mod signature;
pub mod throttle;
pub mod token;
pub mod visitor;
pub mod work;
