//! Placements at the edge: the page of a scanned code, and the mall's side of setting them up.

use std::time::Duration;

use axum::Json;
use axum::extract::{Path, Request, State};
use axum::http::Uri;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use mall_contract::{
    CallerRefusal, ClaimPage, Placement, PlacementCode, PlacementCounts, PlacementImportResult,
    PlacementNotice, Placements, Problem, Refusal,
};
use mall_coupons::Page;
use mall_coupons::route::placement_code;
use serde::Deserialize;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::cookies::set_session;
use super::days_query::DaysQuery;
use super::document::with_module_and_script;
use super::drawings::RenderedFile;
use super::list_query::{ListPart, ListQuery};
use super::parameters::Signed;
use super::query::{self, Query};
use super::raw_request::{LargeRequest, RawRequest};
use super::reply::{Reply, created};
use super::state::AppState;
use super::visit::Visit;
use crate::claim_page::{self, PageLink, Part, PlacementBasis};
use crate::db::catalogue;
use crate::error::Error;
use crate::identity::link;
use crate::import_plan::Missing;
use crate::placements::{self, CodeContent};

type Shared = State<AppState>;

/// Returns the routes of this file.
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(data))
        .routes(routes!(qr_svg))
        .routes(routes!(qr_png))
        .routes(routes!(report, list))
        .routes(routes!(import))
        .routes(routes!(counts))
}

/// The script that computes proofs of work for the module.
const PROOF_SCRIPT: &str = "/proof.js";

/// The largest file of placements that is read, in bytes.
const LARGEST_FILE: usize = 4 * 1024 * 1024;

/// Answers `GET /q/{code}`, the address in the QR code of a placement.
pub async fn page(
    State(app): Shared,
    Path(code): Path<String>,
    ListPart(part): ListPart,
    visit: Visit,
) -> Result<Response, Reply> {
    let prefs = visit.prefs;
    let (page, new_session) = open_page(&app, &code, &visit, part).await?;
    let script = needs_proof(&app, &visit, &code).then_some(PROOF_SCRIPT);
    let page = Page::Claim(page.into());
    let mut response = with_module_and_script(&app, page, prefs, script).await?;
    set_session(&app.context, &mut response, new_session.as_deref());
    prefs.remember(&mut response);
    Ok(response)
}

/// Checks whether the module may need a proof of work to claim on this page.
fn needs_proof(app: &AppState, visit: &Visit, code: &str) -> bool {
    let is_stranger = visit.shopper.is_none() || visit.is_stranger;
    let burst = |code| app.context.bursts.is_recent(&code, &visit.address, visit.now);
    is_stranger && placement_code(code).is_some_and(burst)
}

/// Returns the offers of a placement. The request starts a shopper session. A browser counts as a scan once a day, when
/// it comes with its session, claims, or reports events.
#[utoipa::path(
    get, path = "/v1/q/{code}", tag = "page",
    security((), ("session" = [])),
    params(
        ("code" = String, Path, description = "The placement's code, as people type it"),
        ListQuery
    ),
    responses(
        (status = 200, description = "The page", body = ClaimPage),
        (status = "4XX", description = "Refused", body = Problem),
        (status = "5XX", description = "Ask again", body = Problem)
    )
)]
pub async fn data(
    State(app): Shared,
    Path(code): Path<String>,
    ListPart(part): ListPart,
    visit: Visit,
) -> Result<Response, Reply> {
    let (page, new_session) = open_page(&app, &code, &visit, part).await?;
    let mut response = Json(page).into_response();
    set_session(&app.context, &mut response, new_session.as_deref());
    Ok(response)
}

/// Returns the page of a code for who scanned it, and a token for a browser that has none.
async fn open_page(
    app: &AppState,
    code: &str,
    visit: &Visit,
    part: Part,
) -> Result<(ClaimPage, Option<String>), Error> {
    let Visit { mall, now, .. } = visit;
    let code = placement_code(code).ok_or(Refusal::Caller(CallerRefusal::UnknownPlacement))?;
    let placement =
        PlacementBasis::read(&mut *app.request().db.read().await?, &mall.id, &code).await?;
    let opened = visit.opened(&app.context)?;
    let shopper = &opened.shopper;
    // The first look may be a script's: it counts when the browser comes again, or when its page reports events.
    if !visit.is_prefetch && visit.shopper.is_some() {
        let day = mall.zone()?.civil_day(*now);
        placements::count_scan(&mut app.request(), &mall.id, &placement.row.id, shopper, day)
            .await?;
    }
    let expires_at = now + link::LIFETIME_MS;
    let token = link::make_for_placement(&app.context.secret, &mall.id, &code, expires_at);
    let page_link = PageLink { token: &token, expires_at };
    let page = claim_page::page_at(
        &mut app.request(),
        visit.page_request(shopper),
        page_link,
        placement,
        part,
    )
    .await?;
    // A prefetch is no visit, so the next one is the first.
    Ok((page, opened.new_token.filter(|_| !visit.is_prefetch)))
}

