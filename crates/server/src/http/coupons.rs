//! A shopper's coupon at the edge: its code for a till, and its state.

use std::time::Duration;

use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::header::{ETAG, IF_NONE_MATCH};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use http_body_util::channel::{Channel, Sender};
use mall_contract::{CouponId, CouponPage, Problem, Refusal, ShopperId};
use mall_coupons::{Page, pages};
use tokio::sync::watch;
use tokio::time::timeout;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::document::with_module;
use super::headers::PagePolicy;
use super::parameters::LanguageQuery;
use super::raw_request::RawRequest;
use super::reply::Reply;
use super::state::AppState;
use super::visit::Visit;
use crate::clock::Ms;
use crate::coupon_view::{self, CouponView};
use crate::error::OrFault;
use crate::json::to_json;
use crate::wallet::Holder;

/// Returns the routes of this file.
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(data)).routes(routes!(events))
}

/// Answers `GET /coupons/{id}`: the coupon's page, for its holder alone.
pub async fn page(
    State(app): State<AppState>,
    Path(id): Path<String>,
    visit: Visit,
) -> Result<Response, Reply> {
    let holder = visit.session_only()?.ok_or(Refusal::SessionMissing)?;
    let id = coupon_id(&id)?;
    let Visit { mall, prefs, now, .. } = &visit;
    let CouponView { coupon, .. } =
        coupon_view::load(&mut app.request(), mall, holder, &id, prefs.language, *now).await?;
    let mut response = with_module(&app, Page::Coupon(coupon.into()), *prefs).await?;
    let own = PagePolicy::with_styles(&app.shell, &[pages::coupon::STYLES]);
    response.extensions_mut().insert(own);
    prefs.remember(&mut response);
    visit.mark(&mut response);
    Ok(response)
}

/// A coupon of the shopper's, with the texts to show as a QR code for the next ten minutes.
///
/// Ask again with `If-None-Match` to learn its state: `304` says that nothing happened to it, and that the earlier
/// texts are good for five minutes more.
#[utoipa::path(
    get, path = "/v1/coupons/{id}", operation_id = "shown", tag = "page",
    security(("session" = [])),
    params(("id" = String, Path, description = "The coupon's id"), LanguageQuery),
    responses(
        (status = 200, description = "The coupon", body = CouponPage),
        (status = 304, description = "As before"),
        (status = 404, description = "`not_found`: not this shopper's", body = Problem),
        (status = "4XX", description = "Refused", body = Problem),
        (status = "5XX", description = "Ask again", body = Problem)
    )
)]
pub async fn data(
    State(app): State<AppState>,
    Path(id): Path<String>,
    visit: Visit,
    raw: RawRequest,
) -> Result<Response, Reply> {
    let holder = visit.session_only()?.ok_or(Refusal::SessionMissing)?;
    let id = coupon_id(&id)?;
    let Visit { mall, prefs, now, .. } = &visit;
    let view =
        coupon_view::load(&mut app.request(), mall, holder, &id, prefs.language, *now).await?;
    let tag = HeaderValue::from_str(&view.tag).or_fault("an ETag has invalid characters")?;
    let is_unchanged = raw.headers.get(IF_NONE_MATCH) == Some(&tag);
    let mut response = match is_unchanged {
        true => StatusCode::NOT_MODIFIED.into_response(),
        false => Json::<CouponPage>(view.coupon).into_response(),
    };
    response.headers_mut().insert(ETAG, tag);
    visit.mark(&mut response);
    Ok(response)
}

/// Reads the coupon's id of an address. What is no id is nobody's coupon.
fn coupon_id(text: &str) -> Result<CouponId, Refusal> {
    CouponId::parse(text).map_err(|_| Refusal::NotFound)
}

/// A comment is sent after this time without an event, so that a broken connection is noticed.
const KEEP_ALIVE_INTERVAL: Duration = Duration::from_secs(15);

/// Streams the coupon's state, and again each change of it, as server-sent events of the name `coupon`.
///
/// The stream ends when the server stops. A page that has lost it opens it again, or requests the coupon itself from
/// time to time.
#[utoipa::path(
    get, path = "/v1/coupons/{id}/events", tag = "page",
    security(("session" = [])),
    params(("id" = String, Path, description = "The coupon's id"), LanguageQuery),
    responses(
        (status = 200, description = "Events with a coupon each", body = CouponPage, content_type = "text/event-stream"),
        (status = 404, description = "`not_found`: not this shopper's", body = Problem),
        (status = "4XX", description = "Refused", body = Problem),
        (status = "5XX", description = "Ask for the coupon itself from time to time", body = Problem)
    )
)]
pub async fn events(
    State(app): State<AppState>,
    Path(id): Path<String>,
    visit: Visit,
) -> Result<Response, Reply> {
    let holder = visit.session_only()?.ok_or(Refusal::SessionMissing)?;
    let id = coupon_id(&id)?;
    // First of all, so that nothing that happens from now on is missed.
    let changes = app.coupon_watch.subscribe(&visit.mall.id, &id)?;
    let Visit { mall, prefs, now, .. } = &visit;
    let first =
        coupon_view::load(&mut app.request(), mall, holder, &id, prefs.language, *now).await?;
    let (sender, body) = Channel::<Bytes>::new(4);
    let (shopper, since) = (holder.shopper.clone(), holder.since);
    tokio::spawn(send_changes(app, visit, (shopper, since), first, changes, sender));
    // nginx would hold the events back until its buffer is full.
    let headers = [("content-type", "text/event-stream"), ("x-accel-buffering", "no")];
    Ok((headers, Body::new(body)).into_response())
}

/// Writes events until the listener or the server goes away.
async fn send_changes(
    app: AppState,
    visit: Visit,
    (shopper, since): (ShopperId, Ms),
    first: CouponView,
    mut changes: watch::Receiver<i64>,
    mut to: Sender<Bytes>,
) {
    let (id, mut last) = (first.coupon.coupon.id.clone(), first.state.clone());
    let mut text = event(&first);
    while to.send_data(Bytes::from(text)).await.is_ok() {
        text = match timeout(KEEP_ALIVE_INTERVAL, changes.changed()).await {
            Err(_) => ":\n\n".to_owned(),
            Ok(Err(_)) => return,
            Ok(Ok(())) => {
                let language = visit.prefs.language;
                let now = coupon_view::load(
                    &mut app.request(),
                    &visit.mall,
                    Holder { shopper: &shopper, since },
                    &id,
                    language,
                    app.context.now(),
                )
                .await;
                match now {
                    // The stream's first event has the state of that instant.
                    Ok(now) if now.state == last => ":\n\n".to_owned(),
                    Ok(now) => {
                        last.clone_from(&now.state);
                        event(&now)
                    }
                    // The page opens the stream again and gets the reason.
                    Err(_) => return,
                }
            }
        };
    }
}

fn event(view: &CouponView) -> String {
    format!("event: coupon\ndata: {}\n\n", to_json(&view.coupon))
}
