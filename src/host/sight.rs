//! Elements that come into sight, and details that unfold.

use gloo::events::{EventListener, EventListenerOptions};
use js_sys::Array;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, IntersectionObserver, IntersectionObserverEntry, IntersectionObserverInit};

/// Watches elements until it is dropped.
pub struct Sight {
    observer: IntersectionObserver,
    _callback: Closure<dyn FnMut(Array)>,
}

impl Drop for Sight {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// Calls back with the id of an element when a share of it, from 0 to 1, comes into sight, or nearer to the screen than
/// a margin (a CSS length such as `600px`). A very high element counts when it fills half of the screen. Returns none in
/// a browser without `IntersectionObserver`.
#[must_use]
pub fn watch(
    elements: &[Element],
    margin: &str,
    share: f64,
    on_sight: Box<dyn Fn(String)>,
) -> Option<Sight> {
    let screen = web_sys::window()?.inner_height().ok()?.as_f64()?;
    let callback = Closure::<dyn FnMut(Array)>::new(move |entries: Array| {
        for entry in entries.iter() {
            let entry: IntersectionObserverEntry = entry.unchecked_into();
            let (element, ratio) = (entry.target(), entry.intersection_ratio());
            let half_of_screen = ratio * f64::from(element.client_height()) >= screen / 2.0;
            // The first call comes however small the visible share is.
            if entry.is_intersecting() && (ratio >= share || half_of_screen) {
                on_sight(element.id());
            }
        }
    });
    let init = IntersectionObserverInit::new();
    init.set_root_margin(margin);
    // Of an element as high as many screens, only a small share can be in sight.
    let shares: Array = (0..6).map(|n| JsValue::from(share / f64::from(1 << n))).collect();
    init.set_threshold(&shares);
    let function = callback.as_ref().unchecked_ref();
    // The constructor throws in a browser without it.
    let observer = IntersectionObserver::new_with_options(function, &init).ok()?;
    elements.iter().for_each(|element| observer.observe(element));
    Some(Sight { observer, _callback: callback })
}

/// Calls with the id of each `<details>` inside an element that unfolds, until the listener is dropped.
pub fn on_unfolded(within: &Element, call: impl Fn(String) + 'static) -> EventListener {
    // The event does not bubble, but it passes here in the capture phase.
    let options = EventListenerOptions::run_in_capture_phase();
    EventListener::new_with_options(within, "toggle", options, move |event| {
        let details = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        if let Some(details) = details.filter(|details| details.has_attribute("open")) {
            call(details.id());
        }
    })
}
