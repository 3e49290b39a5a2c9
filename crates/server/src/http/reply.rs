//! The failure of a handler on its way to the caller.

use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use mall_contract::Refusal;

use crate::error::Error;

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
