//! The interface as an OpenAPI 3.1 document, made from the types that are served.

use mall_contract::Problem;
use utoipa::OpenApi;

use crate::http::{api, entries, events, logins, receipts};

/// What the document describes.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Mall Coupons",
        description = "Payments come in, offers and coupons go out. Every answer that is not a success is a \
                       `Problem`: a refusal with a code and its parameters, a sentence, and a next step."
    ),
    paths(
        api::report_payment,
        api::report_refund,
        api::claim_page,
        receipts::data,
        api::claim,
        api::claim_answer,
        api::wallet,
        entries::make,
        logins::log_in,
        events::report_events,
        events::event_counts
    ),
    components(schemas(Problem))
)]
struct Interface;

/// The document as JSON.
#[must_use]
pub fn document() -> String {
    #[expect(clippy::expect_used, reason = "the document is made of plain data")]
    let json = Interface::openapi().to_pretty_json().expect("plain data");
    json + "\n"
}

#[cfg(test)]
mod tests {
    const COMMITTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/openapi.json");

    #[test]
    fn the_committed_document_is_up_to_date() {
        let document = super::document();
        if std::env::var_os("UPDATE_OPENAPI").is_some() {
            std::fs::write(COMMITTED, &document).expect("written");
        }
        let committed = std::fs::read_to_string(COMMITTED).unwrap_or_default();
        assert!(
            committed == document,
            "docs/openapi.json is out of date; renew it with `UPDATE_OPENAPI=1 cargo test -p mall-server openapi`"
        );
        assert!(document.contains("\"openapi\": \"3.1"), "{}", &document[..60]);
    }
}
