//! Bursts at the edge: what the mall's system asks to see of strangers.

use axum::Json;
use axum::extract::State;
use axum::http::Uri;
use mall_contract::{PlacementBursts, Problem};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::days_query::DaysQuery;
use super::parameters::Signed;
use super::query;
use super::raw_request::RawRequest;
use super::reply::Reply;
use super::state::AppState;
use crate::bursts;

/// Returns the routes of this file.
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(list))
}

/// Bursts of claims by strangers that the server held back: where, from which network and in which minute. The newest 500
/// come first.
///
/// Signed like a payment, with an empty body. Days are the mall's own.
#[utoipa::path(
    get, path = "/v1/placements/bursts", operation_id = "bursts", tag = "mall system",
    params(Signed, DaysQuery),
    responses(
        (status = 200, description = "The bursts", body = PlacementBursts),
        (status = "4XX", description = "Refused", body = Problem),
        (status = "5XX", description = "Ask again", body = Problem)
    )
)]
pub async fn list(
    State(app): State<AppState>,
    uri: Uri,
    raw: RawRequest,
) -> Result<Json<PlacementBursts>, Reply> {
    let mall = raw.signed(&mut app.request()).await?;
    let days = query::read::<DaysQuery>(&uri)?.days()?;
    Ok(Json(bursts::list(&mut app.request(), &mall, days).await?))
}
