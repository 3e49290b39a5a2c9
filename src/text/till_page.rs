//! What staff read at the till. Apart from the rest, so that no other page carries it.

use super::Language;

/// All text of the till, in one language.
#[allow(missing_docs, reason = "each field is its own text; the languages below show it")]
pub struct TillText {
    pub title: &'static str,
}

impl TillText {
    /// The text in a language.
    #[must_use]
    pub fn of(language: Language) -> &'static Self {
        match language {
            #[cfg(feature = "zh")]
            Language::Zh => &ZH,
            #[cfg(feature = "en")]
            Language::En => &EN,
            // A module of one language is loaded by pages in that language.
            #[cfg(not(feature = "zh"))]
            Language::Zh => &EN,
            #[cfg(not(feature = "en"))]
            Language::En => &ZH,
        }
    }
}

#[cfg(feature = "zh")]
static ZH: TillText = TillText { title: "收银台" };

#[cfg(feature = "en")]
static EN: TillText = TillText { title: "Till" };
