//! A screen that stays on: the Screen Wake Lock, where the browser has one.
//! <https://www.w3.org/TR/screen-wake-lock/>

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// The screen stays on until this is dropped, or the page is hidden.
pub struct Awake(JsValue);

impl Drop for Awake {
    fn drop(&mut self) {
        // One that the browser has released itself is released once more without harm.
        let _ = call(&self.0, "release", &JsValue::UNDEFINED);
    }
}

/// Keeps the screen on; nothing where the browser cannot, or will not with a battery that is low.
pub async fn keep() -> Option<Awake> {
    let navigator = web_sys::window()?.navigator();
    let locks = Reflect::get(&navigator, &"wakeLock".into()).ok()?;
    let asked: Promise = call(&locks, "request", &"screen".into()).ok()?.dyn_into().ok()?;
    JsFuture::from(asked).await.ok().map(Awake)
}

/// Calls a method that not every browser has.
fn call(of: &JsValue, method: &str, argument: &JsValue) -> Result<JsValue, JsValue> {
    let method: Function = Reflect::get(of, &method.into())?.dyn_into()?;
    method.call1(of, argument)
}
