//! The outcome of a write that a caller may send twice.

/// A write that was done now, or that was done before by the same request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome<T> {
    /// The write is new.
    Created(T),
    /// The same request came before; this is its first answer.
    Repeated(T),
}

impl<T> Outcome<T> {
    /// Wraps a value by whether it is new.
    pub fn new(value: T, new: bool) -> Self {
        if new { Self::Created(value) } else { Self::Repeated(value) }
    }

    /// Returns the value.
    pub fn into_inner(self) -> T {
        match self {
            Self::Created(value) | Self::Repeated(value) => value,
        }
    }
}
