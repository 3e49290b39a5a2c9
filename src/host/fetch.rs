//! Requests to the page's server. The browser reads and writes the JSON.

use js_sys::{Array, JSON, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, AbortSignal, Headers, Request, RequestCredentials, RequestInit, Response,
};

use super::caller::Caller;
use super::clock;

/// The status of an answer to somebody the server does not know, or not any more.
const UNKNOWN_CALLER: u16 = 401;

/// An answer: its status and its JSON body (`undefined` when it has none).
pub struct Answer {
    /// HTTP status, 100 to 599.
    pub status: u16,
    /// Seconds to wait before asking again, where the answer names them.
    pub retry_after: Option<u32>,
    /// The body as a JavaScript value.
    pub body: JsValue,
}

/// The answer did not come: no network, a lost connection, or later than waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lost;

impl From<JsValue> for Lost {
    fn from(_: JsValue) -> Self {
        Self
    }
}

/// Cancels a read when it is dropped; writes are never cancelled.
pub struct Abort(AbortController);

/// What a read listens to, to know that it is no longer wanted.
#[derive(Clone)]
pub struct Wanted(AbortSignal);

impl Abort {
    /// A switch for one read; nothing in a browser without them.
    #[must_use]
    pub fn new() -> Option<Self> {
        AbortController::new().ok().map(Self)
    }

    /// What the read listens to.
    #[must_use]
    pub fn wanted(&self) -> Wanted {
        Wanted(self.0.signal())
    }
}

impl Drop for Abort {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// What is asked.
pub enum Ask<'a> {
    /// To read, until it is no longer wanted.
    Read(Option<Wanted>),
    /// To take JSON. The answer is waited for at most `patience` milliseconds; the request itself
    /// is not taken back when the patience ends.
    Post {
        /// The JSON.
        body: &'a str,
        /// Milliseconds.
        patience: u32,
    },
    /// Anything else, or a read that is not waited for without end.
    #[cfg(feature = "till")]
    By {
        /// The method, in capitals.
        method: &'static str,
        /// The JSON; none for a request without a body.
        body: Option<&'a str>,
        /// Milliseconds that the answer is waited for at most.
        patience: u32,
    },
}

/// Asks at a path of the server, in the caller's language; and where the pass is over asks for a fresh
/// one and then again: a receipt is looked at for longer than a pass lasts.
///
/// # Errors
/// [`Lost`] when no answer came in time; what became of a post is not known then.
pub async fn send(caller: &Caller, path: &str, ask: Ask<'_>) -> Result<Answer, Lost> {
    let init = RequestInit::new();
    let mut patience = None;
    match ask {
        Ask::Read(None) => {}
        Ask::Read(Some(Wanted(signal))) => init.set_signal(Some(&signal)),
        Ask::Post { body, patience: longest } => {
            init.set_method("POST");
            init.set_body(&body.into());
            patience = Some(longest);
        }
        #[cfg(feature = "till")]
        Ask::By { method, body, patience: longest } => {
            init.set_method(method);
            if let Some(body) = body {
                init.set_body(&body.into());
            }
            patience = Some(longest);
        }
    }
    let answer = try_once(caller, path, &init, patience, caller.pass()).await?;
    let renewal = caller.renewal();
    if answer.status != UNKNOWN_CALLER || renewal.is_empty() {
        return Ok(answer);
    }
    let renewed = try_once(caller, &renewal, &RequestInit::new(), patience, None).await?;
    let Some(pass) = Reflect::get(&renewed.body, &"pass".into())?.as_string() else {
        // Too many, or too much at once: what was asked is asked again later.
        return Ok(if renewed.status > 428 { renewed } else { answer });
    };
    caller.carry(&pass);
    try_once(caller, path, &init, patience, caller.pass()).await
}

async fn try_once(
    caller: &Caller,
    path: &str,
    init: &RequestInit,
    patience: Option<u32>,
    pass: Option<String>,
) -> Result<Answer, Lost> {
    init.set_credentials(RequestCredentials::SameOrigin);
    let headers = Headers::new()?;
    headers.set("accept", "application/json")?;
    headers.set("accept-language", caller.language())?;
    headers.set("content-type", "application/json")?;
    if let Some(pass) = pass {
        headers.set("authorization", &pass)?;
    }
    init.set_headers(&headers);
    let request = Request::new_with_str_and_init(&caller.address(path), init)?;
    let window = web_sys::window().ok_or(Lost)?;
    let mut answer = window.fetch_with_request(&request);
    let mut waiting = None;
    if let Some(patience) = patience {
        let (over, timer) = clock::rejection_after(patience);
        answer = Promise::race(&Array::of2(&answer, &over));
        waiting = Some(timer);
    }
    let response: Response = JsFuture::from(answer).await?.unchecked_into();
    drop(waiting);
    let status = response.status();
    let retry_after = response.headers().get("retry-after")?.and_then(|s| s.parse().ok());
    // A body that breaks off is a lost answer; one that is not JSON, from some box in between,
    // says only what its status says.
    let text = JsFuture::from(response.text()?).await?;
    let body =
        text.as_string().and_then(|text| JSON::parse(&text).ok()).unwrap_or(JsValue::UNDEFINED);
    Ok(Answer { status, retry_after, body })
}
