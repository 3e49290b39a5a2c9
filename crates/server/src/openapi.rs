//! The interface as an OpenAPI 3.1 document, made from the types that are served.

use mall_contract::Problem;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};

use crate::http::{
    api, coupons, entries, events, js_config, logins, offline, placements, posters, receipts, scan,
    staff, till, till_page, wallet,
};

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
        wallet::data,
        coupons::shown,
        coupons::events,
        entries::make,
        logins::log_in,
        js_config::js_config,
        events::report_events,
        events::event_counts,
        scan::data,
        placements::data,
        placements::qr_svg,
        placements::qr_png,
        placements::report,
        placements::import,
        placements::list,
        placements::counts,
        posters::svg,
        posters::pdf,
        posters::sheet,
        staff::log_in,
        staff::session,
        staff::log_out,
        staff::log_out_everywhere,
        staff::change_password,
        till_page::data,
        till::prepare,
        till::redeem,
        till::answer,
        till::undo,
        till::day,
        till::csv,
        offline::settings,
        offline::set,
        offline::grant,
        offline::upload,
        offline::conflicts
    ),
    components(schemas(Problem)),
    modifiers(&Shoppers)
)]
struct Interface;

/// How a request says who its shopper is.
struct Shoppers;

impl Modify for Shoppers {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let components = document.components.get_or_insert_default();
        let session = "A browser's session; its name is `__Host-shopper` over HTTPS";
        let session = ApiKeyValue::with_description("shopper", session);
        let session = SecurityScheme::ApiKey(ApiKey::Cookie(session));
        let pass =
            "A pass: a shopper for one payment, where no cookie reaches. It comes with the page";
        let pass = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some(pass));
        let visitor = "`Visitor` and a key that the browser made itself, 32 to 64 characters of \
                       `A-Z a-z 0-9 _ -`; heard from pages of the sites that `--embed-origin` names";
        let visitor = ApiKeyValue::with_description("Authorization", visitor);
        let staff =
            "The session of somebody who works in the mall; its name is `__Host-staff` over HTTPS";
        let staff =
            SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::with_description("staff", staff)));
        let key = "The id of a store's API key. With it come `mall-timestamp`, Unix seconds at most five minutes \
                   off, and `mall-signature`, the hexadecimal HMAC-SHA256 under the key's secret of the timestamp, \
                   a full stop, and the raw body, or for GET the path and query";
        let key =
            SecurityScheme::ApiKey(ApiKey::Header(ApiKeyValue::with_description("mall-key", key)));
        components.add_security_scheme("staff", staff);
        components.add_security_scheme("store key", key);
        components.add_security_scheme("session", session);
        components.add_security_scheme("pass", SecurityScheme::Http(pass.build()));
        components.add_security_scheme("visitor", SecurityScheme::ApiKey(ApiKey::Header(visitor)));
    }
}

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