/// Lets browsers and print shops cache a code for a day: only the logo in its middle ever changes.
const CODE_CACHE_CONTROL: &str = "public, max-age=86400";

/// Pixels for each of a code's modules, when the address does not say.
const PIXELS: u32 = 12;
const PIXELS_LIMIT: u32 = 32;

/// Pixels for each module up to which anybody gets a picture. Larger ones are for print, and take more to draw.
const PUBLIC_PIXELS: u32 = 16;

/// The QR code of a placement as a drawing, to be printed at any size.
#[utoipa::path(
    get, path = "/q/{code}/qr.svg", tag = "page",
    params(("code" = String, Path, description = "The placement's code")),
    responses(
        (status = 200, description = "The drawing", body = String, content_type = "image/svg+xml"),
        (status = "4XX", description = "Refused", body = Problem),
        (status = "5XX", description = "Ask again", body = Problem)
    )
)]
pub async fn qr_svg(
    State(app): Shared,
    Path(code): Path<String>,
    visit: Visit,
) -> Result<Response, Reply> {
    let place = app.drawings.place()?;
    let content = code_content(&app, &code, &visit).await?;
    let svg = place.draw(move || content.svg()).await?;
    let headers = [(CONTENT_TYPE, "image/svg+xml"), (CACHE_CONTROL, CODE_CACHE_CONTROL)];
    Ok((headers, svg).into_response())
}

/// The size of a picture.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct QrQuery {
    /// Pixels for each module, 1 to 32; 12 when not given. More than 16 are for the mall's own system, which signs the request
    #[param(minimum = 1, maximum = 32)]
    pixels: Option<u32>,
}

/// The QR code of a placement as a picture.
#[utoipa::path(
    get, path = "/q/{code}/qr.png", tag = "page",
    params(
        ("code" = String, Path, description = "The placement's code"),
        QrQuery
    ),
    responses(
        (status = 200, description = "The picture", body = Vec<u8>, content_type = "image/png"),
        (status = "4XX", description = "Refused", body = Problem),
        (status = "5XX", description = "Ask again", body = Problem)
    )
)]
pub async fn qr_png(
    State(app): Shared,
    Path(code): Path<String>,
    Query(query): Query<QrQuery>,
    visit: Visit,
    raw: RawRequest,
) -> Result<Response, Reply> {
    let pixels = query.pixels.unwrap_or(PIXELS);
    if !(1..=PIXELS_LIMIT).contains(&pixels) {
        return Err(Refusal::Malformed { field: "pixels".into() }.into());
    }
    if pixels > PUBLIC_PIXELS {
        raw.signed(&mut app.request()).await?;
    }
    let place = app.drawings.place()?;
    let content = code_content(&app, &code, &visit).await?;
    let all = format!("{pixels} {content:?}");
    let picture_file = place.of(&all, move || {
        Ok(RenderedFile { tag: String::new(), file: content.png(pixels)?.into() })
    });
    let headers = [(CONTENT_TYPE, "image/png"), (CACHE_CONTROL, CODE_CACHE_CONTROL)];
    Ok((headers, picture_file.await?.file).into_response())
}

async fn code_content(app: &AppState, code: &str, visit: &Visit) -> Result<CodeContent, Error> {
    let code =
        PlacementCode::parse(code).map_err(|_| Refusal::Caller(CallerRefusal::UnknownPlacement))?;
    placements::code(&mut app.request(), &visit.mall, &code).await
}

/// Sets a placement up: a place in the mall with a QR code. A request with the same id changes it: it is renamed,
/// moved, paused or ended. Its code stays.
///
/// Signed like a payment. Each request has a nonce of its own: `nonce_used` for one that came before.
#[utoipa::path(
    post, path = "/v1/placements", tag = "mall system", request_body = PlacementNotice,
    params(Signed),
    responses(
        (status = 201, description = "Set up", body = Placement),
        (status = 200, description = "Was there, and is so now", body = Placement),
        (status = "4XX", description = "Refused", body = Problem),
        (status = "5XX", description = "Not known to be done; tell it again", body = Problem)
    )
)]
pub async fn report(State(app): Shared, raw: RawRequest) -> Result<Response, Reply> {
    let mall = raw.signed_once(&mut app.request()).await?;
    let notice: PlacementNotice = raw.json()?;
    Ok(created(placements::report(&mut app.request(), &mall, notice, app.context.now()).await?))
}

