//! The wallet at the edge: as a page, and as data.

use axum::Json;
use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Response};
use mall_contract::{Problem, Wallet};
use mall_coupons::{Page, pages};

use super::headers::OwnPolicy;
use super::pages::with_module;
use super::parameters::InWallet;
use super::problem::Reply;
use super::state::AppState;
use super::visit::Visit;
use crate::error::Error;
use crate::wallet::{self, Part};

type Shared = State<AppState>;

/// `GET /wallet`, and what its links and its search lead to.
pub async fn page(
    State(app): Shared,
    RawQuery(query): RawQuery,
    visit: Visit,
) -> Result<Response, Reply> {
    let wallet = read(&app, query.as_deref(), &visit).await?;
    let mut response = with_module(&app, Page::Wallet(wallet.into()), visit.manner).await?;
    // It opens coupons by itself, which have styles of their own; an element of styles is empty when it comes into a page
    // that stands already, and has its text a moment later.
    let styles = [pages::wallet::STYLES, pages::coupon::STYLES, ""];
    response.extensions_mut().insert(OwnPolicy::with_styles(&app.shell, &styles));
    visit.manner.remember(&mut response);
    visit.mark(&mut response);
    Ok(response)
}

/// The shopper's coupons, a part of a list at a time.
///
/// Usable coupons come with the soonest expiry first, used ones with the latest use, those that expired or were revoked
/// with what ended last. An answer's `next` is what to ask for as `after`; each coupon that stays in its list comes exactly
/// once, whatever is claimed and used meanwhile.
#[utoipa::path(
    get, path = "/v1/wallet", tag = "page",
    security((), ("session" = [])),
    params(InWallet),
    responses(
        (status = 200, description = "The coupons; none for a browser without a session", body = Wallet),
        (status = 400, description = "`malformed`: `state`, `store`, `after` or `count` is not of its kind", body = Problem),
        (status = 401, description = "Asked with a pass, which is for one payment only", body = Problem),
        (status = "5XX", description = "Ask again", body = Problem)
    )
)]
pub async fn data(
    State(app): Shared,
    RawQuery(query): RawQuery,
    visit: Visit,
) -> Result<Response, Reply> {
    let wallet = read(&app, query.as_deref(), &visit).await?;
    let mut response = Json::<Wallet>(wallet).into_response();
    visit.mark(&mut response);
    Ok(response)
}

async fn read(app: &AppState, query: Option<&str>, visit: &Visit) -> Result<Wallet, Error> {
    let shopper = visit.session_only()?;
    let part = Part::parse(query.unwrap_or_default())?;
    wallet::wallet(&app.context, &visit.mall, shopper, part, visit.manner.language, visit.now).await
}
