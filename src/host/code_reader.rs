//! Reading QR codes: by the browser if it can, else by the scanner, a module that a worker loads on
//! first use.

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

/// The effort spent on a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effort {
    /// One frame of a video, by its number: quick.
    Frame(u32),
    /// A single picture: thorough.
    Still,
}

/// The scanner did not load.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotLoaded;

impl From<JsValue> for NotLoaded {
    fn from(_: JsValue) -> Self {
        Self
    }
}

/// Reads codes. It loads what it needs on first use.
#[derive(Default)]
pub struct CodeReader {
    /// The browser's own reader, once it was looked for; none inside if there is none or it fails.
    browser: RefCell<Option<Option<BarcodeDetector>>>,
    worker: RefCell<Option<Worker>>,
}

impl Drop for CodeReader {
    fn drop(&mut self) {
        self.stop();
    }
}

impl CodeReader {
    /// Reads the code in a picture; none if there is no readable code.
    ///
    /// # Errors
    /// [`NotLoaded`].
    pub async fn read(&self, canvas: &Canvas, effort: Effort) -> Result<Option<String>, NotLoaded> {
        match self.by_browser(canvas).await {
            // In a single picture the scanner may find more.
            Some(None) if effort == Effort::Still => self.by_scanner(canvas, effort).await,
            Some(read) => Ok(read),
            None => self.by_scanner(canvas, effort).await,
        }
    }

    /// Reads by the browser. Returns none if the browser reads no codes.
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
            // Some browsers report only here that their service is missing.
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
        let request = Array::of4(&buffer, &pixels.width().into(), &pixels.height().into(), &frame);
        let answer = self.ask(&request, &buffer).await;
        if answer.is_err() {
            // The next try loads the scanner again.
            self.stop();
        }
        Ok(answer?.as_string())
    }

    /// Sends a request to the worker, and moves the buffer to it. Each request has its own channel for
    /// the response.
    async fn ask(&self, request: &Array, buffer: &JsValue) -> Result<JsValue, NotLoaded> {
        let worker = self.worker()?;
        let channel = MessageChannel::new()?;
        let answered = Promise::new(&mut |resolve, reject| {
            channel.port1().set_onmessage(Some(&resolve));
            worker.set_onerror(Some(&reject));
        });
        let port = channel.port2();
        worker.post_message_with_transfer(request, &Array::of2(&port, buffer))?;
        let answer: MessageEvent = JsFuture::from(answered).await?.unchecked_into();
        // The worker answers `undefined` if the scanner did not load.
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

/// Returns the browser's own reader, if it reads QR codes.
async fn detector() -> Option<BarcodeDetector> {
    // A browser without one throws.
    let formats = JsFuture::from(BarcodeDetector::supported_formats().ok()?).await.ok()?;
    let reads = formats.unchecked_into::<Array>().includes(&"qr_code".into(), 0);
    let options = JSON::parse(r#"{"formats":["qr_code"]}"#).ok()?;
    if reads { BarcodeDetector::new(&options).ok() } else { None }
}
