//! Credentials in a request's headers.

use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, Method, Uri};

use crate::identity::signature::{Message, SignedRequest};

/// The header with the id of an API key.
pub const KEY: &str = "mall-key";

const TIMESTAMP: &str = "mall-timestamp";

const NONCE: &str = "mall-nonce";

const SIGNATURE: &str = "mall-signature";

/// Reads a header as text; empty when it is missing or not text.
#[must_use]
pub fn header<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// Reads the signature of a request. It covers all that decides what the request does.
#[must_use]
pub fn signed_request<'a>(
    method: &'a Method,
    uri: &'a Uri,
    headers: &'a HeaderMap,
    body: &'a [u8],
) -> SignedRequest<'a> {
    SignedRequest {
        key: header(headers, KEY),
        signature: header(headers, SIGNATURE),
        message: Message {
            method: method.as_str(),
            target: uri.path_and_query().map_or("", |target| target.as_str()),
            timestamp: header(headers, TIMESTAMP),
            nonce: header(headers, NONCE),
            body,
        },
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
