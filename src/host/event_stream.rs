//! Server-sent events. <https://html.spec.whatwg.org/multipage/server-sent-events.html>

use gloo::events::EventListener;
use js_sys::JSON;
use wasm_bindgen::JsCast;
use web_sys::{EventSource, MessageEvent};

use super::json::{self, Read};

/// Something that came from a stream.
pub enum StreamEvent<T> {
    Message(T),
    /// The connection is lost. The browser may connect again by itself.
    Disconnected,
}

/// A connection that stays open until it is dropped.
pub struct EventStream {
    source: EventSource,
    _listeners: [EventListener; 2],
}

impl Drop for EventStream {
    fn drop(&mut self) {
        self.source.close();
    }
}

/// Opens a stream for events of one name. Events that cannot be read are skipped. Returns none in a
/// browser without server-sent events.
#[must_use]
pub fn open<T: Read + 'static>(
    address: &str,
    name: &'static str,
    on_event: impl Fn(StreamEvent<T>) + Clone + 'static,
) -> Option<EventStream> {
    let source = EventSource::new(address).ok()?;
    let on_message = on_event.clone();
    let events = EventListener::new(&source, name, move |event| {
        let text = event.dyn_ref::<MessageEvent>().and_then(|event| event.data().as_string());
        let value = text.and_then(|text| JSON::parse(&text).ok());
        if let Some(value) = value.and_then(|value| json::read(&value)) {
            on_message(StreamEvent::Message(value));
        }
    });
    let errors = EventListener::new(&source, "error", move |_| on_event(StreamEvent::Disconnected));
    Some(EventStream { source, _listeners: [events, errors] })
}
