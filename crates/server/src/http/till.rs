//! Tills at the edge: their authentication and their requests.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use mall_contract::{
    PrepareRequest, PrepareResponse, Problem, RedeemRequest, Refusal, RequestId, Role, TillDay,
    TillRedemption, TillRefusal, UndoRequest,
};
use serde::Deserialize;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::auth::KEY;
use super::query;
use super::raw_request::RawRequest;
use super::reply::{Reply, created};
use super::request::TraceId;
use super::staff_session::staff_session;
use super::state::AppState;
use super::visit::Visit;
use crate::clock::CivilDay;
use crate::error::{Error, OrFault};
use crate::identity::signature::StoreKey;
use crate::till::{self, DAY_COUNT_LIMIT, DAY_DEFAULT_COUNT, DayPart, Till};

type Shared = State<AppState>;

/// Returns the routes of this file.
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(prepare))
        .routes(routes!(redeem, day))
        .routes(routes!(csv))
        .routes(routes!(answer))
        .routes(routes!(undo))
}

/// Returns a code's coupon, and whether it may be redeemed here and now. Changes nothing.
///
/// The caller is a person who is logged in, or a store's own system. The system signs with a key of the store, as a
/// payment is signed with the mall's key.
#[utoipa::path(
    post, path = "/v1/till/prepare", tag = "till", request_body = PrepareRequest,
    security(("staff" = []), ("store key" = [])),
    responses(
        (status = 200, description = "What it is; `refused` says why it may not be used now", body = PrepareResponse),
        (status = 404, description = "`code_unknown`: one answer for all codes that are none", body = Problem),
        (status = "4XX", description = "Refused", body = Problem),
        (status = "5XX", description = "Ask again", body = Problem)
    )
)]
pub async fn prepare(
    State(app): Shared,
    Extension(name): Extension<TraceId>,
    visit: Visit,
    raw: RawRequest,
) -> Result<Json<PrepareResponse>, Reply> {
    let till = at_till(&app, &visit, &raw).await?;
    let request: PrepareRequest = raw.json()?;
    Ok(Json(till::prepare(&mut app.request(), &till, &request, &name.0).await?))
}

/// Redeems a coupon for an order. A repeated request id gets the first answer, so a till whose response was lost simply
/// sends the request again. The same code, order and amount within ten seconds get it too, for scanners that read
/// twice.
#[utoipa::path(
    post, path = "/v1/till/redemptions", tag = "till", request_body = RedeemRequest,
    security(("staff" = []), ("store key" = [])),
    responses(
        (status = 201, description = "Taken", body = TillRedemption),
        (status = 200, description = "Taken before, by this same till", body = TillRedemption),
        (status = 409, description = "`coupon_used` says when and by whom; `code_stale`: scan again", body = Problem),
        (status = 410, description = "`coupon_expired`, `coupon_revoked`", body = Problem),
        (status = 422, description = "`wrong_store`, `wrong_time_window`, `threshold_not_met`", body = Problem),
        (status = "4XX", description = "Refused", body = Problem),
        (status = "5XX", description = "Not known to be done; ask with the same request id", body = Problem)
    )
)]
pub async fn redeem(State(app): Shared, visit: Visit, raw: RawRequest) -> Result<Response, Reply> {
    let till = at_till(&app, &visit, &raw).await?;
    let request: RedeemRequest = raw.json()?;
    Ok(created(till::redeem(&mut app.request(), &till, &request).await?))
}

/// Returns the result of a request of this till.
#[utoipa::path(
    get, path = "/v1/till/redemptions/{request_id}", tag = "till",
    security(("staff" = []), ("store key" = [])),
    params(("request_id" = String, Path, description = "The request's id")),
    responses(
        (status = 200, description = "Taken; `undone` says when it was given back", body = TillRedemption),
        (status = 404, description = "`unknown_request`: nothing was done", body = Problem),
        (status = "4XX", description = "Refused", body = Problem),
        (status = "5XX", description = "Ask again", body = Problem)
    )
)]
pub async fn answer(
    State(app): Shared,
    Path(request_id): Path<String>,
    visit: Visit,
    raw: RawRequest,
) -> Result<Json<TillRedemption>, Reply> {
    let till = at_till(&app, &visit, &raw).await?;
    let request_id = RequestId::parse(request_id)
        .map_err(|_| Refusal::Malformed { field: "request_id".into() })?;
    Ok(Json(till::answer(&mut app.request(), &till, &request_id).await?))
}

/// Undoes a redemption: a cashier within 10 minutes, a store's manager and its own system within an hour, a coupon 10
/// times at most. A repeated request gets the same answer.
#[utoipa::path(
    post, path = "/v1/till/redemptions/{id}/undo", tag = "till", request_body = UndoRequest,
    security(("staff" = []), ("store key" = [])),
    params(("id" = String, Path, description = "The redemption's id")),
    responses(
        (status = 200, description = "Given back", body = TillRedemption),
        (status = 409, description = "`undo_too_late`, `undo_limit`", body = Problem),
        (status = "4XX", description = "Refused", body = Problem),
        (status = "5XX", description = "Not known to be done; ask again", body = Problem)
    )
)]
pub async fn undo(
    State(app): Shared,
    Path(id): Path<String>,
    visit: Visit,
    raw: RawRequest,
) -> Result<Json<TillRedemption>, Reply> {
    let till = at_till(&app, &visit, &raw).await?;
    let request: UndoRequest = raw.json()?;
    Ok(Json(till::undo(&mut app.request(), &till, &id, &request).await?))
}

