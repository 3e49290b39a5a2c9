//! Whether the shopper is looking.

use gloo::events::EventListener;

/// Tells of each return to the page and each leaving until it is dropped.
pub struct Changes {
    _listeners: [EventListener; 3],
}

/// Calls with `true` whenever the page is seen again: after it was hidden, or restored from the
/// browser's cache by going back; and with `false` whenever it is hidden or left. Browsers may tell
/// of one leaving twice.
#[must_use]
pub fn on_change(call: impl Fn(bool) + Clone + 'static) -> Option<Changes> {
    let window = web_sys::window()?;
    let document = window.document()?;
    let shown = EventListener::new(&document, "visibilitychange", {
        let (document, call) = (document.clone(), call.clone());
        move |_| call(!document.hidden())
    });
    let left = EventListener::new(&window, "pagehide", {
        let call = call.clone();
        move |_| call(false)
    });
    let restored = EventListener::new(&window, "pageshow", move |event| {
        let persisted = js_sys::Reflect::get(event, &"persisted".into());
        if persisted.is_ok_and(|p| p.is_truthy()) {
            call(true);
        }
    });
    Some(Changes { _listeners: [shown, left, restored] })
}
