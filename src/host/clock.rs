//! The device's clock and timers. Only differences of this clock are used: it may be wrong.

use gloo::timers::callback::{Interval, Timeout};
use js_sys::Promise;
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
    let (over, _patience) = rejection_after(ms);
    let _ = JsFuture::from(over).await;
}

/// A wait that ends when it is dropped.
pub struct Patience(i32);

impl Drop for Patience {
    fn drop(&mut self) {
        // On a page of its own a timer that nobody waits for harms nobody.
        if cfg!(feature = "embed")
            && let Some(window) = web_sys::window()
        {
            window.clear_timeout_with_handle(self.0);
        }
    }
}

/// A promise that is rejected after `ms` milliseconds, unless the patience is dropped before.
pub fn rejection_after(ms: u32) -> (Promise, Patience) {
    // No timer has this name.
    let mut patience = Patience(0);
    let promise = Promise::new(&mut |_, reject| {
        if let Some(window) = web_sys::window() {
            let ms = i32::try_from(ms).unwrap_or(i32::MAX);
            let timer = window.set_timeout_with_callback_and_timeout_and_arguments_0(&reject, ms);
            patience.0 = timer.unwrap_or(0);
        }
    });
    (promise, patience)
}
