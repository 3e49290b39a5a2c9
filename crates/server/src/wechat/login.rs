//! The identity of a mini-program's user, read from WeChat by a login code (`jscode2session`).
//!
//! Only the `openid` of the response is read. The `session_key` would open data that nobody here needs.

use mall_contract::{CallerRefusal, Refusal};
use serde::Deserialize;

use super::api::{Api, Failure, MINUTE_SECONDS, RETRY_SECONDS, Settings};
use crate::identity::secret;

/// Tells the payer of a mini-program's login code.
pub enum LoginProvider {
    /// WeChat.
    WeChat(Box<MiniProgram>),
    /// The demo itself, which has no app id.
    Demo,
    /// None: the mall has no mini-program.
    None,
}

impl LoginProvider {
    /// Returns the payer of a login code, by the name that payments give the payer.
    ///
    /// # Errors
    /// `login_unavailable` without a mini-program; else as [`MiniProgram::payer`].
    pub async fn payer(&self, code: &str) -> Result<String, Refusal> {
        match self {
            Self::WeChat(wechat) => wechat.payer(code).await,
            Self::Demo => Ok(payer_of_demo_code(code)),
            Self::None => Err(Refusal::Caller(CallerRefusal::LoginUnavailable)),
        }
    }
}

/// Derives a payer from a login code, without WeChat. Its developer tools give the same code each time when
/// there is no app id, so one developer stays the same shopper.
fn payer_of_demo_code(code: &str) -> String {
    format!("demo-{}", &secret::sha256(code)[..16])
}

/// The mall's mini-program.
pub struct MiniProgram {
    settings: Settings,
    api: Api,
}

#[derive(Deserialize)]
struct Answer {
    openid: String,
}

impl MiniProgram {
    /// Returns the mini-program with these settings.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        Self { api: Api::new(&settings), settings }
    }

    /// Returns the `openid` of a login code's user, by which payments name the payer. A code works once, for five
    /// minutes.
    ///
    /// # Errors
    /// `login_invalid`; `login_unavailable` when WeChat does not know the app or its secret;
    /// `too_many`, `busy` with the seconds to wait.
    pub async fn payer(&self, code: &str) -> Result<String, Refusal> {
        let Settings { app_id, secret, .. } = &self.settings;
        let query = [
            ("appid", app_id.as_str()),
            ("secret", secret.reveal()),
            ("js_code", code),
            ("grant_type", "authorization_code"),
        ];
        let Answer { openid } =
            self.api.get("/sns/jscode2session", &query).await.map_err(refusal)?;
        if is_openid(&openid) { Ok(openid) } else { Err(refusal(Failure::NoResponse("no openid"))) }
    }
}

fn is_openid(text: &str) -> bool {
    let allowed = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'-';
    (1..=128).contains(&text.len()) && text.bytes().all(allowed)
}

/// Returns the refusal for the person who logs in.
fn refusal(failure: Failure) -> Refusal {
    match failure {
        Failure::NoResponse(reason) => {
            tracing::warn!(reason, "WeChat did not answer a login");
            Refusal::Busy { retry_after: RETRY_SECONDS }
        }
        Failure::Refused(-1) => Refusal::Busy { retry_after: RETRY_SECONDS },
        Failure::Refused(45011) => Refusal::TooMany { retry_after: MINUTE_SECONDS },
        // The code is unknown, used or missing, or WeChat considers the user a risk.
        Failure::Refused(40029 | 40163 | 41008 | 40226) => {
            Refusal::Caller(CallerRefusal::LoginInvalid)
        }
        Failure::Refused(code) => {
            tracing::error!(code, "WeChat refuses logins: are app id and secret right?");
            Refusal::Caller(CallerRefusal::LoginUnavailable)
        }
    }
}
