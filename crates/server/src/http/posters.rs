//! Posters of placements, and sheets of cards. A poster is public, because all of its content hangs on a wall.

use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use mall_contract::{CallerRefusal, PlacementCode, PlacementId, Problem, Refusal, StoreId};
use serde::Deserialize;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::drawings::RenderedFile;
use super::parameters::Signed;
use super::query::{self, Query};
use super::raw_request::RawRequest;
use super::reply::Reply;
use super::state::AppState;
use super::visit::Visit;
use crate::db::{catalogue, placements};
use crate::error::Error;
use crate::identity::secret;
use crate::placements::poster::{self, Drawing, Format};
use crate::placements::printing::{Printing, Selection};

type Shared = State<AppState>;

/// Returns the routes of this file.
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(svg)).routes(routes!(pdf)).routes(routes!(sheet))
}

/// Lets caches keep a poster for five minutes: a name or a colour changes now and then.
const POSTER_CACHE_CONTROL: &str = "public, max-age=300";

/// A poster for print, to be changed by a drawing program: its texts are outlines, so that it needs no fonts.
#[utoipa::path(
    get, path = "/q/{code}/poster.svg", tag = "page",
    params(("code" = String, Path, description = "The placement's code"), PosterQuery),
    responses(
        (status = 200, description = "The poster", body = String, content_type = "image/svg+xml"),
        (status = "4XX", description = "Refused", body = Problem),
        (status = "5XX", description = "Ask again", body = Problem)
    )
)]
pub async fn svg(
    State(app): Shared,
    Path(code): Path<String>,
    Query(query): Query<PosterQuery>,
    visit: Visit,
    headers: HeaderMap,
) -> Result<Response, Reply> {
    let request = PosterRequest::read(&code, &query, &headers)?;
    let write = |drawing: &Drawing, _: &str| drawing.svg().map(String::into_bytes);
    poster(&app, &visit, request, FileType::SVG, write).await
}

/// A poster for print with its fonts. A page is shown at its own size; around it lie 3 mm of bleed and marks for
/// cutting, as its boxes say.
#[utoipa::path(
    get, path = "/q/{code}/poster.pdf", tag = "page",
    params(("code" = String, Path, description = "The placement's code"), PosterQuery),
    responses(
        (status = 200, description = "The poster", body = Vec<u8>, content_type = "application/pdf"),
        (status = "4XX", description = "Refused", body = Problem),
        (status = "5XX", description = "Ask again", body = Problem)
    )
)]
pub async fn pdf(
    State(app): Shared,
    Path(code): Path<String>,
    Query(query): Query<PosterQuery>,
    visit: Visit,
    headers: HeaderMap,
) -> Result<Response, Reply> {
    let request = PosterRequest::read(&code, &query, &headers)?;
    let write = |drawing: &Drawing, title: &str| drawing.pdf(title);
    poster(&app, &visit, request, FileType::PDF, write).await
}

/// The paper of a poster.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PosterQuery {
    /// `a4`, `a3`, or `a5` for a table; `a4` when not given
    format: Option<String>,
}

/// The placements that a sheet has cards for.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SheetQuery {
    /// The mall's own names of placements, commas between: these, in this order and in whatever state
    ids: Option<String>,
    /// Only those of this store
    #[param(value_type = Option<String>)]
    store: Option<StoreId>,
    /// Only those of this floor
    floor: Option<String>,
    /// `live`, the default, or `all`: also placements that are paused or ended
    #[param(value_type = Option<String>)]
    state: Option<SheetState>,
}

/// The states of the placements on a sheet.
#[derive(Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum SheetState {
    #[default]
    Live,
    All,
}

impl SheetQuery {
    fn selection(self) -> Result<Selection, Refusal> {
        let malformed = |field: &str| Refusal::Malformed { field: field.into() };
        let ids = self.ids.unwrap_or_default();
        let ids = ids.split(',').filter(|id| !id.is_empty()).map(PlacementId::parse);
        let ids = ids.collect::<Result<_, _>>().map_err(|_| malformed("ids"))?;
        if self.floor.as_deref() == Some("") {
            return Err(malformed("floor"));
        }
        let any_state = self.state == Some(SheetState::All);
        Ok(Selection { ids, store: self.store, floor: self.floor, any_state })
    }
}

/// The type of a file.
struct FileType {
    extension: &'static str,
    media_type: &'static str,
}

impl FileType {
    const SVG: Self = Self { extension: "svg", media_type: "image/svg+xml" };
    const PDF: Self = Self { extension: "pdf", media_type: "application/pdf" };
}

/// The parameters of a request for a poster.
struct PosterRequest {
    code: PlacementCode,
    format: Format,
    cached_tags: String,
}

