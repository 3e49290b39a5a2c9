//! How scenes are looked at: language, theme, size of text, width.

use axum::http::HeaderMap;
use mall_coupons::Language;

use crate::http::manner::Manner;

/// The widths of phones that the index shows scenes at, in CSS pixels.
pub const WIDTHS: [u16; 3] = [320, 390, 430];

/// How a scene is looked at.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// The language and the size of text.
    pub manner: Manner,
    /// Whether it is dark.
    pub dark: bool,
    /// How wide the index shows it.
    pub width: u16,
}

impl Look {
    /// Reads an address's query. Cookies play no part: an address always looks the same.
    pub fn parse(query: &str) -> Self {
        let word = |name: &str| {
            query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
        };
        let width = word("width").and_then(|width| width.parse().ok());
        Self {
            manner: Manner::of(query, &HeaderMap::new()),
            dark: word("theme") == Some("dark"),
            width: width.filter(|width| WIDTHS.contains(width)).unwrap_or(390),
        }
    }

    /// The query that reads back as this.
    pub fn query(&self) -> String {
        let language = self.manner.language.code();
        let theme = if self.dark { "dark" } else { "light" };
        let text = if self.manner.large_text { "large" } else { "normal" };
        format!("?lang={language}&theme={theme}&text={text}&width={}", self.width)
    }

    /// How the index itself looks: in its own language and text, in the theme asked for.
    pub fn of_index(&self) -> Self {
        let mut own = *self;
        own.manner.language = Language::En;
        own.manner.large_text = false;
        own
    }

    /// The other looks to switch to: what they are called, and whether it is this one.
    pub fn switches(&self) -> Vec<(&'static str, Vec<Switch>)> {
        let switch = |words: String, change: &dyn Fn(&mut Self)| {
            let mut to = *self;
            change(&mut to);
            Switch { words, chosen: to.query() == self.query(), to }
        };
        let language = |language| move |look: &mut Self| look.manner.language = language;
        let dark = |dark| move |look: &mut Self| look.dark = dark;
        let large = |large| move |look: &mut Self| look.manner.large_text = large;
        let width =
            |width: u16| switch(width.to_string(), &move |look: &mut Self| look.width = width);
        vec![
            (
                "Language",
                vec![
                    switch("中文".into(), &language(Language::Zh)),
                    switch("English".into(), &language(Language::En)),
                ],
            ),
            (
                "Theme",
                vec![switch("Light".into(), &dark(false)), switch("Dark".into(), &dark(true))],
            ),
            (
                "Text",
                vec![switch("Normal".into(), &large(false)), switch("Large".into(), &large(true))],
            ),
            ("Width", WIDTHS.into_iter().map(width).collect()),
        ]
    }
}

/// A look to switch to.
pub struct Switch {
    /// What it is called.
    pub words: String,
    /// Whether it is the present one.
    pub chosen: bool,
    /// The look.
    pub to: Look,
}
