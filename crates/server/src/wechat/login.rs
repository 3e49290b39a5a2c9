//! Who a mini-program's user is: WeChat is asked with the code that its login gave (`jscode2session`).
//!
//! WeChat wants the app's secret in the address it is asked at, so no address of it is ever written
//! to a log, nor anything else of a question or an answer but WeChat's own error number. Of the answer
//! only the `openid` is read: the `session_key` would open data that nobody here needs.

use std::fmt;
use std::time::Duration;

use axum::body::Bytes;
use axum::http::Uri;
use http_body_util::{BodyExt, Empty, Limited};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use mall_contract::Refusal;
use serde::Deserialize;

/// WeChat's own address for such questions.
pub const API: &str = "https://api.weixin.qq.com";

/// How long WeChat is waited for. The mini-program itself waits ten seconds for us.
pub const PATIENCE: Duration = Duration::from_secs(5);

/// An answer is some hundred bytes.
const LARGEST: usize = 16 * 1024;

/// Seconds after which WeChat is worth asking again.
const AGAIN: u32 = 5;

/// WeChat counts the logins of a user by the minute.
const MINUTE: u32 = 60;

/// The mini-program's secret. Printing it shows nothing.
#[derive(Clone)]
pub struct AppSecret(String);

impl AppSecret {
    /// A secret as WeChat's console shows it: 16 to 128 letters and digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let fits = (16..=128).contains(&text.len());
        (fits && text.bytes().all(|b| b.is_ascii_alphanumeric())).then(|| Self(text.to_owned()))
    }
}

impl fmt::Debug for AppSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AppSecret(…)")
    }
}

/// Whose mini-program it is, and how WeChat is asked.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The mini-program's app id.
    pub app_id: String,
    /// Its secret.
    pub secret: AppSecret,
    /// What WeChat's addresses begin with, without a slash at the end.
    pub api: String,
    /// How long WeChat is waited for.
    pub patience: Duration,
}

/// Asks WeChat. Connections stay open for the next question.
pub struct MiniProgram {
    settings: Settings,
    client: Client<HttpsConnector<HttpConnector>, Empty<Bytes>>,
}

/// What WeChat answers, always with status 200.
#[derive(Deserialize)]
struct Answer {
    openid: Option<String>,
    #[serde(default)]
    errcode: i64,
}

impl MiniProgram {
    /// A client with these settings.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        let connector =
            HttpsConnectorBuilder::new().with_webpki_roots().https_or_http().enable_http1().build();
        let client =
            Client::builder(TokioExecutor::new()).pool_timer(TokioTimer::new()).build(connector);
        Self { settings, client }
    }

    /// Whose a login code is: the `openid`, by which payments name the payer. A code works once, for five
    /// minutes.
    ///
    /// # Errors
    /// `login_invalid`; `login_unavailable` when WeChat does not know the app or its secret;
    /// `too_many`, `busy` with the seconds to wait.
    pub async fn payer(&self, code: &str) -> Result<String, Refusal> {
        let busy = |what: &str| {
            tracing::warn!(what, "WeChat gave no answer to a login");
            Refusal::Busy { retry_after: AGAIN }
        };
        let asked = tokio::time::timeout(self.settings.patience, self.ask(code)).await;
        let body = asked.map_err(|_| busy("late"))?.map_err(busy)?;
        let answer: Answer = serde_json::from_slice(&body).map_err(|_| busy("not understood"))?;
        match (answer.errcode, answer.openid) {
            (0, Some(openid)) if is_openid(&openid) => Ok(openid),
            (0, _) => Err(busy("without an openid")),
            (code, _) => Err(refusal(code)),
        }
    }

    async fn ask(&self, code: &str) -> Result<Bytes, &'static str> {
        let Settings { app_id, secret, api, .. } = &self.settings;
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("appid", app_id)
            .append_pair("secret", &secret.0)
            .append_pair("js_code", code)
            .append_pair("grant_type", "authorization_code")
            .finish();
        let uri: Uri =
            format!("{api}/sns/jscode2session?{query}").parse().map_err(|_| "no address")?;
        let answer = self.client.get(uri).await.map_err(|_| "not reached")?;
        if !answer.status().is_success() {
            return Err("another status");
        }
        let body = Limited::new(answer.into_body(), LARGEST).collect().await;
        Ok(body.map_err(|_| "broken off, or too long")?.to_bytes())
    }
}

fn is_openid(text: &str) -> bool {
    let allowed = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'-';
    (1..=128).contains(&text.len()) && text.bytes().all(allowed)
}

/// What WeChat's error number means to who logs in.
fn refusal(code: i64) -> Refusal {
    match code {
        -1 => Refusal::Busy { retry_after: AGAIN },
        45011 => Refusal::TooMany { retry_after: MINUTE },
        // No such code, used already, missing; and users whom WeChat holds for a risk.
        40029 | 40163 | 41008 | 40226 => Refusal::LoginInvalid,
        code => {
            tracing::error!(code, "WeChat refuses logins: are app id and secret right?");
            Refusal::LoginUnavailable
        }
    }
}

#[cfg(test)]
mod tests {
    use super::AppSecret;

    #[test]
    fn an_app_secret_shows_nothing_and_is_letters_and_digits() {
        let secret = AppSecret::parse(" 5ec7e75ec7e75ec7e75ec7e75ec7e75e\n").expect("a secret");
        assert_eq!(format!("{secret:?}"), "AppSecret(…)");
        for wrong in ["", "short", "5ec7e75ec7e75ec7&appid=other5ec7", &"x".repeat(129)] {
            assert!(AppSecret::parse(wrong).is_none(), "{wrong}");
        }
    }
}
