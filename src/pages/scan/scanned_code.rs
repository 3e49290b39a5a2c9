//! The meaning of a scanned or typed code. Only addresses of the mall's own page are ever opened.

use mall_contract::{CodePayload, typed};

use crate::route::{self, Route};

/// The number of characters shown of a foreign code.
const MAX_FOREIGN_CHARS: usize = 300;

/// The meaning of a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScannedCode {
    /// An address of the mall's page.
    OwnPage(Route),
    /// The code of a coupon, which only a till reads.
    Coupon,
    /// Anything else, as text that is safe to show.
    Foreign(String),
}

impl ScannedCode {
    /// Reads the text of a QR code. `host` is the mall's own, with its port if it has one.
    #[must_use]
    pub fn from_qr(text: &str, host: &str) -> Self {
        let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        match own_page(text, host) {
            Some(route) => Self::OwnPage(route),
            // Only as coupons show it: an ordinary word may have sixteen letters too.
            None if CodePayload::parse(text).is_ok_and(|code| code.to_string() == text) => {
                Self::Coupon
            }
            None => Self::Foreign(displayable(text)),
        }
    }

    /// Reads a typed text. The short code of a placement is accepted too.
    #[must_use]
    pub fn from_input(text: &str, host: &str) -> Self {
        match route::placement_code(text) {
            Some(code) => Self::OwnPage(Route::Placement { code }),
            None if CodePayload::parse(text).is_ok() => Self::Coupon,
            None => Self::from_qr(&typed::normalize(text), host),
        }
    }
}

/// Returns the page of an address of the mall; none for other addresses. The whole authority is
/// compared: a prefix would accept `mall.example.evil.com` and `mall.example@evil.com`.
fn own_page(address: &str, host: &str) -> Option<Route> {
    let (scheme, rest) = address.split_once("://")?;
    let web = scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http");
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    if !web || !authority.eq_ignore_ascii_case(host) {
        return None;
    }
    Route::parse(path.split(['?', '#']).next()?)
}

/// Returns a text that is safe to show: short, and without control and direction characters.
fn displayable(text: &str) -> String {
    let is_bidi = |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let safe = |c: char| if c.is_control() || is_bidi(c) { ' ' } else { c };
    let mut displayable: String = text.chars().take(MAX_FOREIGN_CHARS).map(safe).collect();
    if text.chars().nth(MAX_FOREIGN_CHARS).is_some() {
        displayable.push('…');
    }
    displayable
}

#[cfg(test)]
mod tests {
    use mall_contract::PlacementCode;
    use proptest::prelude::*;

    use super::{MAX_FOREIGN_CHARS, ScannedCode};
    use crate::route::Route;

    const HOST: &str = "coupons.mall.example";

    fn place() -> ScannedCode {
        let code = PlacementCode::parse("7K01QD").expect("a code");
        ScannedCode::OwnPage(Route::Placement { code })
    }

    #[test]
    fn our_own_addresses_lead_to_their_pages() {
        for address in [
            "https://coupons.mall.example/q/7K01QD",
            "HTTPS://COUPONS.MALL.EXAMPLE/q/7k01qd",
            "http://coupons.mall.example/q/7K01QD/",
            "\u{feff}https://coupons.mall.example/q/7K01QD?from=poster#top\r\n",
        ] {
            assert_eq!(ScannedCode::from_qr(address, HOST), place(), "{address}");
        }
        let bill = ScannedCode::from_qr("https://coupons.mall.example/pay/v1.a.b", HOST);
        assert_eq!(bill, ScannedCode::OwnPage(Route::Claim { link: "v1.a.b".into() }));
        let port = ScannedCode::from_qr("http://127.0.0.1:8080/q/7K01QD", "127.0.0.1:8080");
        assert_eq!(port, place());
    }

