//! All texts for people: one struct, filled in for each language. The compiler finds a missing text.

/// Selects the Chinese or the English text. A module with one language returns that one, because only pages in
/// that language load it.
macro_rules! in_language {
    ($language:expr, $zh:expr, $en:expr) => {
        match $language {
            #[cfg(feature = "zh")]
            $crate::text::Language::Zh => &$zh,
            #[cfg(feature = "en")]
            $crate::text::Language::En => &$en,
            #[cfg(not(feature = "zh"))]
            $crate::text::Language::Zh => &$en,
            #[cfg(not(feature = "en"))]
            $crate::text::Language::En => &$zh,
        }
    };
}

#[cfg(not(target_arch = "wasm32"))]
mod callers;
#[cfg(any(feature = "scan", feature = "till"))]
pub mod camera;
#[cfg(feature = "coupon")]
pub mod coupon;
#[cfg(feature = "en")]
mod en;
#[cfg(not(target_arch = "wasm32"))]
pub mod entering;
mod in_language;
#[cfg(feature = "scan")]
pub mod scan;
#[cfg(any(not(target_arch = "wasm32"), feature = "till"))]
mod till;
#[cfg(not(any(not(target_arch = "wasm32"), feature = "till")))]
#[path = "no_till.rs"]
mod till;
#[cfg(feature = "till")]
pub mod till_page;
#[cfg(feature = "wallet")]
pub mod wallet;
#[cfg(feature = "zh")]
mod zh;

use std::borrow::Cow;

#[cfg(not(target_arch = "wasm32"))]
use mall_contract::Problem;
use mall_contract::{
    AfterRefund, Benefit, Fen, Moment, Refusal, Remaining, RevocationReason, Sort, UnknownRefusal,
    Validity,
};
use serde::{Deserialize, Serialize};

#[cfg(not(target_arch = "wasm32"))]
pub use callers::claim_needs_login;
#[cfg(any(not(target_arch = "wasm32"), feature = "till"))]
pub use till::use_windows;

/// A language of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// Simplified Chinese, the default.
    #[default]
    Zh,
    En,
}

impl Language {
    /// Parses a tag such as `en-US` or `zh`; `None` for another language.
    #[must_use]
    pub fn parse(tag: &str) -> Option<Self> {
        match tag.split('-').next()? {
            "zh" => Some(Self::Zh),
            "en" => Some(Self::En),
            _ => None,
        }
    }

    /// Returns the tag for the `lang` attribute (BCP 47).
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::Zh => "zh-CN",
            Self::En => "en",
        }
    }

    /// Returns the short form used in addresses: `?lang=en`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Zh => "zh",
            Self::En => "en",
        }
    }

    /// Returns the other language, for the link that switches.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Zh => Self::En,
            Self::En => Self::Zh,
        }
    }
}

/// The text of a refusal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording {
    /// A label of a few words.
    pub label: &'static str,
    /// A sentence that gives the reason.
    pub message: Cow<'static, str>,
    /// A sentence that says what to do next.
    pub next_step: Cow<'static, str>,
}

fn wording(
    label: &'static str,
    message: impl Into<Cow<'static, str>>,
    next_step: impl Into<Cow<'static, str>>,
) -> Wording {
    Wording { label, message: message.into(), next_step: next_step.into() }
}

/// Makes a wording without figures: label, message and next step.
fn fixed(text: &'static [&'static str; 3]) -> Wording {
    wording(text[0], text[1], text[2])
}

/// Words a refusal that this build does not know: by the server's own sentences, else by `fallback`.
fn unknown(refusal: &UnknownRefusal, fallback: &'static [&'static str; 3]) -> Wording {
    let sentence = |own: &str, fallback: &'static str| match own {
        "" => Cow::Borrowed(fallback),
        own => Cow::Owned(own.to_owned()),
    };
    let [label, message, next_step] = *fallback;
    Wording {
        label,
        message: sentence(&refusal.message, message),
        next_step: sentence(&refusal.next_step, next_step),
    }
}

/// The text of a benefit, in parts so that the page can draw the number large.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BenefitWording {
    /// The sign before the number: `¥`.
    pub before: &'static str,
    /// The number, or a word such as `Free`.
    pub main: String,
    /// The words after the number: `折`, `off`.
    pub after: &'static str,
    /// The kind of coupon.
    pub kind: &'static str,
    /// A detail, such as the largest saving.
    pub detail: Option<String>,
}

