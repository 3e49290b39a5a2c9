//! The interface as an OpenAPI 3.1 document, made from the types that are served.

use mall_contract::Problem;
use utoipa::openapi::schema::AdditionalProperties;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{Object, RefOr, Schema};
use utoipa::{Modify, OpenApi};

/// The parts of the document that belong to no route.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Mall Coupons",
        description = "Payments come in, offers and coupons go out. Every answer that is not a success is a \
                       `Problem`: a refusal with a code and its parameters, a sentence, and a next step."
    ),
    components(schemas(Problem)),
    modifiers(&Shoppers)
)]
struct Interface;

/// The ways in which a request names its shopper.
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
                   off, `mall-nonce`, a new random text of 16 to 64 characters of `A-Z a-z 0-9 _ -`, and \
                   `mall-signature`, the hexadecimal HMAC-SHA256 under the key's secret of five lines, each with \
                   a line feed at its end: the method, the path with its query, the timestamp, the nonce and the \
                   raw body";
        let key =
            SecurityScheme::ApiKey(ApiKey::Header(ApiKeyValue::with_description("mall-key", key)));
        components.add_security_scheme("staff", staff);
        components.add_security_scheme("store key", key);
        components.add_security_scheme("session", session);
        components.add_security_scheme("pass", SecurityScheme::Http(pass.build()));
        components.add_security_scheme("visitor", SecurityScheme::ApiKey(ApiKey::Header(visitor)));
    }
}

/// Puts the parts of each `allOf` together into one object. A part that allows no other properties would else refuse
/// those of the other parts.
pub fn join_parts(document: &mut utoipa::openapi::OpenApi) {
    let Some(components) = &mut document.components else { return };
    let parts = components.schemas.clone();
    for schema in components.schemas.values_mut() {
        let RefOr::T(Schema::AllOf(whole)) = schema else { continue };
        let mut joined = Object::new();
        joined.description.clone_from(&whole.description);
        joined.additional_properties = Some(AdditionalProperties::FreeForm(false).into());
        for item in &whole.items {
            let part = match item {
                RefOr::Ref(reference) => reference.ref_location.rsplit('/').next(),
                RefOr::T(_) => None,
            };
            let part = part.and_then(|name| parts.get(name)).unwrap_or(item);
            if let RefOr::T(Schema::Object(part)) = part {
                joined.properties.extend(part.properties.clone());
                joined.required.extend(part.required.iter().cloned());
            }
        }
        *schema = RefOr::T(Schema::Object(joined));
    }
}

/// Returns the document without routes.
#[must_use]
pub fn base() -> utoipa::openapi::OpenApi {
    Interface::openapi()
}
