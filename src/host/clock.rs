//! The device's clock and timers. Only differences of this clock are used: it may be wrong.

use gloo::timers::callback::{Interval, Timeout};
use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// Milliseconds on the device's own clock.
#[must_use]
pub fn device_ms() -> i64 {
    js_sys::Date::now() as i64
}

/// A timer that stops when it is dropped.
pub struct Timer {
    _running: Running,
}

enum Running {
    Once { _timeout: Timeout },
    Repeated { _interval: Interval },
}

/// Calls once after `ms` milliseconds.
#[must_use]
pub fn after(ms: u32, call: impl FnOnce() + 'static) -> Timer {
    Timer { _running: Running::Once { _timeout: Timeout::new(ms, call) } }
}

/// Calls every second.
#[must_use]
pub fn every_second(call: impl FnMut() + 'static) -> Timer {
    Timer { _running: Running::Repeated { _interval: Interval::new(1000, call) } }
}

/// Waits `ms` milliseconds.
pub async fn wait(ms: u32) {
    // What is awaited is only that it is over.
    let mut timer = None;
    let _ = JsFuture::from(rejection_after(ms, &mut timer)).await;
}

/// A promise that is rejected after `ms` milliseconds, unless the timer is dropped before.
pub fn rejection_after(ms: u32, timer: &mut Option<Timer>) -> Promise {
    Promise::new(&mut |_, reject| {
        *timer = Some(after(ms, move || {
            // Nobody listens to what comes of rejecting.
            let _ = reject.call0(&JsValue::UNDEFINED);
        }));
    })
}
