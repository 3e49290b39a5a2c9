//! The interface: every documented route, and its description as an OpenAPI 3.1 document.

use std::sync::LazyLock;

use axum::Router;
use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;

use super::query::Declared;
use super::state::AppState;
use super::{
    bursts, claim_page, claims, coupons, entries, events, js_config, logins, offline, openapi,
    payments, placements, posters, query, receipts, scan, staff, till, till_page, wallet,
};

/// The routes of the interface, and its document as JSON. All servers of a process share them, because describing the
/// routes takes as long as the rest of a start.
static INTERFACE: LazyLock<(Router<AppState>, String)> = LazyLock::new(|| {
    let (routes, description) = documented().split_for_parts();
    let declared = Declared::of(&description);
    let refuse_unknown =
        move |request: Request, next: Next| query::refuse_unknown(declared.clone(), request, next);
    let routes =
        routes.route_layer(from_fn(refuse_unknown)).route("/v1/openapi.json", get(document));
    (routes, to_json(description))
});

/// Returns all routes of the interface.
pub fn routes() -> Router<AppState> {
    INTERFACE.0.clone()
}

/// Returns the whole document as JSON.
#[must_use]
pub fn json() -> &'static str {
    &INTERFACE.1
}

/// Returns the documented routes with their descriptions.
fn documented() -> OpenApiRouter<AppState> {
    OpenApiRouter::with_openapi(openapi::base())
        .merge(payments::routes())
        .merge(claim_page::routes())
        .merge(receipts::routes())
        .merge(claims::routes())
        .merge(wallet::routes())
        .merge(coupons::routes())
        .merge(entries::routes())
        .merge(logins::routes())
        .merge(js_config::routes())
        .merge(events::routes())
        .merge(scan::routes())
        .merge(placements::routes())
        .merge(bursts::routes())
        .merge(posters::routes())
        .merge(staff::routes())
        .merge(till_page::routes())
        .merge(till::routes())
        .merge(offline::routes())
}

fn to_json(mut document: OpenApi) -> String {
    openapi::join_parts(&mut document);
    #[expect(clippy::expect_used, reason = "the document is made of plain data")]
    let json = document.to_pretty_json().expect("plain data");
    json + "\n"
}

/// Answers `GET /v1/openapi.json`.
async fn document() -> Response {
    ([("content-type", "application/json")], json()).into_response()
}

#[cfg(test)]
mod tests {
    const DOCUMENT_FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/openapi.json");

    #[test]
    fn the_committed_document_is_up_to_date() {
        let document = super::json();
        if std::env::var_os("UPDATE_OPENAPI").is_some() {
            std::fs::write(DOCUMENT_FILE, document).expect("written");
        }
        let committed = std::fs::read_to_string(DOCUMENT_FILE).unwrap_or_default();
        assert!(
            committed == document,
            "docs/openapi.json is out of date; renew it with `UPDATE_OPENAPI=1 cargo test -p mall-server --lib committed_document`"
        );
        assert!(document.contains("\"openapi\": \"3.1"), "{}", &document[..60]);
    }

    #[test]
    fn a_placement_satisfies_its_description() {
        let document: serde_json::Value = serde_json::from_str(super::json()).expect("JSON");
        assert!(!document.to_string().contains("allOf"), "a closed part refuses the others");
        let placement = &document["components"]["schemas"]["Placement"]["properties"];
        for field in ["code", "url", "id", "name", "floor", "kind", "offers", "state"] {
            assert!(placement[field].is_object(), "{field}");
        }
    }
}
