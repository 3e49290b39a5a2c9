//! The look of scenes: language, theme, size of text, and the width of their frames.

use mall_coupons::Language;

/// The widths of phones, in CSS pixels.
pub const WIDTHS: [u16; 3] = [320, 390, 430];

/// The look of scenes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    pub language: Language,
    /// The theme is the dark one.
    pub dark: bool,
    /// All text is 1.4 times as large.
    pub large_text: bool,
    /// The width of the index's frames, in CSS pixels.
    pub width: u16,
}

impl Default for Look {
    fn default() -> Self {
        Self { language: Language::Zh, dark: false, large_text: false, width: 390 }
    }
}

impl Look {
    /// Reads an address's query; an unknown value counts as none. Cookies play no part, so an address always
    /// looks the same.
    #[must_use]
    pub fn parse(query: &str) -> Self {
        let value = |name: &str| {
            query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
        };
        let width = value("width").and_then(|width| width.parse().ok());
        let default = Self::default();
        Self {
            language: value("lang").and_then(Language::parse).unwrap_or(default.language),
            dark: value("theme") == Some("dark"),
            large_text: value("text") == Some("large"),
            width: width.filter(|width| WIDTHS.contains(width)).unwrap_or(default.width),
        }
    }

    /// Returns the query that reads back as this, with its question mark.
    #[must_use]
    pub fn query(self) -> String {
        let language = self.language.code();
        let theme = if self.dark { "dark" } else { "light" };
        let text = if self.large_text { "large" } else { "normal" };
        format!("?lang={language}&theme={theme}&text={text}&width={}", self.width)
    }

    /// Returns the look of the index: English text of the usual size, in this theme.
    pub(crate) fn for_index(self) -> Self {
        Self { language: Language::En, large_text: false, ..self }
    }
}

#[cfg(test)]
mod tests {
    use mall_coupons::Language;

    use super::Look;

    #[test]
    fn a_look_reads_back_from_its_query() {
        let looks = [
            Look::default(),
            Look { language: Language::En, dark: true, large_text: true, width: 320 },
        ];
        for look in looks {
            assert_eq!(Look::parse(look.query().trim_start_matches('?')), look);
        }
    }

    #[test]
    fn unknown_values_count_as_none() {
        assert_eq!(Look::parse("lang=fr&theme=blue&text=huge&width=9000&"), Look::default());
    }
}
