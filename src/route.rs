//! The addresses of the pages.

use mall_contract::{CouponId, PlacementCode};

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
    /// Reads a path such as `/pay/abc`; none if it leads to no page.
    #[must_use]
    pub fn parse(path: &str) -> Option<Self> {
        let mut parts = path.trim_matches('/').split('/');
        let route = match (parts.next()?, parts.next()) {
            ("pay", Some(link)) if is_link(link) => Self::Claim { link: link.to_owned() },
            ("q", Some(code)) => Self::Placement { code: PlacementCode::parse(code).ok()? },
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

/// Checks whether a text can be a claim link. The server signs only these characters.
#[must_use]
pub fn is_link(text: &str) -> bool {
    let allowed = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-');
    (1..=512).contains(&text.len()) && text.bytes().all(allowed)
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
