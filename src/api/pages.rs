//! What a page is drawn from, when it is not beside the page already.

use mall_contract::ClaimPage;

use super::client::{self, Failure};
use crate::host::caller::Caller;
use crate::host::fetch::Signal;

/// The claim page of a link, or a part of its list. `query` says which part: an arrangement's query,
/// with `from` and `count` where they are not those of the first part; empty for the plain list.
///
/// # Errors
/// [`Failure`] when the server refuses the link or its answer cannot be had.
pub async fn claim_page(
    caller: &Caller,
    link: &str,
    query: &str,
    signal: Option<Signal>,
) -> Result<ClaimPage, Failure> {
    kept(caller, client::get(caller, &format!("/v1/pay/{link}{query}"), signal).await)
}

/// The claim page of a receipt's order: `ask` is its path with a query.
///
/// # Errors
/// [`Failure`] when the order is not known yet or the answer cannot be had.
pub async fn receipt(caller: &Caller, ask: &str) -> Result<ClaimPage, Failure> {
    kept(caller, client::get(caller, ask, None).await)
}

/// Goes on with the page's pass, which is fresher than the one before.
fn kept(caller: &Caller, answer: Result<ClaimPage, Failure>) -> Result<ClaimPage, Failure> {
    if let Ok(ClaimPage { pass: Some(pass), .. }) = &answer {
        caller.set_pass(pass);
    }
    answer
}
