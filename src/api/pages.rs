//! What a page is drawn from, when it is not beside the page already.

use mall_contract::{ClaimPage, Wallet};

use super::client::{self, Failure};
use crate::host::fetch::{self, Wanted};

/// The claim page of a link, or a part of its list. `query` says which part: an arrangement's query,
/// with `from` and `count` where they are not those of the first part; empty for the plain list.
///
/// # Errors
/// [`Failure`] when the server refuses the link or its answer cannot be had.
pub async fn claim_page(
    link: &str,
    query: &str,
    language: &str,
    wanted: Option<Wanted>,
) -> Result<ClaimPage, Failure> {
    kept(client::get(&format!("/v1/pay/{link}{query}"), language, wanted).await)
}

/// The claim page of a receipt's order: `ask` is its path with a query.
///
/// # Errors
/// [`Failure`] when the order is not known yet or the answer cannot be had.
pub async fn receipt(ask: &str, language: &str) -> Result<ClaimPage, Failure> {
    kept(client::get(ask, language, None).await)
}

/// Goes on with the page's pass, which is fresher than the one before.
fn kept(answer: Result<ClaimPage, Failure>) -> Result<ClaimPage, Failure> {
    if let Ok(ClaimPage { pass: Some(pass), .. }) = &answer {
        fetch::carry(pass);
    }
    answer
}

/// The shopper's coupons.
///
/// # Errors
/// [`Failure`] when the answer cannot be had.
pub async fn wallet(language: &str, wanted: Option<Wanted>) -> Result<Wallet, Failure> {
    client::get(&format!("/v1/wallet?lang={language}"), language, wanted).await
}
