//! HMAC-SHA256 by the browser's Web Crypto.

use js_sys::{Array, ArrayBuffer, Object, Reflect, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::CryptoKey;

/// Returns the HMAC-SHA256 of each text under a hexadecimal key; none in a browser without Web Crypto, as
/// on pages without HTTPS.
pub async fn hmac_sha256(key: &str, texts: &[String]) -> Option<Vec<Vec<u8>>> {
    let subtle = web_sys::window()?.crypto().ok()?.subtle();
    // `undefined` on pages without HTTPS.
    if subtle.is_undefined() {
        return None;
    }
    let algorithm = Object::new();
    for (name, value) in [("name", "HMAC"), ("hash", "SHA-256")] {
        Reflect::set(&algorithm, &name.into(), &value.into()).ok()?;
    }
    let bytes = Uint8Array::from(from_hex(key)?.as_slice());
    let usages = Array::of1(&"sign".into());
    let key = subtle.import_key_with_object("raw", &bytes, &algorithm, false, &usages).ok()?;
    let key: CryptoKey = JsFuture::from(key).await.ok()?.unchecked_into();
    let mut macs = Vec::new();
    for text in texts {
        let mac = subtle.sign_with_str_and_u8_array("HMAC", &key, text.as_bytes()).ok()?;
        let mac: ArrayBuffer = JsFuture::from(mac).await.ok()?.unchecked_into();
        macs.push(Uint8Array::new(&mac).to_vec());
    }
    Some(macs)
}

fn from_hex(digits: &str) -> Option<Vec<u8>> {
    let byte = |at| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
    (0..digits.len()).step_by(2).map(byte).collect()
}
