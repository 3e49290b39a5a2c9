//! HMAC-SHA256, made by the browser.

use js_sys::{Array, ArrayBuffer, Object, Reflect, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::CryptoKey;

/// The HMAC-SHA256 of each text under a key of hexadecimal digits; nothing where the browser makes none, as on
/// pages that came without HTTPS.
pub async fn hmac_sha256(key: &str, texts: &[String]) -> Option<Vec<Vec<u8>>> {
    let subtle = web_sys::window()?.crypto().ok()?.subtle();
    // Missing without HTTPS, whatever its type says.
    if subtle.is_undefined() {
        return None;
    }
    let algorithm = Object::new();
    for (name, value) in [("name", "HMAC"), ("hash", "SHA-256")] {
        Reflect::set(&algorithm, &name.into(), &value.into()).ok()?;
    }
    let bytes = Uint8Array::from(of_hex(key)?.as_slice());
    let usages = Array::of1(&"sign".into());
    let key = subtle.import_key_with_object("raw", &bytes, &algorithm, false, &usages).ok()?;
    let key: CryptoKey = JsFuture::from(key).await.ok()?.unchecked_into();
    let mut macs = Vec::new();
    for text in texts {
        let made = subtle.sign_with_str_and_u8_array("HMAC", &key, text.as_bytes()).ok()?;
        let made: ArrayBuffer = JsFuture::from(made).await.ok()?.unchecked_into();
        macs.push(Uint8Array::new(&made).to_vec());
    }
    Some(macs)
}

fn of_hex(digits: &str) -> Option<Vec<u8>> {
    let byte = |at| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
    (0..digits.len()).step_by(2).map(byte).collect()
}
