//! The network of the device.

use std::rc::Rc;

use gloo::events::EventListener;
use js_sys::{Array, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use super::clock;

/// Listens for changes until it is dropped.
pub struct Changes {
    _listeners: [EventListener; 2],
}

/// Calls with true when the device gets a network, and with false when it loses it.
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
                let _ = resolve.call0(&JsValue::UNDEFINED);
            })
        });
    });
    let (over, timeout) = clock::rejection_after(ms);
    let _ = JsFuture::from(Promise::race(&Array::of2(&online, &over))).await;
    drop((listener, timeout));
}
