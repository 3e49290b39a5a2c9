//! The visibility of the page.

use gloo::events::EventListener;

/// Listens for changes until it is dropped.
pub struct Changes {
    _listeners: [EventListener; 2],
}

/// Calls with true when a hidden page becomes visible, and with false when the page is hidden or left.
/// Browsers may report one leaving twice. The boot script reloads a page that comes back from the browser's
/// back/forward cache.
#[must_use]
pub fn on_change(call: impl Fn(bool) + Clone + 'static) -> Option<Changes> {
    let window = web_sys::window()?;
    let document = window.document()?;
    let change = EventListener::new(&document, "visibilitychange", {
        let (document, call) = (document.clone(), call.clone());
        move |_| call(!document.hidden())
    });
    let leave = EventListener::new(&window, "pagehide", {
        let call = call.clone();
        move |_| call(false)
    });
    Some(Changes { _listeners: [change, leave] })
}
