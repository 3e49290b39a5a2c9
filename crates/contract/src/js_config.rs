//! What a page needs to be let to the scanner of the app it is shown in.

use serde::{Deserialize, Serialize};

/// A page's address, signed for WeChat's JS-SDK. `wx.config` takes these as `appId`, `timestamp`, `nonceStr`
/// and `signature`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JsConfig {
    /// The official account's app id.
    pub app_id: String,
    /// When it was signed, in Unix seconds.
    pub timestamp: i64,
    /// A random text that was signed too.
    pub nonce: String,
    /// The signature, 40 hexadecimal digits.
    pub signature: String,
}