/// The ways of an import.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ImportQuery {
    /// `true` for the answer alone: nothing is changed
    #[serde(default)]
    dry_run: bool,
    /// `true` to end placements that the file does not have
    #[serde(default)]
    end_missing: bool,
}

/// The rest between two steps of an import, in which others have the database to themselves.
const REST: Duration = Duration::from_millis(5);

/// Sets up all placements of a file of comma-separated values, or none of them if a line is wrong: `text/csv`, at most
/// 20,000 lines under the headings `id,name,floor,kind` and the optional
/// `name_en,place,store_id,offers,state`. `offers` is `recommended` or empty, `store:ID`, `category:ID`, or
/// ids of offers with spaces between.
///
/// Placements that the file does not have stay as they are, unless the request asks to end them. With `dry_run=true` the
/// answer says what would change, and nothing does.
///
/// Signed like a payment. Each request has a nonce of its own: `nonce_used` for one that came before.
#[utoipa::path(
    post, path = "/v1/placements/import", tag = "mall system",
    request_body(content = String, content_type = "text/csv"),
    params(Signed, ImportQuery),
    responses(
        (status = 200, description = "All are set up so, or would be", body = PlacementImportResult),
        (status = "4XX", description = "Refused; `lines_refused` names each line that is wrong", body = Problem),
        (status = "5XX", description = "Not known to be done; send it again", body = Problem)
    )
)]
pub async fn import(
    State(app): Shared,
    request: Request,
) -> Result<Json<PlacementImportResult>, Reply> {
    let large = LargeRequest::read(&app, request, LARGEST_FILE).await?;
    let raw = &large.raw;
    let mall = raw.signed_once(&mut app.request()).await?;
    raw.expect(&["text/csv"])?;
    let ImportQuery { dry_run, end_missing } = query::read(&raw.uri)?;
    let missing = Missing::ending(end_missing);
    let (mut context, now) = (app.request(), app.context.now());
    let plan = if dry_run {
        let plan = placements::dry_run(&mut context.db, &app.planning, &mall, &raw.body).await?;
        plan.check()?;
        plan
    } else {
        let workers = &app.planning;
        placements::import(&mut context.db, workers, &mall, &raw.body, missing, REST, now).await?
    };
    Ok(Json(plan.result(missing)))
}

/// All placements of the mall, with their codes.
///
/// Signed like a payment, with an empty body.
#[utoipa::path(
    get, path = "/v1/placements", tag = "mall system",
    params(Signed),
    responses(
        (status = 200, description = "The placements", body = Placements),
        (status = "4XX", description = "Refused", body = Problem),
        (status = "5XX", description = "Ask again", body = Problem)
    )
)]
pub async fn list(State(app): Shared, raw: RawRequest) -> Result<Json<Placements>, Reply> {
    let mall = raw.signed(&mut app.request()).await?;
    let row = catalogue::mall(&mut *app.request().db.read().await?, &mall).await?;
    let origin = app.context.origin_of(&row.ok_or(Refusal::NotFound)?);
    Ok(Json(placements::list(&mut app.request().db, &mall, origin.as_str()).await?))
}

/// Scans, claims and redemptions by placement. A redemption counts on its own day, wherever the coupon's
/// claim was.
///
/// Signed like a payment, with an empty body. Days are the mall's own.
#[utoipa::path(
    get, path = "/v1/placements/counts", tag = "mall system",
    params(Signed, DaysQuery),
    responses(
        (status = 200, description = "The counts", body = PlacementCounts),
        (status = "4XX", description = "Refused", body = Problem),
        (status = "5XX", description = "Ask again", body = Problem)
    )
)]
pub async fn counts(
    State(app): Shared,
    uri: Uri,
    raw: RawRequest,
) -> Result<Json<PlacementCounts>, Reply> {
    let mall = raw.signed(&mut app.request()).await?;
    Ok(Json(
        placements::counts(&mut app.request(), &mall, query::read::<DaysQuery>(&uri)?.days()?)
            .await?,
    ))
}
