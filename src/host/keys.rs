//! Keys, wherever the focus is.

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

/// A key that went down.
pub struct Key {
    /// Its name or its character, as browsers tell it.
    pub name: String,
    /// When, in milliseconds of the page's own clock.
    pub at: f64,
    /// Whether what has the focus takes characters, or may do something else with the key.
    pub is_typed: bool,
}

/// Calls for each key that goes down without Control, Alt or Meta, before the page itself hears of it, until this is
/// dropped. Where it says so the page does not hear of it.
#[must_use]
pub fn on_key(call: impl Fn(Key) -> bool + 'static) -> Option<EventListener> {
    let document = web_sys::window()?.document()?;
    let options =
        EventListenerOptions { phase: gloo::events::EventListenerPhase::Capture, passive: false };
    Some(EventListener::new_with_options(&document, "keydown", options, move |event| {
        let Some(key) = event.dyn_ref::<KeyboardEvent>() else { return };
        if key.ctrl_key() || key.alt_key() || key.meta_key() || key.is_composing() {
            return;
        }
        let focused = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let is_typed = focused.is_some_and(|focused| {
            matches!(focused.tag_name().as_str(), "INPUT" | "SELECT" | "TEXTAREA")
        });
        if call(Key { name: key.key(), at: event.time_stamp(), is_typed }) {
            event.prevent_default();
            event.stop_propagation();
        }
    }))
}
