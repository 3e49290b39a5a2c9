//! People at work at the edge: logging in, out, and choosing a password.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use mall_contract::{PasswordChange, Problem, StaffLogin, StaffSession};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::cookies::{DeviceCookie, SessionCookie};
use super::raw_request::RawRequest;
use super::reply::Reply;
use super::staff_session::staff_session;
use super::state::AppState;
use super::visit::Visit;
use crate::error::Error;
use crate::staff::{self, AuthenticatedStaff, LoginCaller};

type Shared = State<AppState>;

/// Returns the routes of this file.
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(log_in, log_out_everywhere))
        .routes(routes!(session, log_out))
        .routes(routes!(change_password))
}

/// Logs a person in at a store's till, or for the mall. Starts a session with a cookie of its own. It ends after 12
/// hours, or after 2 hours without use.
///
/// After failed logins a name has to wait, longer each time, whether it exists or not. A browser in which the person has
/// logged in before keeps a cookie, `__Host-device` over HTTPS: its tries are counted apart.
#[utoipa::path(
    post, path = "/v1/staff/sessions", tag = "staff", request_body = StaffLogin,
    responses(
        (status = 201, description = "Logged in", body = StaffSession),
        (status = 401, description = "`staff_login_invalid`: one answer for all that is wrong", body = Problem),
        (status = 429, description = "Too many wrong tries", body = Problem),
        (status = "4XX", description = "Refused", body = Problem),
        (status = "5XX", description = "Try again", body = Problem)
    )
)]
pub async fn log_in(State(app): Shared, visit: Visit, raw: RawRequest) -> Result<Response, Reply> {
    visit.same_site()?;
    let login: StaffLogin = raw.json()?;
    let (mall, zone) = (&visit.mall.id, visit.mall.zone()?);
    let secure = app.context.is_secure();
    let device = DeviceCookie { secure }.read(&raw.headers);
    let caller = LoginCaller { address: &visit.address, device };
    let new = staff::log_in(&mut app.request(), mall, &zone, &login, caller, visit.now).await?;
    let mut response = (StatusCode::CREATED, Json(new.session)).into_response();
    SessionCookie::staff(secure).set(&mut response, &new.token, staff::LIFETIME_MS);
    DeviceCookie { secure }.set(&mut response, &new.device);
    Ok(response)
}

/// Returns the person who is logged in.
#[utoipa::path(
    get, path = "/v1/staff/session", tag = "staff", security(("staff" = [])),
    responses(
        (status = 200, description = "Who", body = StaffSession),
        (status = 401, description = "`staff_session_missing`", body = Problem),
        (status = "5XX", description = "Ask again", body = Problem)
    )
)]
pub async fn session(
    State(app): Shared,
    visit: Visit,
    raw: RawRequest,
) -> Result<Json<StaffSession>, Reply> {
    let person = staff_session(&mut app.request(), &visit, &raw.headers).await?;
    Ok(Json(person.to_contract(&visit.mall.zone()?)?))
}

/// Logs out here.
#[utoipa::path(
    delete, path = "/v1/staff/session", tag = "staff", security(("staff" = [])),
    responses(
        (status = 204, description = "Logged out"),
        (status = "4XX", description = "Refused", body = Problem),
        (status = "5XX", description = "Try again", body = Problem)
    )
)]
pub async fn log_out(State(app): Shared, visit: Visit, raw: RawRequest) -> Result<Response, Reply> {
    let person = authenticate(&app, &visit, &raw).await?;
    staff::log_out(&mut app.request(), &visit.mall.id, &person).await?;
    Ok(without_session(&app))
}

/// Logs out on all devices.
#[utoipa::path(
    delete, path = "/v1/staff/sessions", tag = "staff", security(("staff" = [])),
    responses(
        (status = 204, description = "Logged out everywhere"),
        (status = "4XX", description = "Refused", body = Problem),
        (status = "5XX", description = "Try again", body = Problem)
    )
)]
pub async fn log_out_everywhere(
    State(app): Shared,
    visit: Visit,
    raw: RawRequest,
) -> Result<Response, Reply> {
    let person = authenticate(&app, &visit, &raw).await?;
    staff::log_out_everywhere(&mut app.request(), &visit.mall.id, &person, visit.now).await?;
    Ok(without_session(&app))
}

/// Changes the password. A person whose password was made by somebody else must do this first. All other sessions of
/// the person end.
#[utoipa::path(
    post, path = "/v1/staff/password", tag = "staff", request_body = PasswordChange,
    security(("staff" = [])),
    responses(
        (status = 204, description = "Changed"),
        (status = 401, description = "The old one is not right: `staff_login_invalid`", body = Problem),
        (status = 422, description = "`password_too_weak`", body = Problem),
        (status = "4XX", description = "Refused", body = Problem),
        (status = "5XX", description = "Try again", body = Problem)
    )
)]
pub async fn change_password(
    State(app): Shared,
    visit: Visit,
    raw: RawRequest,
) -> Result<StatusCode, Reply> {
    let person = authenticate(&app, &visit, &raw).await?;
    let change: PasswordChange = raw.json()?;
    let mall = &visit.mall;
    let names = [mall.id.as_str(), &mall.name_zh, mall.name_en.as_deref().unwrap_or_default()];
    staff::change_password(&mut app.request(), &mall.id, &person, &change, &names, visit.now)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Returns the person who is logged in. The request must come from a page of this site.
async fn authenticate(
    app: &AppState,
    visit: &Visit,
    raw: &RawRequest,
) -> Result<AuthenticatedStaff, Error> {
    visit.same_site()?;
    staff_session(&mut app.request(), visit, &raw.headers).await
}

fn without_session(app: &AppState) -> Response {
    let mut response = StatusCode::NO_CONTENT.into_response();
    SessionCookie::staff(app.context.is_secure()).remove(&mut response);
    response
}
