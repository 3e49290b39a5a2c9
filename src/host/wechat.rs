//! WeChat's scanner, by its JS-SDK, which is loaded inside WeChat only.
//! <https://developers.weixin.qq.com/doc/service/guide/h5/jssdk.html>

use js_sys::{Array, Function, JSON, Object, Promise, Reflect};
use mall_contract::JsConfig;
use wasm_bindgen::prelude::{Closure, wasm_bindgen};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::{clock, load_event};

/// The page's own camera takes over when WeChat is not ready after this time.
const READY_TIMEOUT_MS: u32 = 8_000;

#[wasm_bindgen]
extern "C" {
    type JsSdk;
    #[wasm_bindgen(method, catch)]
    fn config(this: &JsSdk, settings: &Object) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    fn ready(this: &JsSdk, call: &Function) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    fn error(this: &JsSdk, call: &Function) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch, js_name = scanQRCode)]
    fn scan_qr_code(this: &JsSdk, options: &Object) -> Result<(), JsValue>;
}

/// WeChat's scanner, ready for use.
pub struct WeChat(JsSdk);

/// WeChat's script or scanner failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScanFailed;

impl From<JsValue> for ScanFailed {
    fn from(_: JsValue) -> Self {
        Self
    }
}

impl WeChat {
    /// Loads the script at an address, and gives it the server's signature of this page.
    ///
    /// # Errors
    /// [`ScanFailed`] if the script does not load or does not accept the signature.
    pub async fn load(script: &str, signed: &JsConfig) -> Result<Self, ScanFailed> {
        let window = web_sys::window().ok_or(ScanFailed)?;
        let document = window.document().ok_or(ScanFailed)?;
        let element = document.create_element("script")?;
        element.set_attribute("src", script)?;
        let body = document.body().ok_or(ScanFailed)?;
        if !load_event::wait(&element, || drop(body.append_child(&element))).await {
            return Err(ScanFailed);
        }
        let sdk: JsSdk = Reflect::get(&window, &"wx".into())?.unchecked_into();
        let settings = object(&[
            ("appId", (&*signed.app_id).into()),
            ("timestamp", (signed.timestamp as f64).into()),
            ("nonceStr", (&*signed.nonce).into()),
            ("signature", (&*signed.signature).into()),
            ("jsApiList", Array::of1(&"scanQRCode".into()).into()),
        ])?;
        let mut registered = Ok(());
        // After `error` WeChat calls `ready` too; the promise is settled by then.
        let ready = Promise::new(&mut |resolve, reject| {
            registered = sdk.ready(&resolve).and_then(|()| sdk.error(&reject));
        });
        registered.and_then(|()| sdk.config(&settings))?;
        let (late, _timeout) = clock::rejection_after(READY_TIMEOUT_MS);
        JsFuture::from(Promise::race(&Array::of2(&ready, &late))).await?;
        Ok(Self(sdk))
    }

    /// Scans a code; none if the shopper cancels.
    ///
    /// # Errors
    /// [`ScanFailed`] if WeChat refuses.
    pub async fn scan(&self) -> Result<Option<String>, ScanFailed> {
        let mut started = Ok(());
        let mut on_success = None;
        let scanned = Promise::new(&mut |resolve, reject| {
            let read = Closure::<dyn FnMut(JsValue)>::new({
                let resolve = resolve.clone();
                move |result: JsValue| {
                    let text = Reflect::get(&result, &"resultStr".into()).unwrap_or_default();
                    let _ = resolve.call1(&JsValue::UNDEFINED, &text);
                }
            });
            started = object(&[
                ("needResult", 1.into()),
                ("scanType", Array::of1(&"qrCode".into()).into()),
                ("success", read.as_ref().clone()),
                // The argument of `cancel` is no text, so the result is none.
                ("cancel", resolve.into()),
                ("fail", reject.into()),
            ])
            .and_then(|options| self.0.scan_qr_code(&options));
            on_success = Some(read);
        });
        started?;
        let text = JsFuture::from(scanned).await?.as_string();
        drop(on_success);
        Ok(text.map(unwrap_json))
    }
}

/// Returns the text of a code. Some apps of the WeChat family wrap it in JSON.
fn unwrap_json(text: String) -> String {
    let inside = || {
        let outer = JSON::parse(&text).ok().filter(JsValue::is_object)?;
        let code = Reflect::get(&outer, &"scan_code".into()).ok().filter(JsValue::is_object)?;
        Reflect::get(&code, &"scan_result".into()).ok()?.as_string()
    };
    inside().unwrap_or(text)
}

fn object(fields: &[(&str, JsValue)]) -> Result<Object, JsValue> {
    let object = Object::new();
    for (name, value) in fields {
        Reflect::set(&object, &(*name).into(), value)?;
    }
    Ok(object)
}
