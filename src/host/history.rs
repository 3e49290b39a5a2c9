//! Going on and back within one document, and where it is scrolled to.

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

/// Makes the document that of another address; going back leads to the one it had. Says whether it did.
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

/// Calls with the document's path whenever one went back or on within it, until what this gives is dropped.
#[must_use]
pub fn on_traversed(call: impl Fn(String) + 'static) -> Option<EventListener> {
    let window = window()?;
    let location = window.location();
    Some(EventListener::new(&window, "popstate", move |_| {
        call(location.pathname().unwrap_or_default());
    }))
}

/// From now on the document is loaded anew whenever one has gone back or on in it to another path than this. A coupon that
/// the wallet opened in its own document may be loaded anew; going back then stays in that document, at another page's
/// address.
pub fn load_elsewhere(path: String) {
    let traversed = on_traversed(move |now| {
        if now != path {
            super::document::reload();
        }
    });
    // As long as the document stands.
    if let Some(listener) = traversed {
        listener.forget();
    }
}

/// How far below the screen's upper edge an element begins, in CSS pixels.
#[must_use]
pub fn top_of(element: &Element) -> f64 {
    element.get_bounding_client_rect().top()
}

/// Scrolls to the document's beginning.
pub fn scroll_to_top() {
    if let Some(window) = window() {
        window.scroll_to_with_x_and_y(0.0, 0.0);
    }
}

/// A frame of the screen lasts so many milliseconds, or less; after so many of them things stand where they will.
const FRAME: u32 = 20;
const FRAMES: usize = 10;

/// Scrolls until an element begins so far below the screen's upper edge, and keeps it there for a moment as long as it
/// stays: what stands above it may be laid out only as it comes near, and WebKit keeps nothing in its place meanwhile.
pub async fn scroll_until(element: Element, top: f64, stays: impl Fn() -> bool) {
    for _ in 0..FRAMES {
        let Some(window) = window().filter(|_| element.is_connected() && stays()) else { return };
        let away = top_of(&element) - top;
        if away.abs() >= 1.0 {
            window.scroll_by_with_x_and_y(0.0, away);
        }
        clock::wait(FRAME).await;
    }
}

/// Calls when a link to a path is tapped, until what this gives is dropped; where the call says that it was enough, the
/// link is not followed.
#[must_use]
pub fn on_way_to(path: String, call: impl Fn() -> bool + 'static) -> Option<EventListener> {
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
