//! Keys, wherever the focus is.

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

use super::document;

/// A key that was pressed.
pub struct Key {
    /// The name or character, as in `KeyboardEvent.key`.
    pub name: String,
    /// The time, in milliseconds of the document's clock.
    pub at_ms: f64,
    /// True if the key is held down.
    pub is_repeat: bool,
    /// The focused control, if it takes characters.
    pub field: Option<TypedField>,
}

/// A control that takes characters.
#[derive(Default)]
pub struct TypedField {
    pub id: String,
    /// Its text before the key.
    pub text: String,
}

/// Calls for each key without Control, Alt or Meta, until the listener is dropped. The call comes before
/// the page's own listeners; if it returns true, they do not get the key.
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
        let field = focused.filter(|focused| {
            matches!(focused.tag_name().as_str(), "INPUT" | "SELECT" | "TEXTAREA")
                && focused.get_attribute("type").as_deref() != Some("checkbox")
        });
        let field =
            field.map(|field| TypedField { id: field.id(), text: document::value_of(&field) });
        let (name, at_ms, is_repeat) = (key.key(), event.time_stamp(), key.repeat());
        if call(Key { name, at_ms, is_repeat, field }) {
            event.prevent_default();
            event.stop_propagation();
        }
    }))
}
