//! Rate limits at the edge: finds the caller of a request and counts it.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::auth::{KEY, pass};
use super::cookies::{DeviceCookie, SessionCookie};
use super::limits::{Caller, network};
use super::paths;
use super::reply::Reply;
use super::request::{CallerNetwork, Stranger};
use super::state::AppState;
use super::visit::STRANGER_MS;
use crate::identity::pass::Pass;
use crate::identity::{device, session, token};

/// Returns the caller of a request by what its headers prove.
fn caller(app: &AppState, path: &str, headers: &HeaderMap) -> Caller {
    let (secret, now) = (&app.context.secret, app.context.now());
    let secure = app.context.is_secure();
    if paths::is_signed(path) && headers.contains_key(KEY) {
        return Caller::System;
    }
    let staff = SessionCookie::staff(secure).token(headers);
    if let Some(token) = staff.filter(|text| token::is_genuine(secret, token::STAFF, text)) {
        return Caller::Staff(token.to_owned());
    }
    if path == paths::STAFF_SESSIONS
        && let Some(device) = device::all(secret, DeviceCookie { secure }.read(headers), now).next()
    {
        return Caller::Device(device.subject());
    }
    // It goes before a session, as in the visit.
    if let Some(pass) = pass(headers).and_then(|text| Pass::of_its_mall(secret, text, now)) {
        return Caller::Shopper(pass.payment.to_string());
    }
    let shopper = SessionCookie::shopper(secure).token(headers);
    match shopper.filter(|text| session::is_older(secret, text, STRANGER_MS, now)) {
        Some(token) => Caller::Shopper(token.to_owned()),
        None => Caller::Stranger,
    }
}

/// Refuses requests beyond a caller's limit. Files are not counted.
pub async fn limit(
    State(app): State<AppState>,
    mut request: Request,
    next: Next,
) -> Result<Response, Reply> {
    let path = request.uri().path();
    if path.starts_with("/assets/") {
        return Ok(next.run(request).await);
    }
    let limits = &app.limits;
    let direct = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let address = if limits.trust_proxy { forwarded(request.headers()).or(direct) } else { direct };
    let address = address.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
    let caller = caller(&app, path, request.headers());
    limits.request(path, address, &caller)?;
    request.extensions_mut().insert(CallerNetwork(network(address, 64)));
    if caller == Caller::Stranger {
        request.extensions_mut().insert(Stranger(address));
    }
    let response = next.run(request).await;
    if caller == Caller::System && response.status() == StatusCode::UNAUTHORIZED {
        // It has proven nothing, so it was a stranger.
        if let Err(refusal) = limits.without_proof(address) {
            return Ok(Reply::from(refusal).into_response());
        }
    }
    Ok(response)
}

/// Holds back refusals that their callers can repeat without end.
pub async fn hold_back(State(app): State<AppState>, request: Request, next: Next) -> Response {
    let uri = request.uri().clone();
    let response = next.run(request).await;
    app.slow_refusals.hold_back(uri.path(), response.status()).await;
    response
}

/// Returns the address the nearest proxy saw: the last one of the list, since the others are the caller's own word.
fn forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    headers
        .get_all("x-forwarded-for")
        .iter()
        .next_back()?
        .to_str()
        .ok()?
        .rsplit(',')
        .next()?
        .trim()
        .parse()
        .ok()
}
