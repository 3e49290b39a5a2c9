//! One request, one typed answer.

use mall_contract::Problem;
use wasm_bindgen::JsValue;

use crate::host::caller::Caller;
use crate::host::fetch::{self, Answer, Ask, Lost, Signal};
use crate::host::json::{self, Read};

/// Why there is no answer to use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The server refused, and says why.
    Refused(Box<Problem>),
    /// Something between page and server asks to come again after so many seconds.
    Later(u32),
    /// No answer, or one that makes no sense. What became of the request is not known.
    Unknown,
}

impl From<Lost> for Failure {
    fn from(Lost: Lost) -> Self {
        Self::Unknown
    }
}

/// Reads a path of the server.
///
/// # Errors
/// [`Failure`] when the server refuses or its answer cannot be had.
pub async fn get<T: Read>(
    caller: &Caller,
    path: &str,
    signal: Option<Signal>,
) -> Result<T, Failure> {
    typed(ask(caller, path, Ask::Read(signal)).await)
}

/// Posts JSON; waits at most `patience` milliseconds.
///
/// # Errors
/// [`Failure`] when the server refuses or its answer cannot be had.
pub async fn post<T: Read>(
    caller: &Caller,
    path: &str,
    body: &str,
    patience: u32,
) -> Result<T, Failure> {
    typed(ask(caller, path, Ask::Post { body, timeout_ms: patience }).await)
}

/// Asks by a method, with a body of JSON or none; waits at most `patience` milliseconds.
///
/// # Errors
/// [`Failure`] when the server refuses or its answer cannot be had.
#[cfg(feature = "till")]
pub async fn by<T: Read>(
    caller: &Caller,
    (method, path): (&'static str, &str),
    body: Option<&str>,
    patience: u32,
) -> Result<T, Failure> {
    typed(ask(caller, path, Ask::By { method, body, timeout_ms: patience }).await)
}

/// The same for what is answered by nothing but success.
///
/// # Errors
/// [`Failure`].
#[cfg(feature = "till")]
pub async fn done(
    caller: &Caller,
    (method, path): (&'static str, &str),
    body: Option<&str>,
    patience: u32,
) -> Result<(), Failure> {
    ask(caller, path, Ask::By { method, body, timeout_ms: patience }).await.map(drop)
}

fn typed<T: Read>(body: Result<JsValue, Failure>) -> Result<T, Failure> {
    body.and_then(|body| json::read(&body).ok_or(Failure::Unknown))
}

/// Checks whether a refusal passes whose code this build does not know: by what any server means with its status, and
/// whether it says when to come again. All others are decided, so that no claim is asked for without end.
fn passes(status: u16, retry_after: Option<u32>) -> bool {
    const NOT_IMPLEMENTED: u16 = 501;
    retry_after.is_some() || status == 429 || (status >= 500 && status != NOT_IMPLEMENTED)
}

/// The body of a success. One for all types: what depends on the type is only the last step.
async fn ask(caller: &Caller, path: &str, ask: Ask<'_>) -> Result<JsValue, Failure> {
    let Answer { status, retry_after, body } = fetch::send(caller, path, ask).await?;
    if (200..300).contains(&status) {
        return Ok(body);
    }
    match json::read::<Problem>(&body) {
        Some(problem) if !(problem.refusal.is_unknown() && passes(status, retry_after)) => {
            Err(Failure::Refused(Box::new(problem)))
        }
        _ => Err(retry_after.map_or(Failure::Unknown, Failure::Later)),
    }
}

#[cfg(test)]
mod tests {
    use super::passes;

    #[test]
    fn an_unknown_refusal_passes_only_by_its_status_or_retry_after() {
        for status in [429, 500, 502, 503, 504] {
            assert!(passes(status, None), "{status}");
        }
        for status in [400, 401, 403, 404, 409, 410, 422, 426, 428, 501] {
            assert!(!passes(status, None), "{status}");
            assert!(passes(status, Some(1)), "{status}");
        }
    }
}