/// All texts that several pages use, in one language.
pub struct Text {
    pub claim_title: &'static str,
    pub wallet_title: &'static str,
    pub unreachable_title: &'static str,
    pub skip_to_content: &'static str,
    pub switch_language: &'static str,
    pub load_failed: &'static str,
    pub try_again: &'static str,

    pub payment_pending: &'static str,
    pub payment_pending_hint: &'static str,
    pub payment_unconfirmed: &'static str,
    pub payment_unconfirmed_hint: &'static str,
    pub check_again: &'static str,

    pub payment_complete: &'static str,
    pub refunded: &'static str,
    /// The words above the name of the placement whose code was scanned.
    pub scanned_at: &'static str,
    pub offers_heading: &'static str,
    pub offers_count: fn(usize) -> String,
    pub no_offers: &'static str,
    pub no_offers_hint: &'static str,

    pub arrange: &'static str,
    pub all: &'static str,
    pub sort: fn(Sort) -> &'static str,
    pub claimable_only: &'static str,
    pub no_match: &'static str,
    pub no_match_hint: &'static str,
    pub show_all: &'static str,
    pub claim_all: fn(usize) -> String,
    pub claim_all_result: fn(usize, usize, usize) -> String,
    pub queued: &'static str,
    pub queued_hint: &'static str,
    pub more: &'static str,
    pub loading: &'static str,
    pub not_loaded: &'static str,
    pub offline: &'static str,
    pub pull_to_refresh: &'static str,
    pub release_to_refresh: &'static str,
    pub large_text: &'static str,
    pub normal_text: &'static str,

    pub claim: &'static str,
    pub claim_another: fn(u32, u32) -> String,
    pub claiming: &'static str,
    pub checking: &'static str,
    pub checking_hint: &'static str,
    pub claimed: &'static str,
    pub open_in_wallet: &'static str,
    pub claimed_announcement: fn(&str) -> String,
    pub refused_announcement: fn(&str, &str) -> String,
    pub rules: &'static str,
    pub starts_in: &'static str,
    pub few_left: fn(u32) -> String,
    pub percent_claimed: fn(u32) -> String,

    pub threshold: fn(Fen) -> String,
    pub benefit: fn(&Benefit) -> BenefitWording,
    pub where_to_use: fn(&str, &str) -> String,
    pub validity_if_claimed: fn(Validity, Moment, Moment) -> String,
    pub valid_until: fn(Moment, Moment) -> String,
    pub usable_from: fn(Moment, Moment) -> String,
    /// The words before the store's name, between name and place, and after the place.
    pub show_at_till: [&'static str; 3],
    pub time_left: fn(Remaining) -> Option<String>,

    pub wallet: &'static str,
    pub wallet_empty: &'static str,
    pub wallet_empty_hint: &'static str,
    pub usable_heading: &'static str,
    pub ended_heading: &'static str,
    pub not_yet: &'static str,
    pub usable: &'static str,
    pub used: &'static str,
    pub used_at: fn(Moment, Moment) -> String,
    pub expired: &'static str,
    pub no_longer_valid: &'static str,
    pub revoked: fn(RevocationReason) -> &'static str,
    pub after_refund: fn(AfterRefund) -> &'static str,

    pub join_sentences: fn(&str, &str) -> String,
    pub moment: fn(Moment, Moment) -> String,
    pub refusal: fn(&Refusal, Moment) -> Wording,
    pub error_code: &'static str,
    pub request_id: &'static str,
    pub to_wallet: &'static str,
    /// The title of the page that scans codes, and the text of links to it.
    pub to_scan: &'static str,
}

impl Text {
    /// Puts a refusal into words for a caller.
    #[cfg(not(target_arch = "wasm32"))]
    #[must_use]
    pub fn problem(&self, refusal: Refusal, request_id: String, server_time: Moment) -> Problem {
        let Wording { message, next_step, .. } = (self.refusal)(&refusal, server_time);
        let (message, next_step) = (message.into_owned(), next_step.into_owned());
        Problem { refusal, message, next_step, request_id, server_time }
    }
}

/// Prints the time of day: `08:05`.
fn clock(moment: Moment) -> String {
    let c = moment.civil();
    format!("{:02}:{:02}", c.hour, c.minute)
}

#[cfg(test)]
mod tests;
