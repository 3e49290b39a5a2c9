//! Addresses of pages with something behind them that can be no part of them.

use axum::extract::{Request, State};
use axum::http::{Method, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use mall_coupons::route::{Route, link_of};

use super::reply::Reply;
use super::site;
use super::state::AppState;

/// Redirects an address with slashes behind it to its page. Answers any other with a file of the site.
pub async fn page_or_file(state: State<AppState>, request: Request) -> Result<Response, Reply> {
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    let uri = request.uri();
    match Route::parse(uri.path()).filter(|_| is_read) {
        Some(page) => Ok(to_page(&page, uri)),
        None => site::file(state, request).await,
    }
}

/// Redirects an address to the claim page of the link that it begins with. Returns none for a link alone.
pub fn without_rest(link: &str, uri: &Uri) -> Option<Response> {
    let own = link_of(link).filter(|own| own.len() < link.len())?;
    Some(to_page(&Route::Claim { link: own.to_owned() }, uri))
}

fn to_page(page: &Route, uri: &Uri) -> Response {
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    Redirect::temporary(&(page.path() + &query)).into_response()
}
