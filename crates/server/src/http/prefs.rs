//! Language and text size of an answer.

use axum::http::HeaderMap;
use axum::http::header::{ACCEPT_LANGUAGE, AUTHORIZATION};
use axum::response::Response;
use mall_coupons::Language;

use super::cookies::{cookie, set_cookie};
use super::query::parameter;

/// The requested language and text size.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RequestPrefs {
    /// The language.
    pub language: Language,
    /// Makes all text 1.4 times as large.
    pub large_text: bool,
    /// The address has the language, so a cookie remembers it.
    language_in_address: bool,
    /// The address has the text size.
    text_in_address: bool,
}

impl RequestPrefs {
    /// Reads the preferences: the address first, then the cookies, then Chinese in normal text. A caller that is named by a
    /// header has no cookies, so its `Accept-Language` counts before them.
    #[must_use]
    pub fn of(query: &str, headers: &HeaderMap) -> Self {
        let language = parameter(query, "lang").and_then(|word| Language::parse(&word));
        let text = parameter(query, "text").and_then(|word| is_large(&word));
        let said = headers.get(ACCEPT_LANGUAGE).filter(|_| headers.contains_key(AUTHORIZATION));
        let said = || said.and_then(|tag| Language::parse(tag.to_str().ok()?));
        let kept_language = || cookie(headers, "lang").and_then(Language::parse);
        let kept_text = || cookie(headers, "text").and_then(is_large);
        Self {
            language: language.or_else(said).or_else(kept_language).unwrap_or_default(),
            large_text: text.or_else(kept_text).unwrap_or_default(),
            language_in_address: language.is_some(),
            text_in_address: text.is_some(),
        }
    }

    /// Remembers the preferences of the address for a year.
    pub fn remember(&self, response: &mut Response) {
        let mut keep = |name: &str, value: &str| {
            let cookie = format!("{name}={value}; Path=/; Max-Age=31536000; SameSite=Lax");
            set_cookie(response, &cookie);
        };
        if self.language_in_address {
            keep("lang", self.language.code());
        }
        if self.text_in_address {
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

    use super::RequestPrefs;

    #[test]
    fn the_address_comes_before_the_cookie() {
        let mut headers = HeaderMap::new();
        headers.insert("cookie", "lang=en; text=large".parse().expect("a value"));
        let kept = RequestPrefs::of("", &headers);
        assert_eq!((kept.language, kept.large_text), (Language::En, true));
        let asked = RequestPrefs::of("from=1&lang=zh&text=normal", &headers);
        assert_eq!((asked.language, asked.large_text), (Language::Zh, false));
        let odd = RequestPrefs::of("lang=xx&text=huge", &headers);
        assert_eq!((odd.language, odd.large_text), (Language::En, true));
    }
}
