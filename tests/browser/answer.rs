//! A server's answer as the page gets it.

use serde::Serialize;
use wasm_bindgen::JsValue;

/// Returns a value as the JSON that arrives.
pub fn as_json(value: &impl Serialize) -> JsValue {
    let serializer = serde_wasm_bindgen::Serializer::json_compatible();
    let value = value.serialize(&serializer).expect("serializes");
    // Through text, as on the network.
    js_sys::JSON::parse(&String::from(js_sys::JSON::stringify(&value).expect("text")))
        .expect("JSON")
}
