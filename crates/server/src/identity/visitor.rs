//! Visitors: browsers on another site's page, where cookies do not reach, known by a key that the
//! page's module there made.

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;

use super::secret::Secret;

/// What a name is derived for is part of it: no link and no pass is a visitor's name.
const PURPOSE: &[u8] = b"visitor 1";

/// Fewer characters could be guessed.
const SHORTEST: usize = 32;

const LONGEST: usize = 64;

/// The shopper whom a request's key stands for: `Authorization: Visitor …`, 32 to 64 characters of
/// `A–Z a–z 0–9 _ -`. The same key is always the same shopper, so that an opening whose answer was
/// lost is simply asked again; nobody can tell the shopper from the key but this server.
#[must_use]
pub fn shopper(secret: &Secret, mall: &str, headers: &HeaderMap) -> Option<String> {
    let value = headers.get(AUTHORIZATION)?;
    let (scheme, key) = value.to_str().ok()?.split_once(' ')?;
    let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
    let is_key = (SHORTEST..=LONGEST).contains(&key.len()) && key.bytes().all(plain);
    if !is_key || !scheme.eq_ignore_ascii_case("visitor") {
        return None;
    }
    let mut name = secret.sign(&[PURPOSE, mall.as_bytes(), key.as_bytes()]);
    // 132 bits, as many characters as other shoppers' names have.
    name.truncate(22);
    Some(name)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderMap;

    use super::{Secret, shopper};

    fn named(mall: &str, authorization: &str) -> Option<String> {
        let mut headers = HeaderMap::new();
        headers.insert("authorization", authorization.parse().expect("a header"));
        shopper(&Secret::from_hex(&"a".repeat(64)).expect("a secret"), mall, &headers)
    }

    #[test]
    fn a_key_is_one_shopper_of_one_mall() {
        let key = format!("Visitor {}", "k".repeat(32));
        let name = named("mall", &key).expect("a shopper");
        assert_eq!(named("mall", &key), Some(name.clone()));
        assert_ne!(named("other", &key), Some(name.clone()));
        assert_ne!(named("mall", &format!("{key}x")), Some(name.clone()));
        assert!(name.len() == 22 && !name.contains("kk"), "{name}");
    }

    #[test]
    fn what_could_be_guessed_is_no_key() {
        let long = "k".repeat(65);
        for key in [
            "",
            "short",
            "Visitor",
            &format!("Visitor {long}"),
            "Visitor <script>aaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        ] {
            assert_eq!(named("mall", key), None, "{key}");
        }
        assert_eq!(named("mall", &format!("Bearer {}", "k".repeat(32))), None);
        assert_eq!(named("mall", &format!("Visitor {}", "k".repeat(31))), None);
    }
}
