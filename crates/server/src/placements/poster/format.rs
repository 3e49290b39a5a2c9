//! Sizes of paper.

/// A size of paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A poster for a wall.
    A3,
    /// A poster or a stand.
    A4,
    /// A card for a table.
    A5,
}

impl Format {
    /// Reads `a3`, `a4` or `a5`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "a3" => Some(Self::A3),
            "a4" => Some(Self::A4),
            "a5" => Some(Self::A5),
            _ => None,
        }
    }

    /// Returns the word that [`Self::parse`] reads.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::A3 => "a3",
            Self::A4 => "a4",
            Self::A5 => "a5",
        }
    }

    /// Returns width and height in millimetres.
    #[must_use]
    pub fn size(self) -> [f64; 2] {
        match self {
            Self::A3 => [297.0, 420.0],
            Self::A4 => [210.0, 297.0],
            Self::A5 => [148.0, 210.0],
        }
    }
}