    #[test]
    fn similar_and_other_addresses_are_foreign() {
        for address in [
            "https://coupons.mall.example.evil.com/q/7K01QD",
            "https://coupons.mall.example@evil.com/q/7K01QD",
            "https://evil.com/https://coupons.mall.example/q/7K01QD",
            "https://coupons.mall.example:8443/q/7K01QD",
            "https://coupons.mall.example\\@evil.com/q/7K01QD",
            "https://couрons.mall.example/q/7K01QD",
            "https://coupons.mall.example/q/../enter/x",
            "https://coupons.mall.example/enter/secret",
            "https://coupons.mall.example//evil.com",
            "https://coupons.mall.example",
            "javascript://coupons.mall.example/q/7K01QD",
            "//coupons.mall.example/q/7K01QD",
            "/q/7K01QD",
            "weixin://dl/business/?t=1",
            "7K01QD",
            "",
        ] {
            assert_eq!(
                ScannedCode::from_qr(address, HOST),
                ScannedCode::Foreign(address.into()),
                "{address}"
            );
        }
    }

    #[test]
    fn a_typed_code_is_a_place_and_a_coupons_code_is_for_a_till() {
        for typed in [
            "7k01 qd",
            " 7KO-lqd ",
            "７Ｋ０１－ＱＤ",
            "7K01QD。",
            "https://coupons.mall.example/q/7K01QD",
            "ｈｔｔｐｓ：／／ｃｏｕｐｏｎｓ．ｍａｌｌ．ｅｘａｍｐｌｅ／ｑ／７Ｋ０１ＱＤ",
        ] {
            assert_eq!(ScannedCode::from_input(typed, HOST), place(), "{typed}");
        }
        for text in [
            "7K01QD8M2ZWX3V5T",
            "7K01QD8M2ZWX3V5T-12345678",
            // With the proof for tills that are offline.
            "7K01QD8M2ZWX3V5T-12345678-0001S40001C00V5T8Z2QK4M7XA3R",
        ] {
            assert_eq!(ScannedCode::from_qr(text, HOST), ScannedCode::Coupon);
            assert_eq!(ScannedCode::from_input(text, HOST), ScannedCode::Coupon);
        }
        assert_eq!(ScannedCode::from_input("7koi qd8m-2zwx 3v5t", HOST), ScannedCode::Coupon);
        let wide = "７Ｋ０１－ＱＤ８Ｍ－２ＺＷＸ－３Ｖ５Ｔ";
        assert_eq!(ScannedCode::from_input(wide, HOST), ScannedCode::Coupon);
        let sentence = "read by the browser";
        assert_eq!(ScannedCode::from_qr(sentence, HOST), ScannedCode::Foreign(sentence.into()));
        assert_eq!(ScannedCode::from_input("7K01QU", HOST), ScannedCode::Foreign("7K01QU".into()));
    }

    #[test]
    fn a_displayed_text_is_short_and_sets_no_direction() {
        let ScannedCode::Foreign(text) = ScannedCode::from_qr(&"券".repeat(5000), HOST) else {
            panic!()
        };
        assert_eq!(text.chars().count(), MAX_FOREIGN_CHARS + 1);
        let binary = ScannedCode::from_qr("a\u{0}b\u{202e}c\nd", HOST);
        assert_eq!(binary, ScannedCode::Foreign("a b c d".into()));
    }

    proptest! {
        #[test]
        fn an_address_of_another_host_is_never_opened(host in "[a-z.@:\\\\]{1,20}", path in ".{0,30}") {
            prop_assume!(host != HOST);
            let read = ScannedCode::from_qr(&format!("https://{host}/{path}"), HOST);
            prop_assert!(!matches!(read, ScannedCode::OwnPage(_)));
        }

        #[test]
        fn any_text_is_read(text in ".*", typed: bool) {
            let read = if typed { ScannedCode::from_input(&text, HOST) } else { ScannedCode::from_qr(&text, HOST) };
            if let ScannedCode::Foreign(text) = read {
                prop_assert!(text.chars().all(|c| !c.is_control()));
            }
        }
    }
}
