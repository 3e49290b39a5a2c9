//! Credentials in a request's headers.

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;

use crate::identity::signature::SignedRequest;

/// The header with the id of an API key.
pub const KEY: &str = "mall-key";

const TIMESTAMP: &str = "mall-timestamp";

const SIGNATURE: &str = "mall-signature";

/// Reads a header as text; empty when it is missing or not text.
#[must_use]
pub fn header<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// Reads the signature of a request over a message.
#[must_use]
pub fn signed_request<'a>(headers: &'a HeaderMap, message: &'a [u8]) -> SignedRequest<'a> {
    SignedRequest {
        key: header(headers, KEY),
        timestamp: header(headers, TIMESTAMP),
        signature: header(headers, SIGNATURE),
        message,
    }
}

/// Reads the pass of a shopper whom no cookie reaches: `Authorization: Bearer …`.
#[must_use]
pub fn pass(headers: &HeaderMap) -> Option<&str> {
    authorization(headers, "bearer")
}

/// Reads the key of a visitor on another site's page: `Authorization: Visitor …`.
#[must_use]
pub fn visitor_key(headers: &HeaderMap) -> Option<&str> {
    authorization(headers, "visitor")
}

fn authorization<'a>(headers: &'a HeaderMap, scheme: &str) -> Option<&'a str> {
    let value = headers.get(AUTHORIZATION)?;
    let (name, credentials) = value.to_str().ok()?.split_once(' ')?;
    name.eq_ignore_ascii_case(scheme).then(|| credentials.trim())
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderMap;

    use super::{pass, visitor_key};

    #[test]
    fn each_scheme_has_its_own_credentials() {
        let mut headers = HeaderMap::new();
        assert_eq!((pass(&headers), visitor_key(&headers)), (None, None));
        headers.insert("authorization", "bearer  1.a.b ".parse().expect("a header"));
        assert_eq!((pass(&headers), visitor_key(&headers)), (Some("1.a.b"), None));
        headers.insert("authorization", "Visitor k".parse().expect("a header"));
        assert_eq!((pass(&headers), visitor_key(&headers)), (None, Some("k")));
        headers.insert("authorization", "Visitor".parse().expect("a header"));
        assert_eq!((pass(&headers), visitor_key(&headers)), (None, None));
    }
}
