//! Visitors: browsers on another site's page, where cookies are not sent. A key that the page's module has made names
//! them.

use mall_contract::{MallId, ShopperId};

use super::secret::Secret;

/// The purpose is part of the derivation, so that no link and no pass is a visitor's name.
const PURPOSE: &[u8] = b"visitor 1";

/// Fewer characters could be guessed.
const MIN_LENGTH: usize = 32;

const MAX_LENGTH: usize = 64;

/// Returns the shopper of a request's key: `Authorization: Visitor …`, 32 to 64 characters of `A–Z a–z 0–9 _ -`. The
/// same key always gives the same shopper, so a request whose response was lost is simply sent again. Only this server
/// can derive the shopper from the key.
#[must_use]
pub fn shopper(secret: &Secret, mall: &MallId, key: &str) -> Option<ShopperId> {
    let allowed = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
    if !(MIN_LENGTH..=MAX_LENGTH).contains(&key.len()) || !key.bytes().all(allowed) {
        return None;
    }
    let mut name = secret.sign(&[PURPOSE, mall.as_str().as_bytes(), key.as_bytes()]);
    // 132 bits, as many characters as other shoppers' names have.
    name.truncate(22);
    ShopperId::parse(name).ok()
}

#[cfg(test)]
mod tests {
    use mall_contract::{MallId, ShopperId};

    use super::{Secret, shopper};
    use crate::sample_id::id;

    fn of(mall: &MallId, key: &str) -> Option<ShopperId> {
        shopper(&Secret::from_hex(&"a".repeat(64)).expect("a secret"), mall, key)
    }

    #[test]
    fn a_key_names_one_shopper_of_one_mall() {
        let key = "k".repeat(32);
        let name = of(&id("mall"), &key).expect("a shopper");
        assert_eq!(of(&id("mall"), &key), Some(name.clone()));
        assert_ne!(of(&id("other"), &key), Some(name.clone()));
        assert_ne!(of(&id("mall"), &format!("{key}x")), Some(name.clone()));
        assert!(name.as_str().len() == 22 && !name.as_str().contains("kk"), "{name}");
    }

    #[test]
    fn a_guessable_key_is_refused() {
        let (long, script) = ("k".repeat(65), format!("<script>{}", "a".repeat(30)));
        for key in ["", "short", &"k".repeat(31), &long, &script] {
            assert_eq!(of(&id("mall"), key), None, "{key}");
        }
    }
}
