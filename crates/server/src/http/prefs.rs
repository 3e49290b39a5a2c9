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
    /// Reads the preferences: the address first, then the cookies, then the browser's languages, then Chinese in normal
    /// text. A caller that is named by a header has no cookies, so its `Accept-Language` counts before them.
    #[must_use]
    pub fn of(query: &str, headers: &HeaderMap) -> Self {
        let language = parameter(query, "lang").and_then(|word| Language::parse(&word));
        let text = parameter(query, "text").and_then(|word| is_large(&word));
        let accepted_language =
            headers.get(ACCEPT_LANGUAGE).and_then(|list| accepted(list.to_str().ok()?));
        let stored_language = cookie(headers, "lang").and_then(Language::parse);
        let [first, second] = if headers.contains_key(AUTHORIZATION) {
            [accepted_language, stored_language]
        } else {
            [stored_language, accepted_language]
        };
        let stored_text = || cookie(headers, "text").and_then(is_large);
        Self {
            language: language.or(first).or(second).unwrap_or_default(),
            large_text: text.or_else(stored_text).unwrap_or_default(),
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

/// Returns the language of ours that a browser likes most, by an `Accept-Language` header (RFC 9110, 12.5.4); none if it
/// names none of ours. A browser that is offered a language it knows does not translate.
fn accepted(list: &str) -> Option<Language> {
    let mut best: Option<(f32, Language)> = None;
    for range in list.split(',') {
        let (tag, weight) = range.split_once(';').unwrap_or((range, ""));
        let weight = weight.trim().strip_prefix("q=").map_or(Some(1.0), |q| q.parse().ok());
        let language = Language::parse(&tag.trim().to_ascii_lowercase());
        let Some((weight, language)) = weight.zip(language) else { continue };
        if weight > best.map_or(0.0, |(most, _)| most) {
            best = Some((weight, language));
        }
    }
    best.map(|(_, language)| language)
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

    use super::{RequestPrefs, accepted};

    #[test]
    fn a_browser_gets_the_language_of_ours_that_it_likes_most() {
        for (list, language) in [
            ("zh-CN,zh;q=0.9,en;q=0.8", Some(Language::Zh)),
            ("en-US,en;q=0.9", Some(Language::En)),
            ("EN-gb", Some(Language::En)),
            ("ja, en-US;q=0.9, zh;q=0.8", Some(Language::En)),
            ("en;q=0.5, zh;q=0.7", Some(Language::Zh)),
            ("en;q=0, ja", None),
            ("en;q=x", None),
            ("ja", None),
            ("*", None),
            ("", None),
        ] {
            assert_eq!(accepted(list), language, "{list}");
        }
    }

    #[test]
    fn a_choice_comes_before_the_browsers_languages() {
        let mut headers = HeaderMap::new();
        headers.insert("accept-language", "en-US,en;q=0.9".parse().expect("a value"));
        assert_eq!(RequestPrefs::of("", &headers).language, Language::En);
        assert_eq!(RequestPrefs::of("lang=zh", &headers).language, Language::Zh);
        headers.insert("cookie", "lang=zh".parse().expect("a value"));
        assert_eq!(RequestPrefs::of("", &headers).language, Language::Zh);
        // No cookie belongs to a caller that a header names.
        headers.insert("authorization", "Pass x".parse().expect("a value"));
        assert_eq!(RequestPrefs::of("", &headers).language, Language::En);
    }

    #[test]
    fn the_address_comes_before_the_cookie() {
        let mut headers = HeaderMap::new();
        headers.insert("cookie", "lang=en; text=large".parse().expect("a value"));
        let from_cookie = RequestPrefs::of("", &headers);
        assert_eq!((from_cookie.language, from_cookie.large_text), (Language::En, true));
        let from_query = RequestPrefs::of("from=1&lang=zh&text=normal", &headers);
        assert_eq!((from_query.language, from_query.large_text), (Language::Zh, false));
        let unknown = RequestPrefs::of("lang=xx&text=huge", &headers);
        assert_eq!((unknown.language, unknown.large_text), (Language::En, true));
    }
}