impl PosterRequest {
    fn read(code: &str, query: &PosterQuery, headers: &HeaderMap) -> Result<Self, Refusal> {
        let code = PlacementCode::parse(code)
            .map_err(|_| Refusal::Caller(CallerRefusal::UnknownPlacement))?;
        let format = match &query.format {
            None => Format::A4,
            Some(text) => {
                Format::parse(text).ok_or_else(|| Refusal::Malformed { field: "format".into() })?
            }
        };
        let cached_tags = headers.get(IF_NONE_MATCH).and_then(|tag| tag.to_str().ok());
        Ok(Self { code, format, cached_tags: cached_tags.unwrap_or_default().to_owned() })
    }
}

async fn poster(
    app: &AppState,
    visit: &Visit,
    request: PosterRequest,
    file_type: FileType,
    write: fn(&Drawing, &str) -> Option<Vec<u8>>,
) -> Result<Response, Reply> {
    let PosterRequest { code, format, cached_tags } = request;
    let place = app.drawings.place()?;
    let row =
        placements::by_code(&mut *app.request().db.read().await?, &visit.mall.id, &code).await?;
    let row = row.ok_or(Refusal::Caller(CallerRefusal::UnknownPlacement))?;
    let content = Printing::read(&mut app.request().db, &visit.mall, &app.context.public_url)
        .await?
        .content(&row)?;
    let name = format!("inline; filename=\"{code}-{}.{}\"", format.name(), file_type.extension);
    let all = format!("{content:?} {} {}", format.name(), file_type.extension);
    let RenderedFile { tag, file } = place
        .of(&all, move || {
            let drawing = poster::poster(&content, format)?;
            let tag = format!("W/\"{}\"", &secret::sha256(&drawing.canonical_svg())[..32]);
            let file = write(&drawing, &content.title());
            let file = file.ok_or_else(|| Error::fault("a poster was not drawn", &content.code))?;
            Ok(RenderedFile { tag, file: file.into() })
        })
        .await?;
    let is_unchanged = cached_tags.split(',').any(|one| one.trim() == tag);
    let headers = [(ETAG, tag), (CACHE_CONTROL, POSTER_CACHE_CONTROL.to_owned())];
    if is_unchanged {
        return Ok((StatusCode::NOT_MODIFIED, headers).into_response());
    }
    let described = [(CONTENT_TYPE, file_type.media_type.to_owned()), (CONTENT_DISPOSITION, name)];
    Ok((headers, described, file).into_response())
}

/// Cards of placements for print: a PDF of A4 pages, eight cards to a page with lines to cut along, at most 500 cards.
///
/// Signed like a payment, with an empty body.
#[utoipa::path(
    get, path = "/v1/placements/sheet", tag = "mall system",
    params(Signed, SheetQuery),
    responses(
        (status = 200, description = "The sheet", body = Vec<u8>, content_type = "application/pdf"),
        (status = "4XX", description = "Refused; `sheet_too_long` when there are more", body = Problem),
        (status = "5XX", description = "Ask again", body = Problem)
    )
)]
pub async fn sheet(State(app): Shared, uri: Uri, raw: RawRequest) -> Result<Response, Reply> {
    let mall = raw.signed(&mut app.request()).await?;
    let selection = query::read::<SheetQuery>(&uri)?.selection()?;
    let place = app.drawings.place()?;
    let row = catalogue::mall(&mut *app.request().db.read().await?, &mall)
        .await?
        .ok_or(Refusal::NotFound)?;
    let printing = Printing::read(&mut app.request().db, &row, &app.context.public_url).await?;
    let contents = printing.contents(&mut app.request().db, &mall, &selection).await?;
    let sheet = place.draw(move || {
        let file = poster::card_sheet(&contents)?.pdf(&row.name_zh);
        file.ok_or_else(|| Error::fault("a sheet was not drawn", &mall))
    });
    let file = sheet.await?;
    let name = "attachment; filename=\"placements.pdf\"";
    Ok(([(CONTENT_TYPE, "application/pdf"), (CONTENT_DISPOSITION, name)], file).into_response())
}

#[cfg(test)]
mod tests {
    use mall_contract::{PlacementId, Refusal, StoreId};

    use super::{Selection, SheetQuery};
    use crate::http::decode;

    fn selection(query: &str) -> Result<Selection, Refusal> {
        decode::query::<SheetQuery>(query)?.selection()
    }

    #[test]
    fn a_selection_is_read_from_an_address() {
        let id = |text: &str| PlacementId::parse(text).expect("an id");
        let expected = Selection {
            ids: vec![id("b"), id("a")],
            store: StoreId::parse("cafe").ok(),
            floor: Some("L1".into()),
            any_state: true,
        };
        assert_eq!(selection("ids=b,a&store=cafe&floor=L%31&state=all"), Ok(expected));
        assert_eq!(selection(""), Ok(Selection::default()));
        for (query, field) in [
            ("ids=a,b%20c", "ids"),
            ("store=", "store"),
            ("floor=", "floor"),
            ("state=paused", "state"),
            ("state=all&state=live", "state"),
        ] {
            let malformed = Refusal::Malformed { field: field.into() };
            assert_eq!(selection(query), Err(malformed), "{query}");
        }
    }
}
