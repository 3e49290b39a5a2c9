//! How somebody wants to read: the language, and the size of text.

use axum::http::HeaderMap;
use axum::http::header::{ACCEPT_LANGUAGE, AUTHORIZATION};
use axum::response::Response;
use mall_coupons::Language;

use super::api::set_cookie;
use crate::identity::session::cookie;

/// How to write a page for somebody.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Manner {
    /// The language.
    pub language: Language,
    /// Whether all text is 1.4 times as large.
    pub large_text: bool,
    /// Whether the address asked for the language, so that it is to be remembered.
    language_asked: bool,
    /// Whether the address asked for the size of text.
    text_asked: bool,
}

impl Manner {
    /// What the address asks for, else what was asked for before, else the mall's own: Chinese, in
    /// text of the usual size. Who is named by a header has no cookies to remember it; the module
    /// says the language of its page with each request.
    #[must_use]
    pub fn of(query: &str, headers: &HeaderMap) -> Self {
        let word = |name: &str| {
            query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
        };
        let language = word("lang").and_then(Language::parse);
        let text = word("text").and_then(is_large);
        let said = headers.get(ACCEPT_LANGUAGE).filter(|_| headers.contains_key(AUTHORIZATION));
        let said = || said.and_then(|tag| Language::parse(tag.to_str().ok()?));
        let kept_language = || cookie(headers, "lang").and_then(Language::parse);
        let kept_text = || cookie(headers, "text").and_then(is_large);
        Self {
            language: language.or_else(said).or_else(kept_language).unwrap_or_default(),
            large_text: text.or_else(kept_text).unwrap_or_default(),
            language_asked: language.is_some(),
            text_asked: text.is_some(),
        }
    }

    /// Remembers for a year what the address asked for.
    pub fn remember(&self, response: &mut Response) {
        let mut keep = |name: &str, value: &str| {
            let cookie = format!("{name}={value}; Path=/; Max-Age=31536000; SameSite=Lax");
            set_cookie(response, Some(&cookie));
        };
        if self.language_asked {
            keep("lang", self.language.code());
        }
        if self.text_asked {
            keep("text", if self.large_text { "large" } else { "normal" });
        }
    }
}

fn is_large(word: &str) -> Option<bool> {
    match word {
        "large" => Some(true),
        "normal" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderMap;
    use mall_coupons::Language;

    use super::Manner;

    #[test]
    fn the_address_comes_before_what_was_asked_before() {
        let mut headers = HeaderMap::new();
        headers.insert("cookie", "lang=en; text=large".parse().expect("a value"));
        let kept = Manner::of("", &headers);
        assert_eq!((kept.language, kept.large_text), (Language::En, true));
        let asked = Manner::of("from=1&lang=zh&text=normal", &headers);
        assert_eq!((asked.language, asked.large_text), (Language::Zh, false));
        let odd = Manner::of("lang=xx&text=huge", &headers);
        assert_eq!((odd.language, odd.large_text), (Language::En, true));
    }
}
