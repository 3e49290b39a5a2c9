//! The body of a request, with its headers.

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, Request};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode, Uri};
use mall_contract::{MallId, Refusal};
use serde::de::DeserializeOwned;

use super::auth::signed_request;
use super::decode;
use super::reply::Reply;
use super::request::BODY_LIMIT;
use crate::context::Context;
use crate::error::Error;

/// The body and the headers as they arrived: a signature is over the raw bytes.
pub struct RawRequest {
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

impl<S: Send + Sync> FromRequest<S> for RawRequest {
    type Rejection = Reply;

    async fn from_request(request: Request, state: &S) -> Result<Self, Reply> {
        let headers = request.headers().clone();
        let body =
            Bytes::from_request(request, state).await.map_err(|rejection: BytesRejection| {
                if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
                    Refusal::TooLarge { limit: BODY_LIMIT as u32 }
                } else {
                    Refusal::Malformed { field: "body".into() }
                }
            })?;
        Ok(Self { headers, body })
    }
}

impl RawRequest {
    /// Returns the mall whose own system signed the body.
    ///
    /// # Errors
    /// `signature_invalid`, `timestamp_stale`.
    pub async fn signed_body(&self, context: &mut Context) -> Result<MallId, Error> {
        let signed = signed_request(&self.headers, &self.body);
        let now = context.now();
        signed.mall(&mut context.db, &context.shared.secret, now).await
    }

    /// Returns the mall whose own system signed the address: path and query.
    ///
    /// # Errors
    /// As [`RawRequest::signed_body`].
    pub async fn signed_address(&self, context: &mut Context, uri: &Uri) -> Result<MallId, Error> {
        let signed = signed_request(&self.headers, address(uri));
        let now = context.now();
        signed.mall(&mut context.db, &context.shared.secret, now).await
    }

    /// Reads the body as JSON.
    ///
    /// # Errors
    /// `unsupported_media_type`, `malformed` with the field.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, Refusal> {
        self.json_as(&["application/json"])
    }

    /// Reads the body as JSON of one of these media types.
    ///
    /// # Errors
    /// As [`RawRequest::json`].
    pub fn json_as<T: DeserializeOwned>(&self, media_types: &[&str]) -> Result<T, Refusal> {
        self.expect(media_types)?;
        decode::json(&self.body)
    }

    /// Reads the body as a posted form.
    ///
    /// # Errors
    /// `unsupported_media_type`, `malformed`.
    pub fn form<T: DeserializeOwned>(&self) -> Result<T, Refusal> {
        self.expect(&["application/x-www-form-urlencoded"])?;
        decode::form(&self.body)
    }

    /// Checks whether the body has one of these media types.
    ///
    /// # Errors
    /// `unsupported_media_type`.
    pub fn expect(&self, media_types: &[&str]) -> Result<(), Refusal> {
        let sent = self
            .headers
            .get(CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        let sent = sent.split(';').next().unwrap_or_default().trim();
        if media_types.iter().any(|media_type| sent.eq_ignore_ascii_case(media_type)) {
            Ok(())
        } else {
            Err(Refusal::UnsupportedMediaType)
        }
    }
}

/// Returns path and query, which are signed if there is no body.
#[must_use]
pub fn address(uri: &Uri) -> &[u8] {
    uri.path_and_query().map_or(b"", |address| address.as_str().as_bytes())
}
