//! The signature that a page needs to use the scanner of WeChat.

use serde::{Deserialize, Serialize};

/// The signature of a page's address for WeChat's JS-SDK. `wx.config` takes the fields as `appId`, `timestamp`,
/// `nonceStr` and `signature`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JsConfig {
    /// The official account's app id.
    pub app_id: String,
    /// The time of the signature, in Unix seconds.
    pub timestamp: i64,
    /// The random text that the signature covers.
    pub nonce: String,
    /// The signature, 40 hexadecimal digits.
    pub signature: String,
}
