//! Claims through the interface, and the answers to them.

use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use mall_contract::{ClaimRequest, ClaimResponse, Problem, Refusal, RequestId};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::claim_count::PROOF;
use super::raw_request::RawRequest;
use super::reply::{Reply, created};
use super::state::AppState;
use super::visit::Visit;
use crate::claims;
use crate::identity::link;

type Shared = State<AppState>;

/// Returns the routes of this file.
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(claim)).routes(routes!(claim_answer))
}

/// Claims one coupon of an offer.
///
/// At a placement where many strangers claim, `too_many` may come with a header `mall-proof: BITS.END.SIGNATURE`. The same
/// claim may be sent again at once with that text, a full stop and a number in a header `mall-proof`: a number with which
/// the SHA-256 of the whole text begins with BITS zero bits. Otherwise it waits.
#[utoipa::path(
    post, path = "/v1/claims", tag = "page", request_body = ClaimRequest,
    security(("session" = []), ("pass" = [])),
    responses(
        (status = 201, description = "Granted", body = ClaimResponse),
        (status = 200, description = "Granted before; the same coupon", body = ClaimResponse),
        (status = "4XX", description = "Refused", body = Problem),
        (status = "5XX", description = "Not known to be done; ask with the same request id", body = Problem)
    )
)]
pub async fn claim(State(app): Shared, visit: Visit, raw: RawRequest) -> Result<Response, Reply> {
    visit.same_site()?;
    let request: ClaimRequest = raw.json()?;
    visit.known_shopper()?;
    let link = link::read(&app.context.secret, &visit.mall.id, &request.link)?;
    let proof = raw.headers.get(PROOF).and_then(|proof| proof.to_str().ok());
    if let Err(not_counted) = visit.count_claim(&mut app.request(), &link, proof).await {
        return Ok(not_counted.into_response());
    }
    visit.count_scan(&mut app.request(), &link).await?;
    let shopper = visit.shopper_of(&link)?;
    Ok(created(
        claims::claim(&mut app.request(), visit.claimant(shopper), &request, &link, visit.now)
            .await?,
    ))
}

/// The first answer to a claim.
#[utoipa::path(
    get, path = "/v1/claims/{request_id}", tag = "page",
    security(("session" = []), ("pass" = [])),
    params(("request_id" = String, Path, description = "The claim's request id")),
    responses(
        (status = 200, description = "Granted", body = ClaimResponse),
        (status = "4XX", description = "Refused, or `unknown_request` when it never arrived", body = Problem),
        (status = "5XX", description = "Ask again", body = Problem)
    )
)]
pub async fn claim_answer(
    State(app): Shared,
    Path(request_id): Path<String>,
    visit: Visit,
) -> Result<Response, Reply> {
    let request_id = RequestId::parse(request_id)
        .map_err(|_| Refusal::Malformed { field: "request_id".into() })?;
    let shopper = visit.known_shopper()?;
    let answer = claims::answer(&mut app.request(), visit.claimant(shopper), &request_id).await?;
    Ok(Json(answer).into_response())
}
