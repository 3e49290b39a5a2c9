//! The addresses of the pages.

use mall_contract::{CouponId, PlacementCode, typed};

/// A page of the application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// The offers after a payment.
    Claim {
        /// The signed claim link.
        link: String,
    },
    /// The offers of a placement.
    Placement { code: PlacementCode },
    /// One of the shopper's coupons, to be shown at a till.
    Coupon { id: CouponId },
    /// Reading a code.
    Scan,
    /// A store's till.
    Till,
    /// The shopper's coupons.
    Wallet,
}

impl Route {
    /// Reads a path such as `/pay/abc`; none if it leads to no page. Slashes behind it, and what a message put behind a
    /// link or a code, are cut off.
    #[must_use]
    pub fn parse(path: &str) -> Option<Self> {
        let mut parts = path.trim_matches('/').split('/');
        let route = match (parts.next()?, parts.next()) {
            ("pay", Some(text)) => Self::Claim { link: link_of(text)?.to_owned() },
            ("q", Some(text)) => Self::Placement { code: placement_code(text)? },
            ("coupons", Some(id)) => Self::Coupon { id: CouponId::parse(id).ok()? },
            ("scan", None) => Self::Scan,
            ("till", None) => Self::Till,
            ("wallet", None) => Self::Wallet,
            _ => return None,
        };
        parts.next().is_none().then_some(route)
    }

    /// Returns the path of the page.
    #[must_use]
    pub fn path(&self) -> String {
        match self {
            Self::Claim { link } => format!("/pay/{link}"),
            Self::Placement { code } => format!("/q/{code}"),
            Self::Coupon { id } => format!("/coupons/{id}"),
            Self::Scan => "/scan".into(),
            Self::Till => "/till".into(),
            Self::Wallet => "/wallet".into(),
        }
    }
}

/// Checks whether a text can be a claim link.
#[must_use]
pub fn is_link(text: &str) -> bool {
    (1..=512).contains(&text.len()) && text.bytes().all(is_link_byte)
}

/// Checks whether a claim link can have this byte. The server signs no other.
fn is_link_byte(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-')
}

/// Returns the claim link that a text begins with; none if it begins with none. Messages put full stops, brackets and
/// blanks behind a link. No link ends with a full stop.
#[must_use]
pub fn link_of(text: &str) -> Option<&str> {
    let end = text.bytes().position(|b| !is_link_byte(b)).unwrap_or(text.len());
    Some(text[..end].trim_end_matches('.')).filter(|link| is_link(link))
}

/// Returns the placement's code in a text as people type it, also with a full stop or a bracket behind it.
#[must_use]
pub fn placement_code(text: &str) -> Option<PlacementCode> {
    let plain = typed::normalize(text);
    PlacementCode::parse(plain.trim_end_matches(|c: char| !c.is_ascii_alphanumeric())).ok()
}

#[cfg(test)]
mod tests {
    use super::{CouponId, PlacementCode, Route};

    #[test]
    fn every_address_reads_back_as_itself() {
        let code = PlacementCode::parse("7K01QD").expect("a code");
        let link = "v1.a-b_c.9".into();
        let id = CouponId::parse("a_B-1").expect("an id");
        for route in [
            Route::Claim { link },
            Route::Placement { code },
            Route::Coupon { id },
            Route::Scan,
            Route::Till,
            Route::Wallet,
        ] {
            assert_eq!(Route::parse(&route.path()), Some(route));
        }
    }

    #[test]
    fn no_part_of_a_link_or_code_is_cut_off() {
        let (pay, place) = ("/pay/v1.a-b_c.9-", "/q/7K01QD");
        for suffix in ["/", "//", "。", "）", ",", ".", "...", "%E3%80%82", "、到店出示", " "]
        {
            for path in [pay, place] {
                let route = Route::parse(&format!("{path}{suffix}")).map(|route| route.path());
                // A code has six digits, so nothing that has digits can be cut off behind it.
                if path == pay || !suffix.contains(char::is_alphanumeric) {
                    assert_eq!(route.as_deref(), Some(path), "{path}{suffix}");
                }
            }
        }
        assert_eq!(Route::parse("/wallet/"), Some(Route::Wallet));
    }

    #[test]
    fn another_text_is_no_address() {
        for path in [
            "",
            "/",
            "/pay",
            "/pay/",
            "/pay/a/b",
            "/pay/<b>",
            "/pay/%2e",
            "/wallet/x",
            "/walletx",
            "/q",
            "/q/",
            "/q/7K01Q",
            "/q/7K01QD/qr.svg",
            "/q/%37K01QD",
            "/coupons",
            "/coupons/",
            "/coupons/a/events",
            "/coupons/a.b",
            "/coupons/%61",
            "/till/x",
            "/scan/x",
            "/scanner",
        ] {
            assert_eq!(Route::parse(path), None, "{path}");
        }
    }
}
