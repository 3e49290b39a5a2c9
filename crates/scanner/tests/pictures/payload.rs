//! The payload of a code.

/// The payload that a reader must find.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Payload {
    /// Bytes that are no text.
    Binary(Vec<u8>),
    /// A text in UTF-8. The reader may return bytes.
    Plain(Vec<u8>),
    /// A text whose encoding is the question, so bytes do not count.
    Text {
        /// The text.
        text: String,
        /// The code's number among several, from 1, and how many there are.
        part: Option<(u8, u8)>,
    },
}
