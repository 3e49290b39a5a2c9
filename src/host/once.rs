//! Waiting for one of two events.

use gloo::events::EventListener;
use js_sys::{Function, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::EventTarget;

/// Begins something, and waits until the event `good` or the event `bad` reaches its target. Says whether it
/// was the good one.
pub async fn either(
    target: &EventTarget,
    [good, bad]: [&'static str; 2],
    begin: impl FnOnce(),
) -> bool {
    let mut listeners = Vec::new();
    let settled = Promise::new(&mut |resolve, reject| {
        let listener = |event, settle: Function| {
            EventListener::once(target, event, move |_| {
                // Nobody listens to what comes of settling.
                let _ = settle.call0(&JsValue::UNDEFINED);
            })
        };
        listeners.extend([listener(good, resolve), listener(bad, reject)]);
    });
    begin();
    JsFuture::from(settled).await.is_ok()
}
