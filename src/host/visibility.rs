//! Whether the shopper is looking.

use gloo::events::EventListener;

/// Tells of each return to the page until it is dropped.
pub struct Returns {
    _listeners: [EventListener; 2],
}

/// Calls whenever the page is seen again: after it was hidden, or restored from the browser's
/// cache by going back.
#[must_use]
pub fn on_return(call: impl Fn() + Clone + 'static) -> Option<Returns> {
    let window = web_sys::window()?;
    let document = window.document()?;
    let shown = EventListener::new(&document, "visibilitychange", {
        let (document, call) = (document.clone(), call.clone());
        move |_| {
            if !document.hidden() {
                call();
            }
        }
    });
    let restored = EventListener::new(&window, "pageshow", move |event| {
        let persisted = js_sys::Reflect::get(event, &"persisted".into());
        if persisted.is_ok_and(|p| p.is_truthy()) {
            call();
        }
    });
    Some(Returns { _listeners: [shown, restored] })
}
