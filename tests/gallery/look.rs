//! The looks of a scene: language, theme and size of text.

use std::fmt;

/// A language, a theme and a size of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// `zh` or `en`.
    pub language: &'static str,
    /// `light` or `dark`.
    pub theme: &'static str,
    /// `normal` or `large`.
    pub text: &'static str,
}

impl Look {
    /// Makes a look from its words.
    pub const fn new(language: &'static str, theme: &'static str, text: &'static str) -> Self {
        Self { language, theme, text }
    }

    /// Returns the address of a scene in this look.
    pub fn path(self, scene: &str) -> String {
        let Self { language, theme, text } = self;
        format!("/gallery/{scene}?lang={language}&theme={theme}&text={text}")
    }
}

/// `zh-light`, `en-dark-large`.
impl fmt::Display for Look {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.language, self.theme)?;
        if self.text == "normal" { Ok(()) } else { write!(f, "-{}", self.text) }
    }
}
