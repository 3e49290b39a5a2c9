//! The mall's official account (公众号, 服务号): by it pages may use WeChat's JS-SDK.

use mall_contract::{CallerRefusal, Refusal};
use serde::Deserialize;
use serde_json::json;

use super::api::{self, AGAIN, Api, Failure, MINUTE, is_protected};
use crate::clock::Ms;

/// The script of the JS-SDK, as WeChat serves it.
pub const SCRIPT: &str = "https://res.wx.qq.com/open/js/jweixin-1.6.0.js";

/// Seconds after which WeChat is worth asking again where it has counted too much for a day.
const QUOTA: u32 = 600;

/// Seconds that are left of a life when it is counted as over: an answer travels, and clocks differ.
const SLACK: i64 = 30;

/// The longest life WeChat gives, in seconds.
const LONGEST: i64 = 7200;

/// WeChat's script for pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JsSdk {
    /// Its address.
    pub script: String,
    /// The origin of it, for the policy of pages that load it.
    pub origin: String,
}

impl JsSdk {
    /// A script at this address, protected on its way, and without anything that would not stand in a
    /// policy or in a document as it is.
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
pub struct Lasting {
    /// What it is.
    pub value: String,
    /// When it stops to be of use.
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
    /// The account with these settings.
    #[must_use]
    pub fn new(Settings { app, js_sdk }: Settings) -> Self {
        Self { api: Api::new(&app), settings: app, js_sdk }
    }

    /// The account's app id.
    #[must_use]
    pub fn app_id(&self) -> &str {
        &self.settings.app_id
    }

    /// How long WeChat is waited for.
    #[must_use]
    pub fn patience(&self) -> std::time::Duration {
        self.settings.patience
    }

    /// The access token, by WeChat's stable interface: asked again, it gives the same one until shortly
    /// before its end, so nobody who holds it is disturbed. By force it gives another one and ends the
    /// first; twenty times a day.
    pub(super) async fn token(&self, force: bool, now: Ms) -> Result<Lasting, Failure> {
        let api::Settings { app_id, secret, .. } = &self.settings;
        let asked = json!({
            "grant_type": "client_credential", "appid": app_id, "secret": secret.reveal(),
            "force_refresh": force
        });
        let TokenAnswer { access_token, expires_in } =
            self.api.post("/cgi-bin/stable_token", &asked).await?;
        lasting(access_token, expires_in, now)
    }

    /// The ticket that pages are signed with.
    pub(super) async fn ticket(&self, token: &str, now: Ms) -> Result<Lasting, Failure> {
        let query = [("access_token", token), ("type", "jsapi")];
        let TicketAnswer { ticket, expires_in } =
            self.api.get("/cgi-bin/ticket/getticket", &query).await?;
        lasting(ticket, expires_in, now)
    }
}

/// What WeChat gave, when it is something: as text it goes into what is signed, and into addresses.
fn lasting(value: String, seconds: i64, now: Ms) -> Result<Lasting, Failure> {
    let plain = value.bytes().all(|b| b.is_ascii_graphic()) && (1..=1024).contains(&value.len());
    if !plain || seconds <= 0 {
        return Err(Failure::Silence("not understood"));
    }
    Ok(Lasting { value, until: now + (seconds.min(LONGEST) - SLACK) * 1000 })
}

/// Whether WeChat says that a token is none of its own, or over.
pub(super) fn is_token_over(failure: Failure) -> bool {
    matches!(failure, Failure::Refused(40001 | 40014 | 42001))
}

/// One answer for every token that is over although it was just fetched by force.
pub(super) const TOKEN_OVER: Failure = Failure::Refused(42001);

/// What a failure means to a page that wants to be signed, and how long WeChat is then left in peace.
pub(super) fn refusal(failure: Failure) -> Refusal {
    let (what, retry_after) = match failure {
        Failure::Silence(what) => (what, AGAIN),
        Failure::Refused(-1) => ("busy", AGAIN),
        Failure::Refused(45011) => ("too often", MINUTE),
        Failure::Refused(45009) => ("asked too often for today", QUOTA),
        // Also what was fetched by force is over: somebody else fetches by force too.
        Failure::Refused(40014 | 42001) => ("tokens end before their time", QUOTA),
        Failure::Refused(code) => {
            tracing::error!(
                code,
                "WeChat gives no ticket: are the account's app id and secret right, does its IP whitelist \
                 have this server, and may it use the JS-SDK?"
            );
            return Refusal::Caller(CallerRefusal::ScanUnavailable);
        }
    };
    tracing::warn!(what, retry_after, "WeChat gave no ticket");
    Refusal::Busy { retry_after }
}

#[cfg(test)]
mod tests {
    use super::{JsSdk, SCRIPT};

    #[test]
    fn a_script_comes_protected_and_stands_in_a_policy_as_it_is() {
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
