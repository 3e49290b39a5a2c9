//! The query of an address, by one rule for all routes of the interface.
//!
//! Names and values are percent-decoded. A parameter that comes twice or has a wrong value is refused. A parameter that
//! is not in the route's description is refused too, except for the data of pages: people share a page's address, and
//! other sites add harmless parameters to it. `lang` and `text` are allowed everywhere; `http::prefs` reads them.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use axum::extract::{FromRequestParts, MatchedPath, Request};
use axum::http::request::Parts;
use axum::http::{Method, Uri};
use axum::middleware::Next;
use axum::response::Response;
use mall_contract::Refusal;
use serde::de::DeserializeOwned;
use utoipa::openapi::path::{Operation, ParameterIn};
use utoipa::openapi::{OpenApi, PathItem, RefOr};

use super::decode;
use super::reply::Reply;

/// The tag of operations that give the data or the drawings of pages.
const PAGE_TAG: &str = "page";

/// Parameters that each route takes.
const PREFS: [&str; 2] = ["lang", "text"];

/// The query of an address, read into a type.
pub struct Query<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = Reply;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Reply> {
        Ok(Self(decode::query(parts.uri.query().unwrap_or_default())?))
    }
}

/// Reads the query of an address, for a handler that checks the caller's rights first.
///
/// # Errors
/// As [`decode::query`].
pub fn read<T: DeserializeOwned>(uri: &Uri) -> Result<T, Refusal> {
    decode::query(uri.query().unwrap_or_default())
}

/// Finds a parameter of a query, percent-decoded; the first one if it comes twice.
#[must_use]
pub fn parameter(query: &str, name: &str) -> Option<String> {
    let mut pairs = form_urlencoded::parse(query.as_bytes());
    pairs.find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
}

/// The query parameters of each operation that refuses all others.
#[derive(Clone)]
pub struct Declared(Arc<HashMap<(Method, String), HashSet<String>>>);

impl Declared {
    /// Reads the parameters from the interface's description.
    #[must_use]
    pub fn of(document: &OpenApi) -> Self {
        let paths = document.paths.paths.iter();
        let strict = paths.flat_map(|(path, item)| {
            let own = operations(item).filter(|(_, operation)| !is_page(operation));
            own.map(|(method, operation)| ((method, path.clone()), query_names(operation)))
        });
        Self(Arc::new(strict.collect()))
    }

    fn unknown(&self, method: &Method, path: &str, query: &str) -> Option<String> {
        let names = self.0.get(&(method.clone(), path.to_owned()))?;
        let mut pairs = form_urlencoded::parse(query.as_bytes());
        let unknown = pairs
            .find(|(name, _)| !PREFS.contains(&name.as_ref()) && !names.contains(name.as_ref()));
        unknown.map(|(name, _)| name.into_owned())
    }
}

/// Refuses a parameter that the operation's description does not have.
///
/// # Errors
/// `malformed` with the parameter's name.
pub async fn refuse_unknown(
    declared: Declared,
    request: Request,
    next: Next,
) -> Result<Response, Reply> {
    let query = request.uri().query().unwrap_or_default();
    let path = request.extensions().get::<MatchedPath>().map(MatchedPath::as_str);
    if let Some(name) = path.and_then(|path| declared.unknown(request.method(), path, query)) {
        return Err(Refusal::Malformed { field: name.chars().take(64).collect() }.into());
    }
    Ok(next.run(request).await)
}

fn operations(item: &PathItem) -> impl Iterator<Item = (Method, &Operation)> {
    [
        (Method::GET, &item.get),
        (Method::PUT, &item.put),
        (Method::POST, &item.post),
        (Method::DELETE, &item.delete),
        (Method::PATCH, &item.patch),
    ]
    .into_iter()
    .filter_map(|(method, operation)| Some((method, operation.as_ref()?)))
}

/// Checks whether an operation returns the data or the document of a page's address.
fn is_page(operation: &Operation) -> bool {
    operation.tags.iter().flatten().any(|tag| tag == PAGE_TAG)
}

fn query_names(operation: &Operation) -> HashSet<String> {
    let parameters = operation.parameters.iter().flatten();
    let queries = parameters.filter_map(|parameter| match parameter {
        RefOr::T(parameter) => (parameter.parameter_in == ParameterIn::Query).then_some(parameter),
        RefOr::Ref(_) => None,
    });
    queries.map(|parameter| parameter.name.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::parameter;

    #[test]
    fn a_parameter_is_percent_decoded_and_the_first_counts() {
        let query = "a=1&na%6De=%E6%B5%B7+x&name=2";
        assert_eq!(parameter(query, "name").as_deref(), Some("海 x"));
        assert_eq!(parameter(query, "b"), None);
    }
}
