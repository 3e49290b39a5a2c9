//! Requests the data of pages that is not in the document already.

use mall_contract::ClaimPage;

use super::client::{self, Failure};
use crate::host::caller::Caller;
use crate::host::fetch::Signal;

/// Requests the claim page of a link, or a part of its list. `query` names the part: the query of an arrangement, with
/// `from` and `count` unless they are those of the first part. It is empty for the plain list.
///
/// # Errors
/// [`Failure`] if the server refuses the link or does not answer.
pub async fn claim_page(
    caller: &Caller,
    link: &str,
    query: &str,
    signal: Option<Signal>,
) -> Result<ClaimPage, Failure> {
    with_pass(caller, client::get(caller, &format!("/v1/pay/{link}{query}"), signal).await)
}

/// Requests the claim page of a receipt's order: `path` is its path with a query.
///
/// # Errors
/// [`Failure`] if the order is not known yet, or if there is no response.
pub async fn receipt(caller: &Caller, path: &str) -> Result<ClaimPage, Failure> {
    with_pass(caller, client::get(caller, path, None).await)
}

/// Continues with the page's pass, which is newer than the one before.
fn with_pass(caller: &Caller, answer: Result<ClaimPage, Failure>) -> Result<ClaimPage, Failure> {
    if let Ok(ClaimPage { pass: Some(pass), .. }) = &answer {
        caller.set_pass(pass);
    }
    answer
}
