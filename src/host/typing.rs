//! Text as it is typed into an input.

use gloo::events::EventListener;
use js_sys::Reflect;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement};

/// Listens until it is dropped.
pub struct Typing {
    _listeners: [EventListener; 2],
}

/// Calls with the text of an input whenever it changes. While an input method composes a word, as for
/// Chinese, the call waits for the whole word.
#[must_use]
pub fn on_typed(id: &'static str, call: impl Fn(String) + Clone + 'static) -> Option<Typing> {
    let document = web_sys::window()?.document()?;
    let listener = |event: &'static str| {
        let call = call.clone();
        EventListener::new(&document, event, move |event| {
            let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            let Some(input) = target.filter(|target| target.id() == id) else { return };
            let is_composing = Reflect::get(event, &"isComposing".into());
            if event.type_() == "input" && is_composing.is_ok_and(|yes| yes.is_truthy()) {
                return;
            }
            if let Some(input) = input.dyn_ref::<HtmlInputElement>() {
                call(input.value());
            }
        })
    };
    Some(Typing { _listeners: [listener("input"), listener("compositionend")] })
}
