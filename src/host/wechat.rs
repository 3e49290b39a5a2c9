//! WeChat's scanner: its JS-SDK, which is loaded in WeChat only.
//! <https://developers.weixin.qq.com/doc/service/guide/h5/jssdk.html>

use js_sys::{Array, Function, JSON, Object, Promise, Reflect};
use mall_contract::JsConfig;
use wasm_bindgen::prelude::{Closure, wasm_bindgen};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::{clock, once};

/// How long WeChat is waited for, in milliseconds, before the page's own camera takes its place.
const PATIENCE: u32 = 8_000;

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

/// WeChat's scanner, ready.
pub struct WeChat(JsSdk);

/// Something of WeChat's did not do what it should.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unable;

impl From<JsValue> for Unable {
    fn from(_: JsValue) -> Self {
        Self
    }
}

impl WeChat {
    /// Loads the script at an address and shows it the server's signature of this page.
    ///
    /// # Errors
    /// [`Unable`] when the script does not come or does not take the signature.
    pub async fn set_up(script: &str, signed: &JsConfig) -> Result<Self, Unable> {
        let window = web_sys::window().ok_or(Unable)?;
        let document = window.document().ok_or(Unable)?;
        let element = document.create_element("script")?;
        element.set_attribute("src", script)?;
        let body = document.body().ok_or(Unable)?;
        if !once::either(&element, ["load", "error"], || drop(body.append_child(&element))).await {
            return Err(Unable);
        }
        let sdk: JsSdk = Reflect::get(&window, &"wx".into())?.unchecked_into();
        let settings = object(&[
            ("appId", (&*signed.app_id).into()),
            ("timestamp", (signed.timestamp as f64).into()),
            ("nonceStr", (&*signed.nonce).into()),
            ("signature", (&*signed.signature).into()),
            ("jsApiList", Array::of1(&"scanQRCode".into()).into()),
        ])?;
        let mut told = Ok(());
        // After an error WeChat calls `ready` all the same; the promise has made up its mind by then.
        let ready = Promise::new(&mut |resolve, reject| {
            told = sdk.ready(&resolve).and_then(|()| sdk.error(&reject));
        });
        told.and_then(|()| sdk.config(&settings))?;
        let (late, _patience) = clock::rejection_after(PATIENCE);
        JsFuture::from(Promise::race(&Array::of2(&ready, &late))).await?;
        Ok(Self(sdk))
    }

    /// Scans; nothing when the shopper gives up.
    ///
    /// # Errors
    /// [`Unable`] when WeChat refuses.
    pub async fn scan(&self) -> Result<Option<String>, Unable> {
        let mut asked = Ok(());
        let mut kept = None;
        let scanned = Promise::new(&mut |resolve, reject| {
            let read = Closure::<dyn FnMut(JsValue)>::new({
                let resolve = resolve.clone();
                move |result: JsValue| {
                    let text = Reflect::get(&result, &"resultStr".into()).unwrap_or_default();
                    let _ = resolve.call1(&JsValue::UNDEFINED, &text);
                }
            });
            asked = object(&[
                ("needResult", 1.into()),
                ("scanType", Array::of1(&"qrCode".into()).into()),
                ("success", read.as_ref().clone()),
                // What it is called with is no text.
                ("cancel", resolve.into()),
                ("fail", reject.into()),
            ])
            .and_then(|options| self.0.scan_qr_code(&options));
            kept = Some(read);
        });
        asked?;
        let text = JsFuture::from(scanned).await?.as_string();
        drop(kept);
        Ok(text.map(plain))
    }
}

/// The text itself, where a relative of WeChat's gives it inside JSON.
fn plain(text: String) -> String {
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
