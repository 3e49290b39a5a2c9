//! WeChat and WeChat Pay. Their names for things are spoken in here and nowhere else.

pub mod account;
pub mod api;
pub mod login;
pub mod query;
pub mod receipt;
pub mod ticket;
