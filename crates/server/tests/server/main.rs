//! The server from outside: tests send requests, and check answers and rows.
//!
//! Every test runs on SQLite, and on PostgreSQL where `TEST_POSTGRES_URL` names a server on which
//! databases may be made; `cargo xtask test` starts one.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod at_once;
mod capacity;
mod claims;
mod command_line;
mod database;
mod embedding;
mod entries;
mod events;
mod faults;
mod gallery;
mod given_back;
mod goods;
mod hostile;
mod hosts;
mod imported;
mod interface;
mod js_config;
mod keeping;
mod kernels;
mod links;
mod list;
mod log;
mod logins;
mod mall;
mod orders;
mod pages;
mod passes;
mod payers;
mod payments;
mod people_by_hand;
mod placements;
mod placements_by_hand;
mod placements_set_up;
mod pooler;
mod posters;
mod process;
mod receipt;
mod receipt_queries;
mod refunds;
mod scan;
mod shopper;
mod showing;
mod shown;
mod signing;
mod staff;
mod stopping;
mod strangers;
mod sweeping;
mod till;
mod upgrading;
mod wallet;
mod wechat;
mod wechat_tickets;
