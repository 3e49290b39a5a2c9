//! What a site says when it mounts the page. Plain JavaScript comes in; what is not right is named.

use wasm_bindgen::JsValue;

use crate::host::guest::{self, Listener};
use crate::route::is_link;
use crate::text::Language;

/// What can be said.
const NAMES: [&str; 6] = ["server", "link", "language", "largeText", "theme", "onEvent"];

/// A sentence on what is wrong, with the field's name.
#[derive(Debug, PartialEq, Eq)]
pub struct Wrong(pub String);

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the device is set.
    #[default]
    Auto,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    fn parse(text: &str) -> Option<Self> {
        match text {
            "auto" => Some(Self::Auto),
            "light" => Some(Self::Light),
            "dark" => Some(Self::Dark),
            _ => None,
        }
    }
}

/// What a mount goes by.
#[derive(Clone)]
pub struct Options {
    /// The server's origin, without a slash at the end.
    pub server: String,
    /// The claim link's token.
    pub link: String,
    /// The language to read.
    pub language: Language,
    /// Whether all text is 1.4 times as large.
    pub large_text: bool,
    /// Light or dark.
    pub theme: Theme,
    /// Is told what happens.
    pub on_event: Option<Listener>,
}

impl Options {
    /// Reads those of a new mount.
    ///
    /// # Errors
    /// [`Wrong`].
    pub fn read(options: &JsValue) -> Result<Self, Wrong> {
        let blank = Self {
            server: String::new(),
            link: String::new(),
            language: Language::default(),
            large_text: false,
            theme: Theme::default(),
            on_event: None,
        };
        let read = blank.with(options)?;
        if read.server.is_empty() {
            return Err(must("server", SERVER));
        }
        if read.link.is_empty() {
            return Err(must("link", LINK));
        }
        Ok(read)
    }

    /// These with those that are given in their places.
    ///
    /// # Errors
    /// [`Wrong`].
    pub fn with(&self, options: &JsValue) -> Result<Self, Wrong> {
        if !guest::is_plain(options) {
            return Err(Wrong("options must be an object".into()));
        }
        if let Some(name) = guest::names(options).iter().find(|n| !NAMES.contains(&n.as_str())) {
            return Err(Wrong(format!(
                "options.{name} is not known; there are {}",
                NAMES.join(", ")
            )));
        }
        let mut next = self.clone();
        let server = field(options, "server", SERVER, |value| origin(&value.as_string()?))?;
        next.server = server.unwrap_or(next.server);
        let link =
            field(options, "link", LINK, |value| value.as_string().filter(|link| is_link(link)))?;
        next.link = link.unwrap_or(next.link);
        let language = field(options, "language", LANGUAGE, |value| {
            let code = value.as_string()?;
            [Language::Zh, Language::En].into_iter().find(|language| language.code() == code)
        })?;
        next.language = language.unwrap_or(next.language);
        let large_text = field(options, "largeText", "true or false", |value| value.as_bool())?;
        next.large_text = large_text.unwrap_or(next.large_text);
        let theme = field(options, "theme", THEME, |value| Theme::parse(&value.as_string()?))?;
        next.theme = theme.unwrap_or(next.theme);
        let listener = field(options, "onEvent", "a function", Listener::new)?;
        next.on_event = listener.or(next.on_event);
        Ok(next)
    }
}

const SERVER: &str = "the origin of a server, such as https://coupons.example.com";
const LINK: &str = "the text of a claim link";
const LANGUAGE: &str = r#""zh" or "en""#;
const THEME: &str = r#""auto", "light" or "dark""#;

fn must(name: &str, be: &str) -> Wrong {
    Wrong(format!("options.{name} must be {be}"))
}

/// Reads a field; returns nothing for one that is not given.
fn field<T>(
    options: &JsValue,
    name: &str,
    be: &str,
    read: impl FnOnce(JsValue) -> Option<T>,
) -> Result<Option<T>, Wrong> {
    let Some(value) = guest::get(options, name) else { return Ok(None) };
    read(value).map(Some).ok_or_else(|| must(name, be))
}

/// Scheme and host, perhaps a port; a slash behind it is forgiven.
fn origin(text: &str) -> Option<String> {
    let text = text.strip_suffix('/').unwrap_or(text);
    let host = text.strip_prefix("https://").or(text.strip_prefix("http://"))?;
    let allowed = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b':');
    (!host.is_empty() && host.bytes().all(allowed)).then(|| text.to_owned())
}
