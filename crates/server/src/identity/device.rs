//! Devices on which staff have logged in before. A signed cookie shows it, so no table is kept.
//!
//! OWASP describes this as device cookies: a stranger who tries a name uses up no tries of the device.

use super::secret::{self, Secret};
use crate::clock::Ms;
use crate::error::Error;

/// A device is known for this time after a login on it, in milliseconds.
pub const LIFETIME_MS: Ms = 180 * 24 * 60 * 60 * 1000;

/// The most people who are known on one device. The one who logged in longest ago is forgotten first.
const PEOPLE: usize = 8;

/// The longest cookie that is read, in bytes.
const COOKIE_LENGTH: usize = 2048;

const PURPOSE: &[u8] = b"staff device 1";

/// Separates the people in a cookie, and the parts of each.
const PERSON_SEPARATOR: char = '~';
const PART_SEPARATOR: char = '.';

/// A device on which one person has logged in before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    /// The person, by the subject that tries are counted under.
    login: String,
    nonce: String,
    known_at: Ms,
}

impl Device {
    /// Returns the name that tries of the person on this device are counted under.
    #[must_use]
    pub fn subject(&self) -> String {
        secret::sha256(&format!("{} {}", self.login, self.nonce))
    }

    fn sign(&self, secret: &Secret) -> String {
        let Self { login, nonce, known_at } = self;
        secret.sign(&[PURPOSE, login.as_bytes(), nonce.as_bytes(), &known_at.to_be_bytes()])
    }

    fn write(&self, secret: &Secret) -> String {
        let Self { login, nonce, known_at } = self;
        format!("{login}.{nonce}.{known_at:x}.{}", self.sign(secret))
    }

    fn read(secret: &Secret, text: &str, now: Ms) -> Option<Self> {
        let parts: Vec<&str> = text.split(PART_SEPARATOR).collect();
        let [login, nonce, known_at, signature] = parts.try_into().ok()?;
        let known_at = Ms::from_str_radix(known_at, 16).ok()?;
        let device = Self { login: login.to_owned(), nonce: nonce.to_owned(), known_at };
        let signed = [PURPOSE, login.as_bytes(), nonce.as_bytes(), &known_at.to_be_bytes()];
        let genuine = secret.verify(&signed, signature);
        (genuine && (known_at..known_at + LIFETIME_MS).contains(&now)).then_some(device)
    }
}

/// Returns the device of each person who is known on it.
pub fn all(secret: &Secret, cookie: &str, now: Ms) -> impl Iterator<Item = Device> {
    let cookie = if cookie.len() > COOKIE_LENGTH { "" } else { cookie };
    let people = cookie.split(PERSON_SEPARATOR).take(PEOPLE);
    people.filter_map(move |text| Device::read(secret, text, now))
}

/// Returns the device of a person, who is named by the subject of their tries.
#[must_use]
pub fn find(secret: &Secret, login: &str, cookie: &str, now: Ms) -> Option<Device> {
    all(secret, cookie, now).find(|device| device.login == login)
}

/// Returns the cookie after a person's login.
///
/// # Errors
/// When the operating system has no random bytes.
pub fn add(secret: &Secret, login: &str, cookie: &str, now: Ms) -> Result<String, Error> {
    let nonce = secret::random_name()?;
    let new = Device { login: login.to_owned(), nonce, known_at: now };
    let others = all(secret, cookie, now).filter(|device| device.login != login);
    let people = std::iter::once(new).chain(others.take(PEOPLE - 1));
    let people: Vec<String> = people.map(|device| device.write(secret)).collect();
    Ok(people.join(&PERSON_SEPARATOR.to_string()))
}

#[cfg(test)]
mod tests {
    use super::{COOKIE_LENGTH, LIFETIME_MS, PEOPLE, Secret, add, all, find};

    fn secret(digit: &str) -> Secret {
        Secret::from_hex(&digit.repeat(64)).expect("a secret")
    }

    fn person(number: usize) -> String {
        secret("a").sign(&[&number.to_be_bytes()])
    }

    #[test]
    fn a_device_is_known_for_half_a_year_and_only_to_its_server() {
        let cookie = add(&secret("a"), &person(1), "", 1000).expect("a cookie");
        let found = |digit: &str, now| find(&secret(digit), &person(1), &cookie, now).is_some();
        assert!(found("a", 1000) && found("a", 999 + LIFETIME_MS));
        assert!(!found("a", 1000 + LIFETIME_MS) && !found("a", 999) && !found("b", 1000));
        assert_eq!(find(&secret("a"), &person(2), &cookie, 1000), None);
        let claimed = cookie.replace(&person(1), &person(2));
        assert_eq!(find(&secret("a"), &person(2), &claimed, 1000), None);
    }

    #[test]
    fn a_device_knows_its_last_people_each_once() {
        let mut cookie = String::new();
        for number in (0..PEOPLE + 3).chain([PEOPLE]) {
            cookie = add(&secret("a"), &person(number), &cookie, 1000).expect("a cookie");
        }
        let is_known = |number| find(&secret("a"), &person(number), &cookie, 1000).is_some();
        assert!(!is_known(2) && (3..PEOPLE + 3).all(is_known));
        assert_eq!(all(&secret("a"), &cookie, 1000).count(), PEOPLE);
        assert!(cookie.len() <= COOKIE_LENGTH, "{}", cookie.len());
    }

    #[test]
    fn foreign_text_is_no_device() {
        for text in ["", "~", "a.b.c.d", "a.b.1", "...", "a.b.1.c~", "券"] {
            assert_eq!(all(&secret("a"), text, 1000).count(), 0, "{text}");
        }
    }
}
