//! Server-sent events. <https://html.spec.whatwg.org/multipage/server-sent-events.html>

use gloo::events::EventListener;
use js_sys::JSON;
use wasm_bindgen::JsCast;
use web_sys::{EventSource, MessageEvent};

use super::json::{self, Read};

/// What comes of listening.
pub enum Heard<T> {
    /// An event.
    Told(T),
    /// The connection is gone. The browser may open it again by itself.
    CutOff,
}

/// Listens until it is dropped.
pub struct Stream {
    source: EventSource,
    _listeners: [EventListener; 2],
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.source.close();
    }
}

/// Listens to the events of a name at an address of the page's own server. What is not of the type is passed
/// over. Nothing in a browser without them.
#[must_use]
pub fn open<T: Read + 'static>(
    address: &str,
    name: &'static str,
    heard: impl Fn(Heard<T>) + Clone + 'static,
) -> Option<Stream> {
    let source = EventSource::new(address).ok()?;
    let told = heard.clone();
    let events = EventListener::new(&source, name, move |event| {
        let text = event.dyn_ref::<MessageEvent>().and_then(|event| event.data().as_string());
        let value = text.and_then(|text| JSON::parse(&text).ok());
        if let Some(value) = value.and_then(|value| json::read(&value)) {
            told(Heard::Told(value));
        }
    });
    let errors = EventListener::new(&source, "error", move |_| heard(Heard::CutOff));
    Some(Stream { source, _listeners: [events, errors] })
}
