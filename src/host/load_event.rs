//! Waiting for an element to load.

use gloo::events::EventListener;
use js_sys::{Function, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::EventTarget;

/// Starts loading, and waits for the event `load` or `error`. Returns true after `load`.
pub async fn wait(target: &EventTarget, start: impl FnOnce()) -> bool {
    let mut listeners = Vec::new();
    let settled = Promise::new(&mut |resolve, reject| {
        let listener = |event, settle: Function| {
            EventListener::once(target, event, move |_| {
                let _ = settle.call0(&JsValue::UNDEFINED);
            })
        };
        listeners.extend([listener("load", resolve), listener("error", reject)]);
    });
    start();
    JsFuture::from(settled).await.is_ok()
}
