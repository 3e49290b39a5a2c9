//! Requests the signature that lets this page use WeChat's scanner.

use mall_contract::JsConfig;

use super::client::{self, Failure};
use crate::host::caller::Caller;
use crate::host::document;

/// Returns the signature of this page's address. It is the one the page was loaded at: on iOS WeChat knows no other.
///
/// # Errors
/// [`Failure`] if the server refuses or does not answer.
pub async fn for_current_page(caller: &Caller) -> Result<JsConfig, Failure> {
    let address = document::whole_address().ok_or(Failure::Unknown)?;
    let path = format!("/v1/wechat/js-config?url={}", document::encoded(&address));
    client::get(caller, &path, None).await
}
