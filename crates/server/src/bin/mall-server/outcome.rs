//! The result of a command.

use std::error::Error;

use mall_contract::{Moment, Refusal};
use mall_coupons::{Language, Text};
use mall_server::clock::Clock;
use mall_server::error as server;

/// The result of a command. The error is a sentence for the person at the terminal.
pub type Outcome<T = ()> = Result<T, Box<dyn Error>>;

/// Returns the English sentence of a refusal.
pub fn sentence(refusal: &Refusal) -> String {
    let now = Moment::new(Clock::default().now(), 0);
    (Text::of(Language::En).refusal)(refusal, now).message.into_owned()
}

/// Returns the English sentence of a server's error: of the refusal, or with the cause of a fault.
pub fn failure(error: server::Error) -> String {
    match error.cause() {
        Some(cause) => format!("The command failed: {cause}."),
        None => sentence(&error.refusal()),
    }
}
