//! What of the page comes into sight.

use js_sys::Array;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, IntersectionObserver, IntersectionObserverEntry, IntersectionObserverInit};

/// Watches elements until it is dropped.
pub struct Sight {
    observer: IntersectionObserver,
    _seen: Closure<dyn FnMut(Array)>,
}

impl Drop for Sight {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// Calls with an element's id when it comes into sight, or nearer to it than a margin (CSS lengths,
/// `600px`). Nothing in a browser that cannot tell.
#[must_use]
pub fn watch(elements: &[Element], margin: &str, seen: impl Fn(String) + 'static) -> Option<Sight> {
    let seen = Closure::<dyn FnMut(Array)>::new(move |entries: Array| {
        for entry in entries.iter() {
            let entry: IntersectionObserverEntry = entry.unchecked_into();
            if entry.is_intersecting() {
                seen(entry.target().id());
            }
        }
    });
    let init = IntersectionObserverInit::new();
    init.set_root_margin(margin);
    let known = js_sys::Reflect::has(&js_sys::global(), &JsValue::from("IntersectionObserver"));
    if known != Ok(true) {
        return None;
    }
    let callback = seen.as_ref().unchecked_ref();
    let observer = IntersectionObserver::new_with_options(callback, &init).ok()?;
    elements.iter().for_each(|element| observer.observe(element));
    Some(Sight { observer, _seen: seen })
}
