//! Requests to WeChat's server.
//!
//! WeChat wants secrets and tokens in the addresses of requests. So no address is ever written to a log, and nothing
//! else of a request or response but WeChat's own error number.

use std::fmt;
use std::time::Duration;

use axum::body::Bytes;
use axum::http::{Request, Uri};
use http_body_util::{BodyExt, Full, Limited};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// The origin of WeChat's interface.
pub const API: &str = "https://api.weixin.qq.com";

/// A request waits this long for WeChat. A mini-program itself waits ten seconds for us.
pub const RESPONSE_TIMEOUT: Duration = Duration::from_secs(5);

/// An answer is some hundred bytes.
const MAX_RESPONSE_BYTES: usize = 16 * 1024;

/// Seconds after which WeChat is asked again.
pub const RETRY_SECONDS: u32 = 5;

/// Seconds: WeChat counts some things by the minute.
pub const MINUTE_SECONDS: u32 = 60;

/// An app's secret. Printing it shows nothing.
#[derive(Clone)]
pub struct AppSecret(String);

impl AppSecret {
    /// Returns a secret as WeChat's console shows it: 16 to 128 letters and digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let fits = (16..=128).contains(&text.len());
        (fits && text.bytes().all(|b| b.is_ascii_alphanumeric())).then(|| Self(text.to_owned()))
    }

    /// Returns the secret, for WeChat alone.
    pub(super) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for AppSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AppSecret(…)")
    }
}

/// A mini-program or an official account, and the settings of its requests to WeChat.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The app's id.
    pub app_id: String,
    /// Its secret.
    pub secret: AppSecret,
    /// The origin of WeChat's addresses, without a slash at the end.
    pub api: String,
    /// A request waits this long for WeChat.
    pub response_timeout: Duration,
}

/// Checks whether nobody on the way can read a request to an address: it uses HTTPS, or does not leave this machine.
#[must_use]
pub fn is_protected(address: &str) -> bool {
    ["https://", "http://127.0.0.1:", "http://localhost:"].iter().any(|b| address.starts_with(b))
}

/// The reason why a request got no usable response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// No answer, or none one can read: what of it.
    NoResponse(&'static str),
    /// WeChat's own error number.
    Refused(i64),
}

/// A client of WeChat's interface. Connections stay open for the next request.
pub struct Api {
    base: String,
    response_timeout: Duration,
    client: Client<HttpsConnector<HttpConnector>, Full<Bytes>>,
}

/// The error that any response of WeChat may have; its status is 200 all the same.
#[derive(Deserialize)]
struct ErrorCode {
    #[serde(default)]
    errcode: i64,
}

impl Api {
    /// Returns a client with these settings.
    #[must_use]
    pub fn new(settings: &Settings) -> Self {
        let connector =
            HttpsConnectorBuilder::new().with_webpki_roots().https_or_http().enable_http1().build();
        let client =
            Client::builder(TokioExecutor::new()).pool_timer(TokioTimer::new()).build(connector);
        Self { base: settings.api.clone(), response_timeout: settings.response_timeout, client }
    }

    /// Sends a GET request with a query.
    pub(super) async fn get<T: DeserializeOwned>(
        &self,
        path: &str,
        query: &[(&str, &str)],
    ) -> Result<T, Failure> {
        let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(query).finish();
        self.fetch(Request::get(self.uri(&format!("{path}?{query}"))?), Full::default()).await
    }

    /// Sends a POST request with a body of JSON.
    pub(super) async fn post<T: DeserializeOwned>(
        &self,
        path: &str,
        body: &Value,
    ) -> Result<T, Failure> {
        let request = Request::post(self.uri(path)?).header("content-type", "application/json");
        self.fetch(request, Full::from(body.to_string())).await
    }

    fn uri(&self, path: &str) -> Result<Uri, Failure> {
        format!("{}{path}", self.base).parse().map_err(|_| Failure::NoResponse("no address"))
    }

    async fn fetch<T: DeserializeOwned>(
        &self,
        request: axum::http::request::Builder,
        body: Full<Bytes>,
    ) -> Result<T, Failure> {
        let request = request.body(body).map_err(|_| Failure::NoResponse("no question"))?;
        let answer = tokio::time::timeout(self.response_timeout, self.send(request)).await;
        let body = answer.map_err(|_| Failure::NoResponse("late"))?.map_err(Failure::NoResponse)?;
        let not_understood = |_| Failure::NoResponse("not understood");
        match serde_json::from_slice(&body).map_err(not_understood)? {
            ErrorCode { errcode: 0 } => serde_json::from_slice(&body).map_err(not_understood),
            ErrorCode { errcode } => Err(Failure::Refused(errcode)),
        }
    }

    async fn send(&self, request: Request<Full<Bytes>>) -> Result<Bytes, &'static str> {
        let answer = self.client.request(request).await.map_err(|_| "not reached")?;
        if !answer.status().is_success() {
            return Err("another status");
        }
        let body = Limited::new(answer.into_body(), MAX_RESPONSE_BYTES).collect().await;
        Ok(body.map_err(|_| "broken off, or too long")?.to_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::AppSecret;

    #[test]
    fn an_app_secret_has_letters_and_digits_and_is_never_printed() {
        let secret = AppSecret::parse(" 5ec7e75ec7e75ec7e75ec7e75ec7e75e\n").expect("a secret");
        assert_eq!(format!("{secret:?}"), "AppSecret(…)");
        for wrong in ["", "short", "5ec7e75ec7e75ec7&appid=other5ec7", &"x".repeat(129)] {
            assert!(AppSecret::parse(wrong).is_none(), "{wrong}");
        }
    }
}
