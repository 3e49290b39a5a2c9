//! Keeping the screen on by the Screen Wake Lock, in browsers that have it.
//! <https://www.w3.org/TR/screen-wake-lock/>

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Keeps the screen on until it is dropped, or the page is hidden.
pub struct WakeLock(JsValue);

impl Drop for WakeLock {
    fn drop(&mut self) {
        // Releasing a lock again that the browser has released does no harm.
        let _ = call(&self.0, "release", &JsValue::UNDEFINED);
    }
}

/// Requests a lock. Returns none if the browser has no locks, or refuses because the battery is low.
pub async fn request() -> Option<WakeLock> {
    let navigator = web_sys::window()?.navigator();
    let locks = Reflect::get(&navigator, &"wakeLock".into()).ok()?;
    let lock: Promise = call(&locks, "request", &"screen".into()).ok()?.dyn_into().ok()?;
    JsFuture::from(lock).await.ok().map(WakeLock)
}

/// Calls a method that some browsers lack.
fn call(of: &JsValue, method: &str, argument: &JsValue) -> Result<JsValue, JsValue> {
    let method: Function = Reflect::get(of, &method.into())?.dyn_into()?;
    method.call1(of, argument)
}
