//! A shopper's coupon at the edge: to be shown at a till, and how it stands.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::header::{ETAG, IF_NONE_MATCH};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use mall_contract::{CouponShown, Problem, Refusal};

use super::input::Raw;
use super::problem::Reply;
use super::visit::Visit;
use crate::app::App;
use crate::error::Error;
use crate::shown;

/// A coupon of the shopper's, with the texts to show as a QR code for the next ten minutes.
///
/// Ask again with `If-None-Match` to learn how it stands: `304` says that nothing happened to it, and that the texts
/// from before are good for five minutes more.
#[utoipa::path(
    get, path = "/v1/coupons/{id}", tag = "page",
    security(("session" = [])),
    params(
        ("id" = String, Path, description = "The coupon's id"),
        ("lang" = Option<String>, Query, description = "`zh` or `en`")
    ),
    responses(
        (status = 200, description = "The coupon", body = CouponShown),
        (status = 304, description = "As before"),
        (status = 404, description = "`not_found`: not this shopper's", body = Problem),
        (status = "4XX", description = "Refused", body = Problem),
        (status = "5XX", description = "Ask again", body = Problem)
    )
)]
pub async fn shown(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    visit: Visit,
    raw: Raw,
) -> Result<Response, Reply> {
    let shopper = visit.session_only()?.ok_or(Refusal::SessionMissing)?;
    let Visit { mall, manner, now, .. } = &visit;
    let shown = shown::shown(&app, mall, shopper, &id, manner.language, *now).await?;
    let tag = HeaderValue::from_str(&shown.tag).map_err(|e| Error::fault("an ETag", e))?;
    let known = raw.headers.get(IF_NONE_MATCH) == Some(&tag);
    let mut response = match known {
        true => StatusCode::NOT_MODIFIED.into_response(),
        false => Json::<CouponShown>(shown.coupon).into_response(),
    };
    response.headers_mut().insert(ETAG, tag);
    Ok(response)
}
