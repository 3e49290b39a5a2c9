//! A request with its body, as it arrived.

use axum::body::{Bytes, to_bytes};
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, Request};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use mall_contract::{MallId, Refusal};
use serde::de::DeserializeOwned;
use tokio::sync::SemaphorePermit;

use super::auth;
use super::decode;
use super::paths;
use super::reply::Reply;
use super::request::BODY_LIMIT;
use super::state::AppState;
use crate::context::Context;
use crate::error::Error;
use crate::identity::signature::SignedRequest;

/// Limits how many large bodies are in memory at the same time.
pub const CONCURRENT_LARGE_BODIES: usize = 2;

/// Seconds after which a large body may come again that found no place.
const RETRY_AFTER: u32 = 5;

/// The parts of a request as they arrived: a signature is over the raw bytes.
pub struct RawRequest {
    pub method: Method,
    /// The path with its query.
    pub uri: Uri,
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

impl<S: Send + Sync> FromRequest<S> for RawRequest {
    type Rejection = Reply;

    async fn from_request(request: Request, _: &S) -> Result<Self, Reply> {
        let (parts, body) = read_body(request).await?;
        Ok(Self { method: parts.method, uri: parts.uri, headers: parts.headers, body })
    }
}

/// Reads the body of a request, up to the limit of usual bodies.
///
/// # Errors
/// `too_large`, `malformed`.
pub async fn read_body(request: Request) -> Result<(Parts, Bytes), Refusal> {
    let (parts, body) = request.into_parts();
    // With the parts' extensions, which hold the limit.
    let body = Request::from_parts(parts.clone(), body);
    let body = Bytes::from_request(body, &()).await.map_err(|rejection: BytesRejection| {
        if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
            Refusal::TooLarge { limit: BODY_LIMIT as u32 }
        } else {
            Refusal::Malformed { field: "body".into() }
        }
    })?;
    Ok((parts, body))
}

/// A request with a large body, which takes one of a few places until it is dropped.
pub struct LargeRequest<'a> {
    pub raw: RawRequest,
    _place: SemaphorePermit<'a>,
}

impl LargeRequest<'_> {
    /// Reads a body that only the mall's own system may send. A caller without a key, a stale time or a length beyond the
    /// limit is refused before the body is read.
    ///
    /// # Errors
    /// `signature_invalid`, `timestamp_stale`, `too_large`; `busy` while others are read.
    pub async fn read(
        app: &AppState,
        request: Request,
        limit: usize,
    ) -> Result<LargeRequest<'_>, Error> {
        let too_large = || Refusal::TooLarge { limit: limit as u32 };
        let (parts, body) = request.into_parts();
        let head = auth::signed_request(&parts.method, &parts.uri, &parts.headers, b"");
        head.check_head(&mut app.request().db, app.context.now()).await?;
        let length = auth::header(&parts.headers, CONTENT_LENGTH.as_str()).parse::<u64>();
        if length.is_ok_and(|length| length > limit as u64) {
            return Err(too_large().into());
        }
        // Waiting here would keep one of the server's places, and a key's id is no secret.
        let place = app.large_bodies.try_acquire();
        let place = place.map_err(|_| Refusal::Busy { retry_after: RETRY_AFTER })?;
        let body = to_bytes(body, limit).await.map_err(|_| too_large())?;
        let raw = RawRequest { method: parts.method, uri: parts.uri, headers: parts.headers, body };
        Ok(LargeRequest { raw, _place: place })
    }
}

impl RawRequest {
    /// Returns the request with the headers of its signature.
    #[must_use]
    pub fn signed_request(&self) -> SignedRequest<'_> {
        auth::signed_request(&self.method, &self.uri, &self.headers, &self.body)
    }

    /// Returns the mall whose own system signed a request that changes nothing, or that names what it writes by an id of
    /// its own. The same request may come again.
    ///
    /// # Errors
    /// `signature_invalid`, `timestamp_stale`; `too_many` when the system sends more than any mall needs.
    pub async fn signed(&self, context: &mut Context) -> Result<MallId, Error> {
        let now = context.now();
        let mall = self.signed_request().mall(&mut context.db, &context.shared.secret, now).await?;
        match paths::is_drawing(self.uri.path()) {
            true => context.quotas.printing(&mall)?,
            false => context.quotas.system(&mall)?,
        }
        Ok(mall)
    }

    /// Returns the mall whose own system signed a request that may come once: sent again later, it would undo what was
    /// set since.
    ///
    /// # Errors
    /// As [`RawRequest::signed`], and `nonce_used`.
    pub async fn signed_once(&self, context: &mut Context) -> Result<MallId, Error> {
        let mall = self.signed(context).await?;
        let now = context.now();
        self.signed_request().take_nonce(&mut context.db, &mall, now).await?;
        Ok(mall)
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
