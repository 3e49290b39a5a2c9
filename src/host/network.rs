//! Whether the device has a network.

use std::rc::Rc;

use gloo::events::EventListener;
use js_sys::{Array, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use super::clock;

/// Tells of changes until it is dropped.
pub struct Changes {
    _listeners: [EventListener; 2],
}

/// Calls with whether there is a network, whenever that changes.
#[must_use]
pub fn on_change(call: impl Fn(bool) + 'static) -> Option<Changes> {
    let window = web_sys::window()?;
    let call = Rc::new(call);
    let listener = |event: &'static str, online: bool| {
        let call = call.clone();
        EventListener::new(&window, event, move |_| call(online))
    };
    Some(Changes { _listeners: [listener("online", true), listener("offline", false)] })
}

/// Waits `ms` milliseconds, or until the network is back.
pub async fn wait(ms: u32) {
    let mut listener = None;
    let online = Promise::new(&mut |resolve, _| {
        listener = web_sys::window().map(|window| {
            EventListener::once(&window, "online", move |_| {
                // Nobody listens to what comes of resolving.
                let _ = resolve.call0(&JsValue::UNDEFINED);
            })
        });
    });
    // What is awaited is only that it is over.
    let (over, patience) = clock::rejection_after(ms);
    let _ = JsFuture::from(Promise::race(&Array::of2(&online, &over))).await;
    drop((listener, patience));
}
