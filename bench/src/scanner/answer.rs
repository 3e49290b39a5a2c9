//! Whether a reader's answer is what the picture says.

use serde::Deserialize;

use super::pictures::Picture;

/// What a reader made of a picture.
#[derive(Deserialize)]
pub struct Answer {
    /// The payload's bytes, of readers that tell them.
    bytes: Option<Vec<u8>>,
    /// The payload as text, in an encoding of the reader's choice.
    text: Option<String>,
    /// What it threw.
    failure: Option<String>,
}

/// What an answer is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The payload.
    Right,
    /// Something else: worse than nothing.
    Wrong,
    /// Nothing was read.
    Nothing,
}

impl Verdict {
    /// Holds an answer against the picture's payload: its bytes, or for a text the same text.
    pub fn of(picture: &Picture, answer: Option<&Answer>) -> Self {
        let Some(answer) = answer.filter(|answer| answer.failure.is_none()) else {
            return Self::Nothing;
        };
        let wanted = picture.payload.as_deref();
        let as_text = answer.text.as_deref().map(str::as_bytes);
        let right = answer.bytes.as_deref() == wanted || (picture.is_text && as_text == wanted);
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
    fn bytes_or_a_texts_text_must_be_the_payload() {
        let picture = |is_text| Picture {
            width: 1,
            height: 1,
            grey: vec![0],
            payload: Some(b"a".to_vec()),
            is_text,
        };
        let of = |is_text, answer: Answer| Verdict::of(&picture(is_text), Some(&answer));
        assert_eq!(of(false, answer(Some(b"a"), None)), Verdict::Right);
        assert_eq!(of(true, answer(None, Some("a"))), Verdict::Right);
        assert_eq!(of(false, answer(None, Some("a"))), Verdict::Wrong);
        assert_eq!(of(true, answer(Some(b"b"), Some("b"))), Verdict::Wrong);
        assert_eq!(Verdict::of(&picture(true), None), Verdict::Nothing);
        let failed = Answer { failure: Some("x".into()), ..answer(Some(b"a"), None) };
        assert_eq!(of(true, failed), Verdict::Nothing);
    }
}
