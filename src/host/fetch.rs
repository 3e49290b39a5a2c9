//! Requests to the page's server. The browser reads and writes JSON.

use js_sys::{Array, JSON, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, AbortSignal, Headers, Request, RequestCredentials, RequestInit, Response,
};

use super::caller::Caller;
use super::{clock, json};

/// The status of a response without a valid pass or session, RFC 9110, section 15.5.2.
const UNAUTHORIZED: u16 = 401;

/// A response of the server.
pub struct Answer {
    /// The HTTP status, 100 to 599.
    pub status: u16,
    /// Seconds to wait before a retry, if the response names them.
    pub retry_after: Option<u32>,
    /// The JSON body; `undefined` if it has none.
    pub body: JsValue,
}

/// No response came in time: no network, a lost connection, or a timeout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoResponse;

impl From<JsValue> for NoResponse {
    fn from(_: JsValue) -> Self {
        Self
    }
}

/// Cancels a read when it is dropped. Writes are never cancelled.
pub struct Abort(AbortController);

/// The signal that cancels a read.
#[derive(Clone)]
pub struct Signal(AbortSignal);

impl Abort {
    /// Makes a switch for one read; none in a browser without.
    #[must_use]
    pub fn new() -> Option<Self> {
        AbortController::new().ok().map(Self)
    }

    /// Returns the signal for the read.
    #[must_use]
    pub fn signal(&self) -> Signal {
        Signal(self.0.signal())
    }
}

impl Drop for Abort {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// A request to send.
pub enum Method<'a> {
    /// A read, until it is cancelled.
    Read(Option<Signal>),
    /// A post of JSON. The timeout ends the wait for its response; the request itself goes on.
    Post { body: &'a str, timeout_ms: u32 },
    /// Any other request.
    #[cfg(feature = "till")]
    By {
        /// The HTTP method, in capitals.
        method: &'static str,
        /// The JSON body, if the request has one.
        body: Option<&'a str>,
        timeout_ms: u32,
    },
}

/// Sends a request to a path of the server, in the caller's language.
///
/// If the pass has expired, it gets a fresh one and sends the request again: a receipt may be open for
/// longer than a pass lasts.
///
/// # Errors
/// [`NoResponse`] if no response came in time. The result of a post is not known then.
pub async fn send(caller: &Caller, path: &str, method: Method<'_>) -> Result<Answer, NoResponse> {
    let init = RequestInit::new();
    let mut timeout = None;
    match method {
        Method::Read(None) => {}
        Method::Read(Some(Signal(signal))) => init.set_signal(Some(&signal)),
        Method::Post { body, timeout_ms } => {
            init.set_method("POST");
            init.set_body(&body.into());
            timeout = Some(timeout_ms);
        }
        #[cfg(feature = "till")]
        Method::By { method, body, timeout_ms } => {
            init.set_method(method);
            if let Some(body) = body {
                init.set_body(&body.into());
            }
            timeout = Some(timeout_ms);
        }
    }
    let answer = try_once(caller, path, &init, timeout, caller.authorization()).await?;
    let renewal_path = caller.renewal_path();
    if answer.status != UNAUTHORIZED || renewal_path.is_empty() {
        return Ok(answer);
    }
    let renewed = try_once(caller, &renewal_path, &RequestInit::new(), timeout, None).await?;
    let Some(pass) = Reflect::get(&renewed.body, &"pass".into())?.as_string() else {
        // Above 428 the server asks for a later retry, which then includes the request.
        return Ok(if renewed.status > 428 { renewed } else { answer });
    };
    caller.set_pass(&pass);
    try_once(caller, path, &init, timeout, caller.authorization()).await
}

async fn try_once(
    caller: &Caller,
    path: &str,
    init: &RequestInit,
    timeout: Option<u32>,
    authorization: Option<String>,
) -> Result<Answer, NoResponse> {
    init.set_credentials(RequestCredentials::SameOrigin);
    let headers = Headers::new()?;
    headers.set("accept", "application/json")?;
    headers.set("accept-language", caller.language())?;
    headers.set("content-type", "application/json")?;
    if let Some(authorization) = authorization {
        headers.set("authorization", &authorization)?;
    }
    init.set_headers(&headers);
    let request = Request::new_with_str_and_init(&caller.address(path), init)?;
    let window = web_sys::window().ok_or(NoResponse)?;
    let mut answer = window.fetch_with_request(&request);
    let mut waiting = None;
    if let Some(timeout) = timeout {
        let (over, timer) = clock::rejection_after(timeout);
        answer = Promise::race(&Array::of2(&answer, &over));
        waiting = Some(timer);
    }
    let response: Response = JsFuture::from(answer).await?.unchecked_into();
    drop(waiting);
    let status = response.status();
    let retry_after = response.headers().get("retry-after")?;
    let retry_after = retry_after.and_then(|text| json::number(&text)?.try_into().ok());
    // An incomplete body is a lost response. A body that is no JSON comes from some proxy, and only its
    // status counts.
    let text = JsFuture::from(response.text()?).await?;
    let body =
        text.as_string().and_then(|text| JSON::parse(&text).ok()).unwrap_or(JsValue::UNDEFINED);
    Ok(Answer { status, retry_after, body })
}
