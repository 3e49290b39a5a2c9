//! What a site is told.

use wasm_bindgen::JsValue;

use crate::api::events::Report;
use crate::host::guest::{self, Listener};

/// One event, a plain object whose `type` says what it is.
pub enum Event<'a> {
    /// The page is drawn, first or anew.
    Ready,
    /// An offer came into sight for the first time.
    Shown {
        /// Its id.
        offer: &'a str,
    },
    /// An offer's rules were unfolded for the first time.
    Opened {
        /// Its id.
        offer: &'a str,
    },
    /// A coupon was claimed.
    Claimed {
        /// The offer's id.
        offer: &'a str,
        /// The coupon's id.
        coupon: &'a str,
    },
    /// A claim was refused for good.
    Refused {
        /// The offer's id.
        offer: &'a str,
        /// Why: a refusal's code.
        code: &'a str,
    },
    /// The shopper wants to go somewhere; answered with `false`, the site does it by itself.
    Navigation(Way<'a>),
    /// There is nothing to show, or nothing newer.
    Problem {
        /// Why: a refusal's code, or `unreachable`.
        code: &'a str,
    },
}

/// Where a shopper wants to go.
pub enum Way<'a> {
    /// The shopper's coupons, in a tab of their own.
    Wallet {
        /// The address without the shopper's leave to see it.
        url: &'a str,
    },
    /// The same in another language.
    Language {
        /// Its code.
        language: &'a str,
    },
    /// The same in another size of text.
    TextSize {
        /// Whether all text shall be 1.4 times as large.
        large_text: bool,
    },
}

impl<'a> Event<'a> {
    /// What a site learns of a report; that a shopper leaves it knows.
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

    /// Tells a site, and says whether it answered `false`.
    pub fn tell(&self, listener: Option<&Listener>) -> bool {
        listener.is_some_and(|listener| listener.call(&self.object()))
    }

    /// Returns the object that the site gets.
    fn object(&self) -> JsValue {
        let event = |kind: &str, fields: &[(&str, &str)]| {
            let object = guest::object();
            guest::set(&object, "type", &kind.into());
            for (name, text) in fields {
                guest::set(&object, name, &(*text).into());
            }
            object
        };
        match *self {
            Self::Ready => event("ready", &[]),
            Self::Shown { offer } => event("shown", &[("offer", offer)]),
            Self::Opened { offer } => event("opened", &[("offer", offer)]),
            Self::Claimed { offer, coupon } => {
                event("claimed", &[("offer", offer), ("coupon", coupon)])
            }
            Self::Refused { offer, code } => event("refused", &[("offer", offer), ("code", code)]),
            Self::Navigation(Way::Wallet { url }) => {
                event("navigation", &[("to", "wallet"), ("url", url)])
            }
            Self::Navigation(Way::Language { language }) => {
                event("navigation", &[("to", "language"), ("language", language)])
            }
            Self::Navigation(Way::TextSize { large_text }) => {
                let object = event("navigation", &[("to", "text_size")]);
                guest::set(&object, "largeText", &large_text.into());
                object
            }
            Self::Problem { code } => event("problem", &[("code", code)]),
        }
    }
}
