//! Reading QR codes: by the browser where it can, else by the scanner, a module of its own that a worker
//! loads when it is first needed.

use std::cell::RefCell;

use js_sys::{Array, JSON, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlCanvasElement, MessageChannel, MessageEvent, Worker};

use super::canvas::Canvas;
use super::document;

#[wasm_bindgen]
extern "C" {
    /// <https://wicg.github.io/shape-detection-api/#barcode-detection-api>
    type BarcodeDetector;
    #[wasm_bindgen(constructor, catch)]
    fn new(options: &JsValue) -> Result<BarcodeDetector, JsValue>;
    #[wasm_bindgen(static_method_of = BarcodeDetector, catch, js_name = getSupportedFormats)]
    fn supported_formats() -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn detect(this: &BarcodeDetector, source: &HtmlCanvasElement) -> Result<Promise, JsValue>;
}

/// How hard a picture is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effort {
    /// One of many: quickly, in the turn of this number.
    Frame(u32),
    /// The only one: in every way there is.
    Still,
}

/// The scanner could not be loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotLoaded;

impl From<JsValue> for NotLoaded {
    fn from(_: JsValue) -> Self {
        Self
    }
}

/// Reads codes. What it needs is got when it is first needed, and kept.
#[derive(Default)]
pub struct Reader {
    /// The browser's own; nothing inside where it has none, or it does not work.
    browser: RefCell<Option<Option<BarcodeDetector>>>,
    worker: RefCell<Option<Worker>>,
}

impl Drop for Reader {
    fn drop(&mut self) {
        self.stop();
    }
}

impl Reader {
    /// What a code in the picture says; nothing where none can be read.
    ///
    /// # Errors
    /// [`NotLoaded`].
    pub async fn read(&self, canvas: &Canvas, effort: Effort) -> Result<Option<String>, NotLoaded> {
        match self.by_browser(canvas).await {
            // Of the only picture there is, the scanner may make more.
            Some(None) if effort == Effort::Still => self.by_scanner(canvas, effort).await,
            Some(read) => Ok(read),
            None => self.by_scanner(canvas, effort).await,
        }
    }

    /// Nothing where the browser reads no codes; else what it has read.
    async fn by_browser(&self, canvas: &Canvas) -> Option<Option<String>> {
        if self.browser.borrow().is_none() {
            let detector = detector().await;
            self.browser.replace(Some(detector));
        }
        let detecting = self.browser.borrow().as_ref()?.as_ref()?.detect(canvas.element());
        let found = match detecting {
            Ok(detecting) => JsFuture::from(detecting).await,
            Err(error) => Err(error),
        };
        let Ok(found) = found else {
            // Where its service is missing it says so only now.
            self.browser.replace(Some(None));
            return None;
        };
        let first = found.unchecked_into::<Array>().get(0);
        let text = Reflect::get(&first, &"rawValue".into()).ok().and_then(|text| text.as_string());
        Some(text)
    }

    async fn by_scanner(
        &self,
        canvas: &Canvas,
        effort: Effort,
    ) -> Result<Option<String>, NotLoaded> {
        let Some(pixels) = canvas.pixels() else { return Ok(None) };
        let buffer = Reflect::get(&pixels, &"data".into())?.unchecked_into::<Uint8Array>().buffer();
        let frame = match effort {
            Effort::Frame(number) => number.into(),
            Effort::Still => JsValue::NULL,
        };
        let question = Array::of4(&buffer, &pixels.width().into(), &pixels.height().into(), &frame);
        let answer = self.ask(&question, &buffer).await;
        if answer.is_err() {
            // The next try begins anew.
            self.stop();
        }
        Ok(answer?.as_string())
    }

    /// Hands the worker a question and what of it is given away. Each has a channel of its own for its
    /// answer.
    async fn ask(&self, question: &Array, given: &JsValue) -> Result<JsValue, NotLoaded> {
        let worker = self.worker()?;
        let channel = MessageChannel::new()?;
        let answered = Promise::new(&mut |resolve, reject| {
            channel.port1().set_onmessage(Some(&resolve));
            worker.set_onerror(Some(&reject));
        });
        let port = channel.port2();
        worker.post_message_with_transfer(question, &Array::of2(&port, given))?;
        let answer: MessageEvent = JsFuture::from(answered).await?.unchecked_into();
        // What the worker says without a scanner.
        if answer.data().is_undefined() { Err(NotLoaded) } else { Ok(answer.data()) }
    }

    fn worker(&self) -> Result<Worker, NotLoaded> {
        if let Some(worker) = self.worker.borrow().as_ref() {
            return Ok(worker.clone());
        }
        let folder = document::assets().ok_or(NotLoaded)?;
        let worker = Worker::new(&[&folder, "scan-worker.js"].concat())?;
        self.worker.replace(Some(worker.clone()));
        Ok(worker)
    }

    fn stop(&self) {
        if let Some(worker) = self.worker.take() {
            worker.terminate();
        }
    }
}

/// The browser's own reader, where it has one that reads QR codes.
async fn detector() -> Option<BarcodeDetector> {
    // A browser without one throws.
    let formats = JsFuture::from(BarcodeDetector::supported_formats().ok()?).await.ok()?;
    let reads = formats.unchecked_into::<Array>().includes(&"qr_code".into(), 0);
    let options = JSON::parse(r#"{"formats":["qr_code"]}"#).ok()?;
    if reads { BarcodeDetector::new(&options).ok() } else { None }
}
