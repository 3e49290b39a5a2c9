//! The reasons why a drawing cannot be a logo.

use std::fmt;

/// The most bytes of a mall's SVG.
pub const MAX_LOGO_BYTES: usize = 64 * 1024;

/// The reason why a drawing cannot be a logo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LogoError {
    /// It has more bytes than [`MAX_LOGO_BYTES`].
    TooLarge,
    /// It is no valid SVG, or draws nothing.
    NoDrawing,
    /// Its parts are nested too deep, or are too many.
    TooDeep,
    /// It has an element that is no shape.
    NotAShape(String),
    /// An attribute or a style refers to another file, or runs a script.
    LeadsOut(String),
}

impl fmt::Display for LogoError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge => write!(f, "it is larger than {} KB", MAX_LOGO_BYTES / 1024),
            Self::NoDrawing => f.write_str("it is no SVG, or shows nothing"),
            Self::TooDeep => f.write_str("its parts are nested too deep, or are too many"),
            Self::NotAShape(name) => {
                write!(
                    f,
                    "it has <{name}>; a logo is made of shapes, with texts turned into outlines"
                )
            }
            Self::LeadsOut(name) => {
                write!(
                    f,
                    "its {name} leads to another file or runs a script; a logo is whole in itself"
                )
            }
        }
    }
}