/// A part of a store's day.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DayQuery {
    /// The mall's own day, `2026-11-23`; today when not given
    #[param(value_type = Option<String>)]
    day: Option<CivilDay>,
    /// The position in the day's list to begin at, from 0, the newest
    from: Option<u32>,
    /// The largest number of redemptions, 0 to 100,000; 200 when not given
    #[param(minimum = 0, maximum = 100_000)]
    count: Option<u32>,
}

impl DayQuery {
    fn part(&self) -> Result<DayPart, Refusal> {
        let count = self.count.map_or(DAY_DEFAULT_COUNT, i64::from);
        if count > DAY_COUNT_LIMIT {
            return Err(Refusal::Malformed { field: "count".into() });
        }
        Ok(DayPart { day: self.day, from: self.from.map_or(0, i64::from), count })
    }
}

/// The day of a file.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CsvQuery {
    /// The mall's own day, `2026-11-23`; today when not given
    #[param(value_type = Option<String>)]
    day: Option<CivilDay>,
}

/// Lists the store's redemptions of a day, with totals.
#[utoipa::path(
    get, path = "/v1/till/redemptions", tag = "till",
    security(("staff" = []), ("store key" = [])),
    params(DayQuery),
    responses(
        (status = 200, description = "The day", body = TillDay),
        (status = "4XX", description = "Refused", body = Problem),
        (status = "5XX", description = "Ask again", body = Problem)
    )
)]
pub async fn day(
    State(app): Shared,
    visit: Visit,
    raw: RawRequest,
) -> Result<Json<TillDay>, Reply> {
    let till = at_till(&app, &visit, &raw).await?;
    Ok(Json(
        till::day(&mut app.request(), &till, query::read::<DayQuery>(&raw.uri)?.part()?).await?,
    ))
}

/// The same as a file for spreadsheets, the whole day with its totals.
#[utoipa::path(
    get, path = "/v1/till/redemptions.csv", tag = "till",
    security(("staff" = []), ("store key" = [])),
    params(CsvQuery),
    responses(
        (status = 200, description = "The file", body = String, content_type = "text/csv"),
        (status = "4XX", description = "Refused", body = Problem),
        (status = "5XX", description = "Ask again", body = Problem)
    )
)]
pub async fn csv(State(app): Shared, visit: Visit, raw: RawRequest) -> Result<Response, Reply> {
    let till = at_till(&app, &visit, &raw).await?;
    let CsvQuery { day } = query::read(&raw.uri)?;
    let file = till::csv(&mut app.request(), &till, day).await?;
    let headers = [
        ("content-type", "text/csv; charset=utf-8"),
        ("content-disposition", "attachment; filename=\"redemptions.csv\""),
    ];
    Ok((headers, file).into_response())
}

/// Returns the caller's till: a store's own system by its key, else a person who is logged in on a page of this site.
///
/// # Errors
/// `signature_invalid`, `timestamp_stale`; `staff_session_missing`, `password_change_needed`, `cross_site`,
/// `not_allowed` for a person without a store.
pub async fn at_till(app: &AppState, visit: &Visit, raw: &RawRequest) -> Result<Till, Error> {
    if raw.headers.contains_key(KEY) {
        let (db, secret) = (&mut app.request().db, &app.context.secret);
        let key = raw.signed_request().store(db, secret, visit.now).await?;
        return till_of_key(app, visit, key).await;
    }
    visit.same_site()?;
    let person = staff_session(&mut app.request(), visit, &raw.headers).await?.ready()?;
    let role = person.row.role()?;
    if !role.can_redeem() {
        return Err(Refusal::Till(TillRefusal::NotAllowed).into());
    }
    Ok(Till {
        mall: visit.mall.id.clone(),
        zone: visit.mall.zone()?,
        store: person.row.store_id.or_fault("a till's store")?,
        id: format!("staff:{}", person.row.staff_id),
        by: person.row.name,
        role,
        accepts_typed_codes: true,
        language: visit.prefs.language,
        now: visit.now,
    })
}

/// Returns the caller's till for a write without a request id: a signed request is taken once. Sent again later, it
/// would undo what was set since.
///
/// # Errors
/// As [`at_till`], and `nonce_used`.
pub async fn at_till_once(app: &AppState, visit: &Visit, raw: &RawRequest) -> Result<Till, Error> {
    let till = at_till(app, visit, raw).await?;
    if raw.headers.contains_key(KEY) {
        raw.signed_request().take_nonce(&mut app.request().db, &till.mall, visit.now).await?;
    }
    Ok(till)
}

/// Returns the till of a store's own system. It has the rights of a manager, but the person who types there is unknown.
async fn till_of_key(app: &AppState, visit: &Visit, key: StoreKey) -> Result<Till, Error> {
    let zone = if key.mall == visit.mall.id {
        visit.mall.zone()?
    } else {
        app.request().zone(&key.mall).await?
    };
    Ok(Till {
        mall: key.mall,
        zone,
        store: key.store,
        by: format!("API {}", key.key.chars().take(6).collect::<String>()),
        id: format!("key:{}", key.key),
        role: Role::StoreManager,
        accepts_typed_codes: false,
        language: visit.prefs.language,
        now: visit.now,
    })
}
