//! WeChat Pay. Its names for things are spoken in here and nowhere else.

pub mod receipt;
