//! What a page is drawn from, when it is not beside the page already.

use mall_contract::{ClaimPage, Wallet};

use super::client::{self, Failure};
use crate::host::fetch::{self, Wanted};

/// The claim page of a link.
///
/// # Errors
/// [`Failure`] when the server refuses the link or its answer cannot be had.
pub async fn claim_page(
    link: &str,
    language: &str,
    wanted: Option<Wanted>,
) -> Result<ClaimPage, Failure> {
    kept(client::get(&format!("/v1/pay/{link}?lang={language}"), language, wanted).await)
}

/// The claim page of a receipt's order: `ask` is its path with a query.
///
/// # Errors
/// [`Failure`] when the order is not known yet or the answer cannot be had.
pub async fn receipt(ask: &str, language: &str) -> Result<ClaimPage, Failure> {
    kept(client::get(&format!("{ask}&lang={language}"), language, None).await)
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
