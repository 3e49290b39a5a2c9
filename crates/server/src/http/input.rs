//! What comes in, read into types; what is not right is refused with the part that is wrong.

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, Request};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode, Uri};
use mall_contract::Refusal;
use serde::de::DeserializeOwned;

use super::LARGEST_BODY;
use super::problem::Reply;
use super::state::AppState;
use crate::error::Error;
use crate::identity::signature;

/// A body and its headers, as they came: a signature is over the raw bytes.
pub struct Raw {
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

impl<S: Send + Sync> FromRequest<S> for Raw {
    type Rejection = Reply;

    async fn from_request(request: Request, state: &S) -> Result<Self, Reply> {
        let headers = request.headers().clone();
        let body =
            Bytes::from_request(request, state).await.map_err(|rejection: BytesRejection| {
                if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
                    Refusal::TooLarge { limit: LARGEST_BODY as u32 }
                } else {
                    Refusal::Malformed { field: "body".into() }
                }
            })?;
        Ok(Self { headers, body })
    }
}

impl Raw {
    /// The mall whose own system signed the body.
    ///
    /// # Errors
    /// `signature_invalid`, `timestamp_stale`.
    pub async fn signed_body(&self, app: &AppState) -> Result<String, Error> {
        signature::verify(
            &app.context.db,
            &app.context.secret,
            &self.headers,
            &self.body,
            app.context.now(),
        )
        .await
    }

    /// The mall whose own system signed the address, path and query, in the place of the body.
    ///
    /// # Errors
    /// As [`Raw::signed_body`].
    pub async fn signed_address(&self, app: &AppState, uri: &Uri) -> Result<String, Error> {
        let asked = uri.path_and_query().map_or("", |asked| asked.as_str());
        let (headers, now) = (&self.headers, app.context.now());
        signature::verify(&app.context.db, &app.context.secret, headers, asked.as_bytes(), now)
            .await
    }

    /// The body as JSON.
    ///
    /// # Errors
    /// `unsupported_media_type`, `malformed` with the field.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, Refusal> {
        self.json_as(&["application/json"])
    }

    /// The body as JSON that may call itself any of these.
    ///
    /// # Errors
    /// As [`Raw::json`].
    pub fn json_as<T: DeserializeOwned>(&self, media_types: &[&str]) -> Result<T, Refusal> {
        self.expect(media_types)?;
        let mut json = serde_json::Deserializer::from_slice(&self.body);
        let value = serde_path_to_error::deserialize(&mut json);
        let value = value.map_err(|error| Refusal::Malformed { field: field(&error) })?;
        json.end().map_err(|_| Refusal::Malformed { field: "body".into() })?;
        Ok(value)
    }

    /// The body as a posted form.
    ///
    /// # Errors
    /// `unsupported_media_type`, `malformed`.
    pub fn form<T: DeserializeOwned>(&self) -> Result<T, Refusal> {
        self.expect(&["application/x-www-form-urlencoded"])?;
        let pairs = serde_urlencoded::Deserializer::new(form_urlencoded::parse(&self.body));
        let value = serde_path_to_error::deserialize(pairs);
        value.map_err(|error| Refusal::Malformed { field: field(&error) })
    }

    /// Whether the body says that it is one of these.
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

/// The field an error is about: its path, or the one it says is missing or too much.
fn field(error: &serde_path_to_error::Error<impl std::fmt::Display>) -> String {
    let message = error.inner().to_string();
    let named = message.strip_prefix("missing field `").or(message.strip_prefix("unknown field `"));
    let path = error.path().to_string();
    let field = match named.and_then(|rest| rest.split('`').next()) {
        Some(name) => name,
        None if path != "." => &path,
        None => "body",
    };
    field.chars().filter(|c| !c.is_control()).take(64).collect()
}
