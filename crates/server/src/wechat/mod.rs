//! WeChat and WeChat Pay. Their names for things are spoken in here and nowhere else.

pub mod login;
pub mod receipt;
