//! The server from outside: tests send requests, and check answers and rows.
//!
//! Every test runs on SQLite, and on PostgreSQL where `TEST_POSTGRES_URL` names a server on which
//! databases may be made; `cargo xtask test` starts one.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod at_once;
mod capacity;
mod claims;
mod command_line;
mod coupon_page;
mod coupon_updates;
mod database;
mod embedding;
mod ended;
mod entries;
mod events;
mod faults;
mod gallery;
mod goods;
mod hostile;
mod hosts;
mod import_by_hand;
mod import_plans;
mod imported;
mod interface;
mod js_config;
mod kernels;
mod links;
mod list;
mod log;
mod logins;
mod mall;
mod offline_pages;
mod orders;
mod pages;
mod passes;
mod payers;
mod payments;
mod placements;
mod placements_by_hand;
mod placements_set_up;
mod pooler;
mod posters;
mod process;
mod receipt;
mod receipt_queries;
mod refund_returns;
mod refunds;
mod scan;
mod shopper;
mod signing;
mod staff;
mod staff_commands;
mod stopping;
mod strangers;
mod sweeping;
mod till;
mod upgrading;
mod wallet;
mod watched_body;
mod wechat;
mod wechat_tickets;
