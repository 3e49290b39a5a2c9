//! The mall's official account (公众号, 服务号): by it pages may use WeChat's JS-SDK.

use mall_contract::{CallerRefusal, Refusal};
use serde::Deserialize;
use serde_json::json;

use super::api::{self, Api, Failure, MINUTE_SECONDS, RETRY_SECONDS, is_protected};
use crate::clock::Ms;

/// The script of the JS-SDK, as WeChat serves it.
pub const SCRIPT: &str = "https://res.wx.qq.com/open/js/jweixin-1.6.0.js";

/// Seconds after which WeChat is asked again once its daily quota is used up.
const QUOTA_RETRY_SECONDS: u32 = 600;

/// Seconds that are left of a life when it is counted as over: an answer travels, and clocks differ.
const EXPIRY_MARGIN_SECONDS: i64 = 30;

/// The longest lifetime that WeChat documents, in seconds.
const MAX_TOKEN_LIFETIME_SECONDS: i64 = 7200;

/// WeChat's script for pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JsSdk {
    /// Its address.
    pub script: String,
    /// The origin of it, for the policy of pages that load it.
    pub origin: String,
}

impl JsSdk {
    /// Returns a script at this address. The address uses HTTPS, and has no character that a policy or a document would
    /// have to escape.
    #[must_use]
    pub fn at(script: &str) -> Option<Self> {
        let (scheme, rest) = script.split_once("://").filter(|_| is_protected(script))?;
        let (host, path) = rest.split_once('/')?;
        let of = |text: &str, more: &[u8]| {
            !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || more.contains(&b))
        };
        let fits = of(host, b"-.:") && of(path, b"-._~/?=") && script.len() <= 512;
        fits.then(|| Self { script: script.to_owned(), origin: format!("{scheme}://{host}") })
    }
}

/// The official account, and where its pages get WeChat's script from.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The account.
    pub app: api::Settings,
    /// The script.
    pub js_sdk: JsSdk,
}

/// Something WeChat gave for a while. It cannot be printed.
pub struct Credential {
    pub value: String,
    /// The instant at which it expires.
    pub until: Ms,
}

/// The official account, and the line to WeChat.
pub struct Account {
    settings: api::Settings,
    api: Api,
    /// WeChat's script.
    pub js_sdk: JsSdk,
}

#[derive(Deserialize)]
struct TokenAnswer {
    access_token: String,
    expires_in: i64,
}

#[derive(Deserialize)]
struct TicketAnswer {
    ticket: String,
    expires_in: i64,
}

impl Account {
    /// Returns an account with these settings.
    #[must_use]
    pub fn new(Settings { app, js_sdk }: Settings) -> Self {
        Self { api: Api::new(&app), settings: app, js_sdk }
    }

    /// Returns the account's app id.
    #[must_use]
    pub fn app_id(&self) -> &str {
        &self.settings.app_id
    }

    /// Returns the time that a request waits for WeChat.
    #[must_use]
    pub fn response_timeout(&self) -> std::time::Duration {
        self.settings.response_timeout
    }

    /// Returns the access token, by WeChat's stable interface. It gives the same token until shortly before its end, so
    /// other holders are not disturbed. With `force` it gives another one and ends the first; this works twenty times a
    /// day.
    pub(super) async fn token(&self, force: bool, now: Ms) -> Result<Credential, Failure> {
        let api::Settings { app_id, secret, .. } = &self.settings;
        let body = json!({
            "grant_type": "client_credential", "appid": app_id, "secret": secret.reveal(),
            "force_refresh": force
        });
        let TokenAnswer { access_token, expires_in } =
            self.api.post("/cgi-bin/stable_token", &body).await?;
        to_credential(access_token, expires_in, now)
    }

    /// Returns the ticket that pages are signed with.
    pub(super) async fn ticket(&self, token: &str, now: Ms) -> Result<Credential, Failure> {
        let query = [("access_token", token), ("type", "jsapi")];
        let TicketAnswer { ticket, expires_in } =
            self.api.get("/cgi-bin/ticket/getticket", &query).await?;
        to_credential(ticket, expires_in, now)
    }
}

/// Checks a token or ticket of WeChat. It must be plain text: it goes into signed texts and into addresses.
fn to_credential(value: String, seconds: i64, now: Ms) -> Result<Credential, Failure> {
    let plain = value.bytes().all(|b| b.is_ascii_graphic()) && (1..=1024).contains(&value.len());
    if !plain || seconds <= 0 {
        return Err(Failure::NoResponse("not understood"));
    }
    Ok(Credential {
        value,
        until: now + (seconds.min(MAX_TOKEN_LIFETIME_SECONDS) - EXPIRY_MARGIN_SECONDS) * 1000,
    })
}

/// Checks whether WeChat says that a token is unknown or expired.
pub(super) fn is_token_expired(failure: Failure) -> bool {
    matches!(failure, Failure::Refused(40001 | 40014 | 42001))
}

/// One answer for every token that is over although it was just fetched by force.
pub(super) const TOKEN_EXPIRED: Failure = Failure::Refused(42001);

/// Returns the refusal for a page that needs a signature. Its seconds are the pause before WeChat is asked again.
pub(super) fn refusal(failure: Failure) -> Refusal {
    let (reason, retry_after) = match failure {
        Failure::NoResponse(reason) => (reason, RETRY_SECONDS),
        Failure::Refused(-1) => ("busy", RETRY_SECONDS),
        Failure::Refused(45011) => ("too often", MINUTE_SECONDS),
        Failure::Refused(45009) => ("asked too often for today", QUOTA_RETRY_SECONDS),
        // A token that was just fetched by force has expired too, so another system fetches by force as well.
        Failure::Refused(40014 | 42001) => ("tokens end before their time", QUOTA_RETRY_SECONDS),
        Failure::Refused(code) => {
            tracing::error!(
                code,
                "WeChat gives no ticket: are the account's app id and secret right, does its IP whitelist \
                 have this server, and may it use the JS-SDK?"
            );
            return Refusal::Caller(CallerRefusal::ScanUnavailable);
        }
    };
    tracing::warn!(reason, retry_after, "WeChat gave no ticket");
    Refusal::Busy { retry_after }
}

#[cfg(test)]
mod tests {
    use super::{JsSdk, SCRIPT};

    #[test]
    fn a_script_needs_https_and_no_escaping_in_a_policy() {
        let origin = |script| JsSdk::at(script).map(|js_sdk| js_sdk.origin);
        assert_eq!(origin(SCRIPT).as_deref(), Some("https://res.wx.qq.com"));
        let near = "http://127.0.0.1:8080/jweixin.js";
        assert_eq!(origin(near).as_deref(), Some("http://127.0.0.1:8080"));
        for wrong in [
            "",
            "https://res.wx.qq.com",
            "https://res.wx.qq.com/",
            "https:///jweixin.js",
            "http://res.wx.qq.com/jweixin.js",
            "//res.wx.qq.com/jweixin.js",
            "https://user@res.wx.qq.com/jweixin.js",
            "https://res.wx.qq.com/a.js; script-src *",
            "https://res.wx.qq.com/a.js,b",
            "https://res.wx.qq.com/a\".js",
            "https://*/a.js",
            "data:text/javascript,1",
        ] {
            assert_eq!(origin(wrong), None, "{wrong}");
        }
    }
}
