//! The device's clock, and timers. The clock may be wrong, so only its differences are used.

use gloo::timers::callback::{self, Interval};
use js_sys::Promise;
use wasm_bindgen_futures::JsFuture;

/// Returns the time of the device's clock in milliseconds.
#[must_use]
pub fn device_ms() -> i64 {
    js_sys::Date::now() as i64
}

/// Returns the time of the document's clock in milliseconds, as in an event's time stamp.
#[cfg(feature = "till")]
#[must_use]
pub fn document_ms() -> f64 {
    let clock = web_sys::window().and_then(|window| window.performance());
    clock.map_or(0.0, |clock| clock.now())
}

/// Browsers keep timers in 32 bits.
/// <https://html.spec.whatwg.org/multipage/timers-and-user-prompts.html#timers>
const MAX_TIMER_MS: i64 = i32::MAX as i64;

/// A timer that stops when it is dropped.
pub struct Timer {
    _running: Running,
}

enum Running {
    Once { _timeout: callback::Timeout },
    Repeated { _interval: Interval },
}

/// Calls once after `ms` milliseconds.
#[must_use]
pub fn after(ms: u32, call: impl FnOnce() + 'static) -> Timer {
    Timer { _running: Running::Once { _timeout: callback::Timeout::new(ms, call) } }
}

/// Calls once after `ms` milliseconds, or earlier where a browser's longest timer ends.
#[must_use]
pub fn after_long(ms: i64, call: impl FnOnce() + 'static) -> Timer {
    after(ms.clamp(0, MAX_TIMER_MS) as u32, call)
}

/// Calls every second.
#[must_use]
pub fn every_second(call: impl FnMut() + 'static) -> Timer {
    Timer { _running: Running::Repeated { _interval: Interval::new(1000, call) } }
}

/// Waits `ms` milliseconds.
pub async fn wait(ms: u32) {
    let (over, _timeout) = rejection_after(ms);
    let _ = JsFuture::from(over).await;
}

/// A timeout that is cleared when it is dropped.
pub struct Timeout(i32);

impl Drop for Timeout {
    fn drop(&mut self) {
        // On the mall's own page a timer without a listener does no harm.
        if cfg!(feature = "embed")
            && let Some(window) = web_sys::window()
        {
            window.clear_timeout_with_handle(self.0);
        }
    }
}

/// Returns a promise that is rejected after `ms` milliseconds, unless its timeout is dropped before.
pub fn rejection_after(ms: u32) -> (Promise, Timeout) {
    // No timer has the id 0.
    let mut timeout = Timeout(0);
    let promise = Promise::new(&mut |_, reject| {
        if let Some(window) = web_sys::window() {
            let ms = i32::try_from(ms).unwrap_or(i32::MAX);
            let timer = window.set_timeout_with_callback_and_timeout_and_arguments_0(&reject, ms);
            timeout.0 = timer.unwrap_or(0);
        }
    });
    (promise, timeout)
}
