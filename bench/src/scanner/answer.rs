//! Compares a reader's answer with the picture's payload.

use serde::Deserialize;

use super::pictures::Payload;

/// A reader's answer to a picture.
#[derive(Deserialize)]
pub struct Answer {
    /// The code that it found.
    pub found: Option<Found>,
    /// The time in milliseconds.
    pub ms: f64,
}

/// A code that a reader found.
#[derive(Deserialize)]
pub struct Found {
    /// The payload's bytes. Some readers return none.
    bytes: Option<Vec<u8>>,
    /// The payload as text, in an encoding of the reader's choice.
    text: Option<String>,
    /// The code's number among several, from 1, and how many there are.
    part: Option<(u8, u8)>,
    /// The error that the reader threw.
    failure: Option<String>,
}

/// The verdict on an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The payload was read.
    Right,
    /// A wrong payload was read, which is worse than none.
    Wrong,
    /// Nothing was read.
    Nothing,
}

impl Verdict {
    /// Compares a code with the payload.
    pub fn new(payload: &Payload, found: Option<&Found>) -> Self {
        let Some(found) = found.filter(|found| found.failure.is_none()) else {
            return Self::Nothing;
        };
        let (bytes, text) = (found.bytes.as_deref(), found.text.as_deref());
        let is_right = match payload {
            Payload::Binary(expected) => bytes == Some(expected),
            Payload::Plain(expected) => {
                bytes == Some(expected) || text.map(str::as_bytes) == Some(expected)
            }
            Payload::Text { text: expected, part } => {
                text == Some(expected) && (part.is_none() || found.part == *part)
            }
        };
        if is_right { Self::Right } else { Self::Wrong }
    }
}

#[cfg(test)]
mod tests {
    use super::{Found, Payload, Verdict};

    fn found(bytes: Option<&[u8]>, text: Option<&str>) -> Found {
        let (bytes, text) = (bytes.map(<[u8]>::to_vec), text.map(str::to_owned));
        Found { bytes, text, part: None, failure: None }
    }

    #[test]
    fn a_payload_is_compared_as_bytes_or_text() {
        let of = |payload: &Payload, found: Found| Verdict::new(payload, Some(&found));
        let (binary, plain) = (Payload::Binary(b"a".to_vec()), Payload::Plain(b"a".to_vec()));
        assert_eq!(of(&binary, found(Some(b"a"), None)), Verdict::Right);
        assert_eq!(of(&binary, found(None, Some("a"))), Verdict::Wrong);
        assert_eq!(of(&plain, found(None, Some("a"))), Verdict::Right);
        assert_eq!(of(&plain, found(Some(b"a"), Some("b"))), Verdict::Right);
        assert_eq!(of(&plain, found(Some(b"b"), Some("b"))), Verdict::Wrong);
        assert_eq!(Verdict::new(&plain, None), Verdict::Nothing);
        let failed = Found { failure: Some("x".into()), ..found(Some(b"a"), None) };
        assert_eq!(of(&plain, failed), Verdict::Nothing);
    }

    #[test]
    fn a_text_must_be_exact_with_its_place_among_several_codes() {
        let of = |part, found: Found| {
            Verdict::new(&Payload::Text { text: "券".into(), part }, Some(&found))
        };
        assert_eq!(of(None, found(None, Some("券"))), Verdict::Right);
        assert_eq!(of(None, found(Some("券".as_bytes()), Some("ȯ"))), Verdict::Wrong);
        let second = || Found { part: Some((2, 3)), ..found(None, Some("券")) };
        assert_eq!(of(Some((2, 3)), second()), Verdict::Right);
        assert_eq!(of(Some((1, 3)), second()), Verdict::Wrong);
        assert_eq!(of(Some((2, 3)), found(None, Some("券"))), Verdict::Wrong);
    }
}
