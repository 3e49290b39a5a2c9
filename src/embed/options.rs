//! The options of a mount. They come as plain JavaScript; an error names the wrong option.

use wasm_bindgen::JsValue;

use crate::host::guest::{self, Listener};
use crate::route::is_link;
use crate::text::Language;

/// The names of options.
const NAMES: [&str; 6] = ["server", "link", "language", "largeText", "theme", "onEvent"];

/// A sentence that names the wrong field.
#[derive(Debug, PartialEq, Eq)]
pub struct InvalidOption(pub String);

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

/// The options of a mount.
#[derive(Clone)]
pub struct Options {
    /// The server's origin, without a slash at the end.
    pub server: String,
    /// The claim link's token.
    pub link: String,
    /// The language to read.
    pub language: Language,
    /// All text is 1.4 times as large.
    pub large_text: bool,
    /// Light or dark.
    pub theme: Theme,
    /// Gets the events.
    pub on_event: Option<Listener>,
}

impl Options {
    /// Reads those of a new mount.
    ///
    /// # Errors
    /// [`InvalidOption`].
    pub fn read(options: &JsValue) -> Result<Self, InvalidOption> {
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
            return Err(invalid("server", SERVER));
        }
        if read.link.is_empty() {
            return Err(invalid("link", LINK));
        }
        Ok(read)
    }

    /// Returns these options, with those of `options` in their places.
    ///
    /// # Errors
    /// [`InvalidOption`].
    pub fn with(&self, options: &JsValue) -> Result<Self, InvalidOption> {
        if !guest::is_plain(options) {
            return Err(InvalidOption("options must be an object".into()));
        }
        if let Some(name) = guest::names(options).iter().find(|n| !NAMES.contains(&n.as_str())) {
            return Err(InvalidOption(format!(
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

fn invalid(name: &str, form: &str) -> InvalidOption {
    InvalidOption(format!("options.{name} must be {form}"))
}

/// Reads a field. Returns none if it is missing.
fn field<T>(
    options: &JsValue,
    name: &str,
    form: &str,
    read: impl FnOnce(JsValue) -> Option<T>,
) -> Result<Option<T>, InvalidOption> {
    let Some(value) = guest::get(options, name) else { return Ok(None) };
    read(value).map(Some).ok_or_else(|| invalid(name, form))
}

/// Parses scheme, host and perhaps a port. A slash at the end is allowed.
fn origin(text: &str) -> Option<String> {
    let text = text.strip_suffix('/').unwrap_or(text);
    let host = text.strip_prefix("https://").or(text.strip_prefix("http://"))?;
    let allowed = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b':');
    (!host.is_empty() && host.bytes().all(allowed)).then(|| text.to_owned())
}
