//! Copies of pages for use without a network, kept by the service worker `www/offline.js`.
//! <https://www.w3.org/TR/service-workers/>

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{RegistrationOptions, ServiceWorkerRegistration};

use super::{document, json};

/// Returns when the data of this copy arrived, in milliseconds of the device's clock; none if the page
/// comes from the server.
#[must_use]
pub fn arrived_ms() -> Option<i64> {
    json::number(&document::element("page-data")?.get_attribute("data-kept")?)
}

/// Keeps copies of pages below a path from now on, and of this page. Browsers without service workers do
/// nothing.
pub fn keep(scope: &'static str) {
    spawn_local(async move {
        let _ = register_and_keep(scope).await;
    });
}

async fn register_and_keep(scope: &str) -> Result<(), JsValue> {
    register(scope).await?;
    // The worker that controls this page may have started after the page was requested.
    let performance = web_sys::window().and_then(|window| window.performance());
    let loading_began = performance.map(|performance| performance.time_origin());
    post(&loading_began.into()).await
}

async fn register(scope: &str) -> Result<(), JsValue> {
    let workers = web_sys::window().ok_or(JsValue::NULL)?.navigator().service_worker();
    if workers.is_undefined() {
        return Ok(());
    }
    let options = RegistrationOptions::new();
    options.set_scope(scope);
    JsFuture::from(workers.register_with_options("/offline.js", &options)).await?;
    Ok(())
}

/// Registers the worker for pages below a path, before one of them is opened.
pub fn register_for(scope: &'static str) {
    spawn_local(async move {
        let _ = register(scope).await;
    });
}

/// Keeps a copy of another page.
pub fn add(path: String) {
    spawn_local(async move {
        let _ = post(&path.into()).await;
    });
}

/// Posts a message to the worker as soon as there is one.
async fn post(message: &JsValue) -> Result<(), JsValue> {
    let workers = web_sys::window().ok_or(JsValue::NULL)?.navigator().service_worker();
    if workers.is_undefined() {
        return Ok(());
    }
    let ready: ServiceWorkerRegistration = JsFuture::from(workers.ready()?).await?.unchecked_into();
    match ready.active() {
        Some(worker) => worker.post_message(message),
        None => Ok(()),
    }
}
