//! What is sent while the page goes away.

use js_sys::JSON;
use wasm_bindgen::JsValue;

/// Hands a JavaScript value to the browser, to be posted as JSON even after the page is gone. Says
/// whether the browser took it; no answer is ever heard of.
pub fn post(path: &str, body: &JsValue) -> bool {
    let posted = web_sys::window().zip(JSON::stringify(body).ok()).and_then(|(window, body)| {
        // As text, which says `text/plain`: this asks no other site for leave first.
        window.navigator().send_beacon_with_opt_str(path, Some(&String::from(body))).ok()
    });
    posted.unwrap_or(false)
}
