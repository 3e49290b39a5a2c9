//! The content of a code: pieces of text in their encodings.

/// The content of a code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Content {
    /// The pieces in their order.
    pub pieces: Vec<Piece>,
    /// The code's place among several that make up one text; none for a code alone.
    pub part: Option<Part>,
}

/// A piece of text in one encoding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// A label of the Encoding Standard, <https://encoding.spec.whatwg.org/#names-and-labels>.
    pub encoding: &'static str,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// The place of a code among several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// Counted from 1.
    pub number: u8,
    /// The number of codes, 1 to 16.
    pub count: u8,
}

impl Content {
    /// Returns the bytes of all pieces.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        self.pieces.iter().flat_map(|piece| &piece.bytes).copied().collect()
    }

    /// Returns all as bytes for the worker: the part's number and count, 0 without; then for each piece the length of its
    /// label, the label, the length of its bytes in two bytes, and the bytes.
    #[must_use]
    pub fn to_frames(&self) -> Vec<u8> {
        let part = self.part.map_or([0, 0], |part| [part.number, part.count]);
        let mut frames = part.to_vec();
        for Piece { encoding, bytes } in &self.pieces {
            frames.push(encoding.len() as u8);
            frames.extend(encoding.as_bytes());
            // The largest code holds 7,089 digits.
            frames.extend((bytes.len() as u16).to_be_bytes());
            frames.extend(bytes);
        }
        frames
    }
}
