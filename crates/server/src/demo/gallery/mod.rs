//! The gallery: every state of card and page, drawn by the page's own components from fixed data at
//! a fixed time.

mod document;
mod goods;
mod index;
mod look;
mod scenes;
#[cfg(test)]
mod tests;
mod wares;

use std::sync::Arc;

use axum::extract::{Path, RawQuery, State};
use axum::response::Response;
use mall_contract::Refusal;
use mall_coupons::pages::life::Life;
use mall_coupons::pages::{claim, coupon, scan, till, wallet};
use mall_coupons::{Language, Page, Text, Viewer};

use crate::http::problem::Reply;
use crate::http::state::AppState;
use document::Framing;
use look::Look;
use scenes::Content;

/// `GET /gallery`: all scenes.
pub async fn index(State(app): State<AppState>, RawQuery(query): RawQuery) -> Response {
    let look = Look::parse(query.as_deref().unwrap_or_default());
    let body = index::body(&look, &scenes::groups(look.manner.language));
    // The index itself is in English and stays readable; what it shows looks as asked.
    let own = look.of_index();
    let title = "The gallery";
    document::document(&app, &own, title, &body, index::STYLES, Framing::Frames)
}

/// `GET /gallery/{scene}`: one scene alone.
///
/// # Errors
/// `not_found` when there is no such scene.
pub async fn scene(
    State(app): State<AppState>,
    Path(name): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Reply> {
    let look = Look::parse(query.as_deref().unwrap_or_default());
    let mut all = scenes::groups(look.manner.language).into_iter().flat_map(|group| group.scenes);
    let scene = all.find(|scene| scene.name == name).ok_or(Refusal::NotFound)?;
    let (title, body) = draw(&app, scene.content, &look).await;
    Ok(document::document(&app, &look, &title, &body, "", Framing::Framed))
}

/// The title and the drawing of a scene.
async fn draw(app: &AppState, content: Content, look: &Look) -> (String, String) {
    let (language, large_text) = (look.manner.language, look.manner.large_text);
    let viewer = Viewer { language, large_text, form_nonce: "gallery".into(), receipt: None };
    match content {
        Content::Claim { page, happened, unfolded } => {
            let (title, drawn) = after::<claim::Life>(page, Page::Claim, happened, viewer).await;
            // Texts are escaped, so that this is the element and nothing else.
            let open = if unfolded { "<details open " } else { "<details " };
            (title, drawn.replace("<details ", open))
        }
        Content::Scan { page, happened } => {
            after::<scan::Life>(page, Page::Scan, happened, viewer).await
        }
        Content::Coupon { shown, happened } => {
            after::<coupon::Life>(*shown, Page::Coupon, happened, viewer).await
        }
        Content::Till { page, happened } => {
            after::<till::Life>(page, Page::Till, happened, viewer).await
        }
        Content::Wallet { wallet, happened } => {
            after::<wallet::Life>(*wallet, Page::Wallet, happened, viewer).await
        }
        Content::Page(page) => (page.title(language), mall_coupons::draw(page, viewer).await),
        Content::Skeleton => (claim_title(language), app.shell.skeleton.clone()),
    }
}

/// The title and the drawing of a page on which something has happened.
async fn after<L: Life<Page: Send + Sync, Action: Send>>(
    said: impl Into<Arc<L::Page>>,
    page: impl Fn(Arc<L::Page>) -> Page,
    happened: Vec<L::Action>,
    viewer: Viewer,
) -> (String, String) {
    let said = said.into();
    let page = page(said.clone());
    let title = page.title(viewer.language);
    (title, mall_coupons::draw_after::<L>(said, page.server_time(), happened, viewer).await)
}

fn claim_title(language: Language) -> String {
    Text::of(language).claim_title.to_owned()
}
