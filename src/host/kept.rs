//! Pages that are kept for when there is no network, by the worker `www/offline.js`.
//! <https://www.w3.org/TR/service-workers/>

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{RegistrationOptions, ServiceWorkerRegistration};

use super::document;

/// What the device's clock showed, in milliseconds, when the page's data came that the worker had kept;
/// nothing on a page that has come from the server.
#[must_use]
pub fn since() -> Option<i64> {
    document::element("page-data")?.get_attribute("data-kept")?.parse().ok()
}

/// Has pages kept whose paths begin with this, and this one among them. Nothing comes of it in a browser
/// without such workers, or in one that refuses.
pub fn keep(scope: &'static str) {
    spawn_local(async move {
        let _ = begin(scope).await;
    });
}

async fn begin(scope: &str) -> Result<(), JsValue> {
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    let workers = window.navigator().service_worker();
    if workers.is_undefined() {
        return Ok(());
    }
    let came_by_it = workers.controller().is_some();
    register(scope).await?;
    if came_by_it {
        return Ok(());
    }
    tell(&JsValue::NULL).await
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

/// Has pages whose paths begin with this go on without a network, before one of them was opened.
#[cfg(feature = "wallet")]
pub fn mind(scope: &'static str) {
    spawn_local(async move {
        let _ = register(scope).await;
    });
}

/// Has the page of a path kept, too, which is not the one that the browser has opened.
#[cfg(feature = "wallet")]
pub fn keep_page(path: String) {
    spawn_local(async move {
        let _ = tell(&path.into()).await;
    });
}

/// Tells the worker something as soon as there is one.
async fn tell(what: &JsValue) -> Result<(), JsValue> {
    let workers = web_sys::window().ok_or(JsValue::NULL)?.navigator().service_worker();
    if workers.is_undefined() {
        return Ok(());
    }
    let ready: ServiceWorkerRegistration = JsFuture::from(workers.ready()?).await?.unchecked_into();
    match ready.active() {
        Some(worker) => worker.post_message(what),
        None => Ok(()),
    }
}
