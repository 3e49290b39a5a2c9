//! Parameters that several addresses take, as the interface's description tells of them.

/// The headers with which the mall's own system signs a request; `identity::signature` checks them.
#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "it describes what is read elsewhere")]
pub struct Signed {
    /// Id of the API key
    #[param(rename = "mall-key")]
    key: String,
    /// Unix seconds, at most five minutes off
    #[param(rename = "mall-timestamp")]
    timestamp: i64,
    /// Random text of 16 to 64 characters of `A-Z a-z 0-9 _ -`; a new one for each try
    #[param(rename = "mall-nonce")]
    nonce: String,
    /// Signature, 64 hexadecimal digits
    #[param(rename = "mall-signature")]
    signature: String,
}

/// The language of the response; `RequestPrefs` reads it.
#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "it describes what is read elsewhere")]
pub struct LanguageQuery {
    /// `zh` or `en`
    lang: Option<String>,
}
