//! One request, one typed answer.

use mall_contract::Problem;

use crate::host::caller::Caller;
use crate::host::fetch::{self, Answer, Lost, Wanted};
use crate::host::json::Read;

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
    wanted: Option<Wanted>,
) -> Result<T, Failure> {
    read(fetch::get(caller, path, wanted).await?)
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
    read(fetch::post(caller, path, body, patience).await?)
}

fn read<T: Read>(Answer { status, retry_after, body }: Answer) -> Result<T, Failure> {
    if (200..300).contains(&status) {
        return T::read(&body).ok_or(Failure::Unknown);
    }
    match Problem::read(&body) {
        Some(problem) => Err(Failure::Refused(Box::new(problem))),
        None => Err(retry_after.map_or(Failure::Unknown, Failure::Later)),
    }
}
