//! Finished documents: a page, drawn on the server, with its data for the module.

use axum::Extension;
use axum::response::{Html, IntoResponse, Response};
use mall_coupons::{Page, Viewer};

use super::headers::Preload;
use super::prefs::RequestPrefs;
use super::shell::Additions;
use super::state::AppState;
use crate::error::Error;
use crate::identity::secret;
use crate::json::to_json;

/// Returns a page with its data beside it, for the module to take over.
pub async fn with_module(
    app: &AppState,
    page: Page,
    prefs: RequestPrefs,
) -> Result<Response, Error> {
    with_module_and_script(app, page, prefs, None).await
}

/// Returns the same with a script of the site, if there is one, that helps the module.
pub async fn with_module_and_script(
    app: &AppState,
    page: Page,
    prefs: RequestPrefs,
    script: Option<&str>,
) -> Result<Response, Error> {
    let (data, ahead) = (to_json(&page), ahead(app, &page, prefs));
    Ok((ahead, document(app, page, prefs, Some(&data), script).await?).into_response())
}

/// Returns the files that a browser preloads for a page. A page that waits for a payment preloads none: it may turn
/// out to be another page.
pub fn ahead(app: &AppState, page: &Page, prefs: RequestPrefs) -> Option<Extension<Preload>> {
    let module = match page {
        Page::Claim(_) => "claim",
        Page::Wallet(_) => "wallet",
        Page::Coupon(_) => "coupon",
        Page::Scan(_) => "scan",
        Page::Till(_) => "till",
        Page::Waiting(_) | Page::Problem(_) | Page::Unreachable => return None,
    };
    app.shell.build(module, prefs.language).map(|build| Extension(Preload(build)))
}

/// Returns a page that needs no module.
pub async fn without_module(app: &AppState, page: Page, prefs: RequestPrefs) -> Response {
    match document(app, page, prefs, None, None).await {
        Ok(html) => html.into_response(),
        Err(error) => error.refusal().code().to_owned().into_response(),
    }
}

async fn document(
    app: &AppState,
    page: Page,
    prefs: RequestPrefs,
    data: Option<&str>,
    script: Option<&str>,
) -> Result<Html<String>, Error> {
    let form_nonce = secret::random_name()?;
    let RequestPrefs { language, large_text, .. } = prefs;
    let title = page.title(language);
    let markup =
        mall_coupons::draw(page, Viewer { language, large_text, form_nonce, receipt: None }).await;
    let additions = Additions { script, ..Additions::default() };
    Ok(Html(app.shell.document_with(prefs, &title, &markup, data, additions)))
}
