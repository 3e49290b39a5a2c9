//! Compares a reader's answer with the picture's payload.

use serde::Deserialize;

use super::pictures::Picture;

/// A reader's answer to a picture.
#[derive(Deserialize)]
pub struct Answer {
    /// The payload's bytes. Some readers return none.
    bytes: Option<Vec<u8>>,
    /// The payload as text, in an encoding of the reader's choice.
    text: Option<String>,
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
    /// Compares an answer with the picture's payload. Bytes must be the same, or the text of a text.
    pub fn new(picture: &Picture, answer: Option<&Answer>) -> Self {
        let Some(answer) = answer.filter(|answer| answer.failure.is_none()) else {
            return Self::Nothing;
        };
        let expected = picture.payload.as_deref();
        let as_text = answer.text.as_deref().map(str::as_bytes);
        let right = answer.bytes.as_deref() == expected || (picture.is_text && as_text == expected);
        if right { Self::Right } else { Self::Wrong }
    }
}

#[cfg(test)]
mod tests {
    use super::{Answer, Picture, Verdict};

    fn answer(bytes: Option<&[u8]>, text: Option<&str>) -> Answer {
        Answer { bytes: bytes.map(<[u8]>::to_vec), text: text.map(str::to_owned), failure: None }
    }

    #[test]
    fn a_payload_is_compared_as_bytes_or_text() {
        let picture = |is_text| Picture {
            width: 1,
            height: 1,
            grey: vec![0],
            payload: Some(b"a".to_vec()),
            is_text,
        };
        let of = |is_text, answer: Answer| Verdict::new(&picture(is_text), Some(&answer));
        assert_eq!(of(false, answer(Some(b"a"), None)), Verdict::Right);
        assert_eq!(of(true, answer(None, Some("a"))), Verdict::Right);
        assert_eq!(of(false, answer(None, Some("a"))), Verdict::Wrong);
        assert_eq!(of(true, answer(Some(b"b"), Some("b"))), Verdict::Wrong);
        assert_eq!(Verdict::new(&picture(true), None), Verdict::Nothing);
        let failed = Answer { failure: Some("x".into()), ..answer(Some(b"a"), None) };
        assert_eq!(of(true, failed), Verdict::Nothing);
    }
}
