//! The history inside one document, and its scroll position.

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, History, Window};

use super::clock;

fn window() -> Option<Window> {
    web_sys::window()
}

fn history() -> Option<History> {
    window()?.history().ok()
}

/// Adds an address to the history, without loading it. Returns whether that worked.
pub fn push(address: &str) -> bool {
    let pushed = || history()?.push_state_with_url(&JsValue::NULL, "", Some(address)).ok();
    pushed().is_some()
}

/// Goes back.
pub fn back() {
    if let Some(history) = history() {
        let _ = history.back();
    }
}

/// Calls with the path after each step back or forward inside the document, until the listener is
/// dropped.
#[must_use]
pub fn on_traversed(call: impl Fn(String) + 'static) -> Option<EventListener> {
    let window = window()?;
    let location = window.location();
    Some(EventListener::new(&window, "popstate", move |_| {
        call(location.pathname().unwrap_or_default());
    }))
}

/// Reloads the document after a step back or forward to another path.
///
/// A coupon that the wallet opened in its own document may be reloaded. A step back then stays in that
/// document, but has the wallet's address.
pub fn reload_on_other_path(path: String) {
    let traversed = on_traversed(move |now| {
        if now != path {
            super::document::reload();
        }
    });
    // It listens as long as the document lives.
    if let Some(listener) = traversed {
        listener.forget();
    }
}

/// Returns the distance of an element from the upper edge of the screen, in CSS pixels.
#[must_use]
pub fn top_of(element: &Element) -> f64 {
    element.get_bounding_client_rect().top()
}

/// Scrolls to the top of the document.
pub fn scroll_to_top() {
    if let Some(window) = window() {
        window.scroll_to_with_x_and_y(0.0, 0.0);
    }
}

/// The time of a frame on the screen, rounded up.
const FRAME_MS: u32 = 20;

/// The layout is settled after this many frames.
const SETTLE_FRAMES: usize = 10;

/// Scrolls an element to a distance from the upper edge of the screen, and keeps it there until the layout
/// is settled or `is_current` returns false. Elements above it are laid out only when they come near, and
/// WebKit has no scroll anchoring.
pub async fn scroll_until(element: Element, top: f64, is_current: impl Fn() -> bool) {
    for _ in 0..SETTLE_FRAMES {
        let Some(window) = window().filter(|_| element.is_connected() && is_current()) else {
            return;
        };
        let distance = top_of(&element) - top;
        if distance.abs() >= 1.0 {
            window.scroll_by_with_x_and_y(0.0, distance);
        }
        clock::wait(FRAME_MS).await;
    }
}

/// Calls when a link to a path is tapped, until the listener is dropped. If the call returns true, the
/// browser does not follow the link.
#[must_use]
pub fn on_link_to(path: String, call: impl Fn() -> bool + 'static) -> Option<EventListener> {
    let document = window()?.document()?;
    let link = format!("a[href='{path}']");
    let options = EventListenerOptions::enable_prevent_default();
    Some(EventListener::new_with_options(&document, "click", options, move |event| {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let on_link = target.and_then(|target| target.closest(&link).ok().flatten()).is_some();
        if on_link && call() {
            event.prevent_default();
        }
    }))
}
