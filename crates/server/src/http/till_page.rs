//! The till's page.

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use mall_contract::{Problem, Refusal, TillPage, TillRefusal};
use mall_coupons::{Page, pages};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::document::with_module;
use super::headers::PagePolicy;
use super::raw_request::RawRequest;
use super::reply::Reply;
use super::staff_session::staff_session;
use super::state::AppState;
use super::visit::Visit;
use crate::claim_page::{mall_view, store_view};
use crate::db::catalogue;
use crate::error::Error;

type Shared = State<AppState>;

/// Returns the routes of this file.
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(data))
}

/// Answers `GET /till`: the login, or the till for a person who is logged in.
pub async fn page(State(app): Shared, visit: Visit, raw: RawRequest) -> Result<Response, Reply> {
    let page = till_page(&app, &visit, &raw).await?;
    let mut response = with_module(&app, Page::Till(page.into()), visit.prefs).await?;
    let own = PagePolicy::with_styles(&app.shell, &[pages::till::STYLES]);
    let own = PagePolicy { scans: true, ..own };
    response.extensions_mut().insert(own);
    visit.prefs.remember(&mut response);
    Ok(response)
}

/// Returns the data of the till's page: the stores where staff can log in, and the person who is logged in.
#[utoipa::path(
    get, path = "/v1/till", tag = "page", security((), ("staff" = [])),
    responses(
        (status = 200, description = "The page", body = TillPage),
        (status = "4XX", description = "Refused", body = Problem),
        (status = "5XX", description = "Ask again", body = Problem)
    )
)]
pub async fn data(
    State(app): Shared,
    visit: Visit,
    raw: RawRequest,
) -> Result<Json<TillPage>, Reply> {
    Ok(Json(till_page(&app, &visit, &raw).await?))
}

async fn till_page(app: &AppState, visit: &Visit, raw: &RawRequest) -> Result<TillPage, Error> {
    let Visit { mall, prefs, now, .. } = visit;
    let zone = mall.zone()?;
    let rows = catalogue::stores(&mut *app.request().db.read().await?, &mall.id).await?;
    let stores = rows.iter().map(|row| store_view(row, prefs.language));
    let session = match staff_session(&mut app.request(), visit, &raw.headers).await {
        Ok(person) => Some(person.to_contract(&zone)?),
        Err(Error::Refused(Refusal::Till(TillRefusal::StaffSessionMissing))) => None,
        Err(error) => return Err(error),
    };
    Ok(TillPage {
        mall: mall_view(mall, prefs.language),
        server_time: zone.moment(*now),
        stores: stores.collect::<Result<_, _>>()?,
        session,
    })
}
