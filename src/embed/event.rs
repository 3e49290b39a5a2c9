//! The events that a site gets.

use serde::Serialize;

use crate::api::events::Report;
use crate::host::guest::Listener;

/// An event: a plain object with a `type`.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Event<'a> {
    /// The page is drawn, for the first time or again.
    Ready,
    /// An offer came into sight for the first time.
    Shown { offer: &'a str },
    /// An offer's rules were unfolded for the first time.
    Opened { offer: &'a str },
    /// A coupon was claimed.
    Claimed { offer: &'a str, coupon: &'a str },
    /// A claim was refused for good.
    Refused {
        offer: &'a str,
        /// A refusal's code.
        code: &'a str,
    },
    /// The shopper wants to go somewhere; answered with `false`, the site does it by itself.
    Navigation(Target<'a>),
    /// There is nothing to show, or nothing newer.
    Problem {
        /// A refusal's code, or `unreachable`.
        code: &'a str,
    },
}

/// The address that a shopper wants to go to.
#[derive(Serialize)]
#[serde(tag = "to", rename_all = "snake_case")]
pub enum Target<'a> {
    /// The shopper's coupons, in a tab of their own.
    Wallet {
        /// The address without the shopper's entry.
        url: &'a str,
    },
    /// The same in another language.
    Language { language: &'a str },
    /// The same in another size of text.
    TextSize {
        /// All text shall be 1.4 times as large.
        #[serde(rename = "largeText")]
        large_text: bool,
    },
}

impl<'a> Event<'a> {
    /// Returns the event for a report. There is none when the shopper leaves: the site knows that itself.
    pub fn of(report: &'a Report) -> Option<Self> {
        Some(match report {
            Report::Shown(offer) => Self::Shown { offer: offer.as_str() },
            Report::Opened(offer) => Self::Opened { offer: offer.as_str() },
            Report::Claimed(offer, coupon) => {
                Self::Claimed { offer: offer.as_str(), coupon: coupon.as_str() }
            }
            Report::Refused(offer, _, code) => Self::Refused { offer: offer.as_str(), code },
            Report::Left => return None,
        })
    }

    /// Calls a site's listener. Returns true if it returned `false`.
    pub fn send(&self, listener: Option<&Listener>) -> bool {
        let event = serde_wasm_bindgen::to_value(self);
        listener.zip(event.ok()).is_some_and(|(listener, event)| listener.call(&event))
    }
}
