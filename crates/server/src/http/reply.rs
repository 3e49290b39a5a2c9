//! The failure of a handler on its way to the caller.

use std::sync::Arc;

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use mall_contract::Refusal;
use serde::Serialize;

use crate::error::Error;
use crate::outcome::Outcome;

/// Answers a write: 201 when it was done now, 200 when the same request came before.
pub fn created<T: Serialize>(outcome: Outcome<T>) -> Response {
    let status = match outcome {
        Outcome::Created(_) => StatusCode::CREATED,
        Outcome::Repeated(_) => StatusCode::OK,
    };
    (status, Json(outcome.into_inner())).into_response()
}

/// A failure as a response without words. `http::problem` puts it into words on the way out, and
/// `http::log` logs it.
#[derive(Debug)]
pub struct Reply(pub Error);

impl From<Error> for Reply {
    fn from(error: Error) -> Self {
        Self(error)
    }
}

impl From<Refusal> for Reply {
    fn from(refusal: Refusal) -> Self {
        Self(refusal.into())
    }
}

impl IntoResponse for Reply {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.0.refusal().status());
        let mut response = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR).into_response();
        response.extensions_mut().insert(Arc::new(self.0));
        response
    }
}
