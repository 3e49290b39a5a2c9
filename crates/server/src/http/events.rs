//! Counting at the edge: batches come in, counts go out.

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use mall_contract::{EventBatch, EventCounts, Problem};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::days_query::DaysQuery;
use super::kernel;
use super::parameters::Signed;
use super::query;
use super::raw_request::RawRequest;
use super::reply::Reply;
use super::state::AppState;
use super::visit::Visit;
use crate::events::{self, Reporter};

/// Returns the routes of this file.
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(report_events)).routes(routes!(event_counts))
}

/// Counts events on a page, without any data of a person. The same event of the same visit counts once, however often
/// it is sent. So a batch whose response was lost is sent again unchanged.
///
/// No session is needed, and another site that has the link may report too. A beacon at the end of the page has the
/// type `text/plain` and the same body. Events of offers that the mall does not have are left out. Events beyond what a
/// visit, a network or a day may store are only counted.
#[utoipa::path(
    post, path = "/v1/events", tag = "page", request_body = EventBatch,
    responses(
        (status = 204, description = "Taken down"),
        (status = "4XX", description = "Refused", body = Problem),
        (status = "5XX", description = "Not known to be done; send it again", body = Problem)
    )
)]
pub async fn report_events(
    State(app): State<AppState>,
    visit: Visit,
    raw: RawRequest,
) -> Result<StatusCode, Reply> {
    let batch: EventBatch = raw.json_as(&["application/json", "text/plain"])?;
    let kernel = kernel::name(kernel::agent(&raw.headers));
    let reporter = Reporter { kernel: &kernel, network: &visit.address };
    let result = events::take(&mut app.request(), &visit.mall, &batch, reporter, visit.now).await?;
    if result.stored {
        visit.count_scan(&mut app.request(), &result.link).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}

/// Counts the events that pages have reported, by offer, kind, refusal and surface.
///
/// Signed like a payment, with an empty body. Days are the mall's own.
#[utoipa::path(
    get, path = "/v1/events/counts", tag = "mall system",
    params(Signed, DaysQuery),
    responses(
        (status = 200, description = "The counts", body = EventCounts),
        (status = "4XX", description = "Refused", body = Problem),
        (status = "5XX", description = "Ask again", body = Problem)
    )
)]
pub async fn event_counts(
    State(app): State<AppState>,
    uri: Uri,
    raw: RawRequest,
) -> Result<Json<EventCounts>, Reply> {
    let mall = raw.signed(&mut app.request()).await?;
    Ok(Json(
        events::counts(&mut app.request(), &mall, query::read::<DaysQuery>(&uri)?.days()?).await?,
    ))
}
