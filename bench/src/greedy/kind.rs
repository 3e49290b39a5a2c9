//! The kinds of greedy callers.

/// A kind of greedy caller.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Uploads,
    Logins,
    Drawings,
    Flood,
    SameCoupon,
    Import,
}

impl Kind {
    /// All kinds. Imports come last, because they leave the mall larger.
    pub const ALL: [Self; 6] =
        [Self::Uploads, Self::Logins, Self::Drawings, Self::Flood, Self::SameCoupon, Self::Import];

    /// Returns the kind's name in the table. It names the kind to the process of its callers, too.
    pub fn name(self) -> &'static str {
        match self {
            Self::Uploads => "uploads of 4 MB without a key",
            Self::Logins => "logins with wrong passwords",
            Self::Drawings => "codes, posters and sheets",
            Self::Flood => "a flood of strangers at one address",
            Self::SameCoupon => "one shopper asking for one coupon",
            Self::Import => "imports of 20,000 placements",
        }
    }

    /// Returns the kind of a name.
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Returns how many of these callers there are at the same time.
    pub fn callers(self) -> usize {
        match self {
            Self::Uploads => 300,
            Self::Logins | Self::Drawings => 40,
            Self::Flood => 64,
            Self::SameCoupon => 12,
            Self::Import => 1,
        }
    }
}
