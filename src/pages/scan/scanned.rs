//! What a code says, and what may be done with it: only addresses of the mall's own page are ever opened.

use mall_contract::{CodePayload, PlacementCode};

use crate::route::Route;

/// Characters of a foreign code that are shown.
const SHOWN: usize = 300;

/// What was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scanned {
    /// An address of the mall's page.
    Ours(Route),
    /// The code of a coupon, which is for a till.
    Coupon,
    /// Anything else, as it is shown.
    Foreign(String),
}

impl Scanned {
    /// What a QR code says. `host` is the mall's own, with its port if it has one.
    #[must_use]
    pub fn read(text: &str, host: &str) -> Self {
        let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        match own_page(text, host) {
            Some(route) => Self::Ours(route),
            // As coupons show it: a sentence may have sixteen letters, too.
            None if CodePayload::parse(text).is_ok_and(|code| code.to_string() == text) => {
                Self::Coupon
            }
            None => Self::Foreign(shown(text)),
        }
    }

    /// What somebody has typed: the short code of a placement will do.
    #[must_use]
    pub fn typed(text: &str, host: &str) -> Self {
        match PlacementCode::parse(text.trim()) {
            Ok(code) => Self::Ours(Route::Placement { code }),
            Err(_) if CodePayload::parse(text).is_ok() => Self::Coupon,
            Err(_) => Self::read(text, host),
        }
    }
}

/// The page that an address leads to, where it is one of the mall's own. The whole authority is compared: a
/// beginning would let `mall.example.evil.com` and `mall.example@evil.com` in.
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

/// A text as it can be shown: what controls a line or its direction becomes a space, and its end is cut off.
fn shown(text: &str) -> String {
    let turns = |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let plain = |c: char| if c.is_control() || turns(c) { ' ' } else { c };
    let mut shown: String = text.chars().take(SHOWN).map(plain).collect();
    if text.chars().nth(SHOWN).is_some() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use mall_contract::PlacementCode;
    use proptest::prelude::*;

    use super::{SHOWN, Scanned};
    use crate::route::Route;

    const HOST: &str = "coupons.mall.example";

    fn place() -> Scanned {
        let code = PlacementCode::parse("7K01QD").expect("a code");
        Scanned::Ours(Route::Placement { code })
    }

    #[test]
    fn our_own_addresses_lead_to_their_pages() {
        for address in [
            "https://coupons.mall.example/q/7K01QD",
            "HTTPS://COUPONS.MALL.EXAMPLE/q/7k01qd",
            "http://coupons.mall.example/q/7K01QD/",
            "\u{feff}https://coupons.mall.example/q/7K01QD?from=poster#top\r\n",
        ] {
            assert_eq!(Scanned::read(address, HOST), place(), "{address}");
        }
        let bill = Scanned::read("https://coupons.mall.example/pay/v1.a.b", HOST);
        assert_eq!(bill, Scanned::Ours(Route::Claim { link: "v1.a.b".into() }));
        let port = Scanned::read("http://127.0.0.1:8080/q/7K01QD", "127.0.0.1:8080");
        assert_eq!(port, place());
    }

    #[test]
    fn look_alikes_and_other_addresses_are_foreign() {
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
            assert_eq!(Scanned::read(address, HOST), Scanned::Foreign(address.into()), "{address}");
        }
    }

    #[test]
    fn a_typed_code_is_a_place_and_a_coupons_code_is_for_a_till() {
        for typed in ["7k01 qd", " 7KO-lqd ", "https://coupons.mall.example/q/7K01QD"] {
            assert_eq!(Scanned::typed(typed, HOST), place(), "{typed}");
        }
        for shown in [
            "7K01QD8M2ZWX3V5T",
            "7K01QD8M2ZWX3V5T-12345678",
            // With the proof for tills that are offline.
            "7K01QD8M2ZWX3V5T-12345678-0001S40001C00V5T8Z2QK4M7XA3R",
        ] {
            assert_eq!(Scanned::read(shown, HOST), Scanned::Coupon);
            assert_eq!(Scanned::typed(shown, HOST), Scanned::Coupon);
        }
        assert_eq!(Scanned::typed("7koi qd8m-2zwx 3v5t", HOST), Scanned::Coupon);
        let sentence = "read by the browser";
        assert_eq!(Scanned::read(sentence, HOST), Scanned::Foreign(sentence.into()));
        assert_eq!(Scanned::typed("7K01QU", HOST), Scanned::Foreign("7K01QU".into()));
    }

    #[test]
    fn what_is_shown_is_short_and_moves_nothing() {
        let Scanned::Foreign(shown) = Scanned::read(&"券".repeat(5000), HOST) else { panic!() };
        assert_eq!(shown.chars().count(), SHOWN + 1);
        let binary = Scanned::read("a\u{0}b\u{202e}c\nd", HOST);
        assert_eq!(binary, Scanned::Foreign("a b c d".into()));
    }

    proptest! {
        #[test]
        fn nothing_of_another_host_is_ever_opened(host in "[a-z.@:\\\\]{1,20}", path in ".{0,30}") {
            prop_assume!(host != HOST);
            let read = Scanned::read(&format!("https://{host}/{path}"), HOST);
            prop_assert!(!matches!(read, Scanned::Ours(_)));
        }

        #[test]
        fn any_text_is_read(text in ".*", typed: bool) {
            let read = if typed { Scanned::typed(&text, HOST) } else { Scanned::read(&text, HOST) };
            if let Scanned::Foreign(shown) = read {
                prop_assert!(shown.chars().all(|c| !c.is_control()));
            }
        }
    }
}
