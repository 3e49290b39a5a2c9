//! What a site says when it mounts the page. Plain JavaScript comes in; what is not right is named.

use serde::Deserialize;
use serde::de::DeserializeOwned;
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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the device is set.
    #[default]
    Auto,
    /// Light.
    Light,
    /// Dark.
    Dark,
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
        if let Some(server) = field::<String>(options, "server", SERVER)? {
            next.server = origin(&server).ok_or_else(|| must("server", SERVER))?;
        }
        if let Some(link) = field::<String>(options, "link", LINK)? {
            next.link =
                Some(link).filter(|link| is_link(link)).ok_or_else(|| must("link", LINK))?;
        }
        if let Some(language) = field::<String>(options, "language", LANGUAGE)? {
            let known = [Language::Zh, Language::En].into_iter().find(|l| l.code() == language);
            next.language = known.ok_or_else(|| must("language", LANGUAGE))?;
        }
        if let Some(large) = field(options, "largeText", "true or false")? {
            next.large_text = large;
        }
        if let Some(theme) = field(options, "theme", r#""auto", "light" or "dark""#)? {
            next.theme = theme;
        }
        if let Some(listener) = guest::get(options, "onEvent") {
            let listener = Listener::new(listener).ok_or_else(|| must("onEvent", "a function"))?;
            next.on_event = Some(listener);
        }
        Ok(next)
    }
}

const SERVER: &str = "the origin of a server, such as https://coupons.example.com";
const LINK: &str = "the text of a claim link";
const LANGUAGE: &str = r#""zh" or "en""#;

fn must(name: &str, be: &str) -> Wrong {
    Wrong(format!("options.{name} must be {be}"))
}

/// A field that is given.
fn field<T: DeserializeOwned>(options: &JsValue, name: &str, be: &str) -> Result<Option<T>, Wrong> {
    let Some(value) = guest::get(options, name) else { return Ok(None) };
    serde_wasm_bindgen::from_value(value).map(Some).map_err(|_| must(name, be))
}

/// Scheme and host, perhaps a port; a slash behind it is forgiven.
fn origin(text: &str) -> Option<String> {
    let text = text.strip_suffix('/').unwrap_or(text);
    let host = text.strip_prefix("https://").or(text.strip_prefix("http://"))?;
    let allowed = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b':');
    (!host.is_empty() && host.bytes().all(allowed)).then(|| text.to_owned())
}
