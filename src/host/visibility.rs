//! Whether the shopper is looking.

use gloo::events::EventListener;

/// Tells of each return to the page and each leaving until it is dropped.
pub struct Changes {
    _listeners: [EventListener; 2],
}

/// Calls with `true` whenever the page is seen again after it was hidden, and with `false` whenever it
/// is hidden or left. Browsers may tell of one leaving twice. A page that is restored from the
/// browser's cache is loaded anew by the boot script.
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
    Some(Changes { _listeners: [shown, left] })
}
