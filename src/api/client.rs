//! One request, one parse answer.

use mall_contract::Problem;
use wasm_bindgen::JsValue;

use crate::host::caller::Caller;
use crate::host::fetch::{self, Answer, Method, NoResponse, Signal};
use crate::host::json::{self, Read};

/// The reason why there is no usable response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The server refused, with a reason.
    Refused(Box<Problem>),
    /// A proxy between page and server asks to try again after this number of seconds.
    Later(u32),
    /// There is no response, or an unreadable one. The request's result is not known.
    Unknown,
}

impl From<NoResponse> for Failure {
    fn from(NoResponse: NoResponse) -> Self {
        Self::Unknown
    }
}

/// Reads a path of the server.
///
/// # Errors
/// [`Failure`] if the server refuses or does not answer.
pub async fn get<T: Read>(
    caller: &Caller,
    path: &str,
    signal: Option<Signal>,
) -> Result<T, Failure> {
    parse(request(caller, path, Method::Read(signal)).await)
}

/// Posts JSON; waits at most `timeout_ms` milliseconds.
///
/// # Errors
/// [`Failure`] if the server refuses or does not answer.
pub async fn post<T: Read>(
    caller: &Caller,
    path: &str,
    body: &str,
    timeout_ms: u32,
) -> Result<T, Failure> {
    parse(request(caller, path, Method::Post { body, timeout_ms }).await)
}

/// Sends a request with a body of JSON or none, and waits at most `timeout_ms` milliseconds.
///
/// # Errors
/// [`Failure`] if the server refuses or does not answer.
#[cfg(feature = "till")]
pub async fn send<T: Read>(
    caller: &Caller,
    (method, path): (&'static str, &str),
    body: Option<&str>,
    timeout_ms: u32,
) -> Result<T, Failure> {
    parse(request(caller, path, Method::By { method, body, timeout_ms }).await)
}

/// Sends a request whose response has no body.
///
/// # Errors
/// [`Failure`].
#[cfg(feature = "till")]
pub async fn send_for_status(
    caller: &Caller,
    (method, path): (&'static str, &str),
    body: Option<&str>,
    timeout_ms: u32,
) -> Result<(), Failure> {
    request(caller, path, Method::By { method, body, timeout_ms }).await.map(drop)
}

fn parse<T: Read>(body: Result<JsValue, Failure>) -> Result<T, Failure> {
    body.and_then(|body| json::read(&body).ok_or(Failure::Unknown))
}

/// Checks whether a refusal with an unknown code is temporary, by its status and its `Retry-After`. All others are
/// final, so that no claim is repeated without end.
fn is_temporary(status: u16, retry_after: Option<u32>) -> bool {
    const NOT_IMPLEMENTED: u16 = 501;
    retry_after.is_some() || status == 429 || (status >= 500 && status != NOT_IMPLEMENTED)
}

/// Sends a request and returns the body of a success. It is one function for all types, which keeps the module small.
async fn request(caller: &Caller, path: &str, method: Method<'_>) -> Result<JsValue, Failure> {
    let Answer { status, retry_after, body } = fetch::send(caller, path, method).await?;
    if (200..300).contains(&status) {
        return Ok(body);
    }
    match json::read::<Problem>(&body) {
        Some(problem) if !(problem.refusal.is_unknown() && is_temporary(status, retry_after)) => {
            Err(Failure::Refused(Box::new(problem)))
        }
        _ => Err(retry_after.map_or(Failure::Unknown, Failure::Later)),
    }
}

#[cfg(test)]
mod tests {
    use super::is_temporary;

    #[test]
    fn an_unknown_refusal_passes_only_by_its_status_or_retry_after() {
        for status in [429, 500, 502, 503, 504] {
            assert!(is_temporary(status, None), "{status}");
        }
        for status in [400, 401, 403, 404, 409, 410, 422, 426, 428, 501] {
            assert!(!is_temporary(status, None), "{status}");
            assert!(is_temporary(status, Some(1)), "{status}");
        }
    }
}
