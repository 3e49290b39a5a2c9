//! The reference server of Mall Coupons: payments come in, offers and coupons go out.
//!
//! A request is read at the edge (`http`), one function of a subject decides, one module has the
//! SQL (`db`). The server keeps nothing between requests that another could not read from the
//! database.

pub mod brand;
pub mod bursts;
pub mod catalogue;
pub mod claim_page;
pub mod claims;
pub mod clock;
pub mod config;
pub mod context;
pub mod coupon_view;
pub mod coupon_watch;
pub mod db;
pub mod decision;
pub mod demo;
pub mod entries;
pub mod error;
pub mod events;
pub mod http;
pub mod identity;
pub mod import_plan;
pub mod js_config;
pub mod json;
pub mod logins;
pub mod mall_file;
pub mod origin;
pub mod outcome;
pub mod payments;
pub mod placements;
pub mod quotas;
pub mod receipts;
pub mod recommend;
pub mod refunds;
#[cfg(test)]
mod sample_id;
pub mod serve;
pub mod staff;
pub mod start;
pub mod strangers;
pub mod sweep;
pub mod text_file;
pub mod till;
pub mod wallet;
pub mod wechat;
pub mod workers;

pub use config::{Config, ReceiptCheck, ReceiptConfig};
pub use context::Context;
pub use origin::Origin;
pub use start::start;
