//! Values of options and arguments: texts from outside become types here, or are refused with a sentence.

use std::str::FromStr;

use mall_server::wechat::account::JsSdk;
use mall_server::wechat::api::is_protected;

/// The end of the sentence "invalid value 'VALUE' for 'OPTION': …".
type Problem = &'static str;

/// Defines a type for the texts that a function accepts.
macro_rules! value {
    ($(#[$doc:meta])* $name:ident by $parse:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct $name(String);

        impl $name {
            /// Returns the value as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = Problem;

            fn from_str(text: &str) -> Result<Self, Problem> {
                $parse(text).map(|text| Self(text.to_owned()))
            }
        }
    };
}

value! {
    /// The origin of a web site: a scheme, a host and perhaps a port. Headers carry it as it is.
    Origin by origin
}
value! {
    /// The origin of WeChat's interface. Nobody on the way there can read the requests.
    ApiOrigin by api_origin
}
value! {
    /// An address that other addresses begin with, without a slash at its end.
    PublicUrl by public_url
}
value! {
    /// WeChat's id of a mini-program or an official account.
    AppId by app_id
}

/// Parses the address of WeChat's script.
pub fn script(text: &str) -> Result<JsSdk, Problem> {
    JsSdk::at(text).ok_or(
        "a script's address begins with https://, such as https://res.wx.qq.com/open/js/jweixin-1.6.0.js",
    )
}

fn origin(text: &str) -> Result<&str, Problem> {
    const PROBLEM: Problem =
        "an origin is a scheme and a host, perhaps with a port, such as https://pay.example.com";
    let allowed = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b':');
    let host = after_scheme(text).ok_or(PROBLEM)?;
    if host.is_empty() || !host.bytes().all(allowed) {
        return Err(PROBLEM);
    }
    Ok(text)
}

fn api_origin(text: &str) -> Result<&str, Problem> {
    match origin(text) {
        Ok(origin) if is_protected(origin) => Ok(origin),
        _ => Err(
            "the origin of WeChat's interface begins with https://, such as https://api.weixin.qq.com",
        ),
    }
}

fn public_url(text: &str) -> Result<&str, Problem> {
    const PROBLEM: Problem = "a public address is a scheme and a host without a query, such as https://coupons.example.com";
    let allowed = |b: u8| b.is_ascii_graphic() && !matches!(b, b'?' | b'#' | b'"' | b'<' | b'>');
    let url = text.trim_end_matches('/');
    let rest = after_scheme(url).ok_or(PROBLEM)?;
    if rest.is_empty() || rest.starts_with('/') || !rest.bytes().all(allowed) {
        return Err(PROBLEM);
    }
    Ok(url)
}

fn app_id(text: &str) -> Result<&str, Problem> {
    if text.is_empty() || !text.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return Err("an app id is letters and digits, such as wx0123456789abcdef");
    }
    Ok(text)
}

/// Returns what follows `https://` or `http://`.
fn after_scheme(text: &str) -> Option<&str> {
    text.strip_prefix("https://").or(text.strip_prefix("http://"))
}

#[cfg(test)]
mod tests {
    use super::{ApiOrigin, AppId, Origin, PublicUrl, script};

    fn parses<T: std::str::FromStr>(text: &str) -> bool {
        text.parse::<T>().is_ok()
    }

    #[test]
    fn an_origin_is_scheme_host_and_port() {
        for right in ["https://pay.example.com", "http://127.0.0.1:8080", "https://a-b.example"] {
            assert!(parses::<Origin>(right), "{right}");
        }
        for wrong in [
            "",
            "pay.example.com",
            "https://",
            "ftp://pay.example.com",
            "https://pay.example.com/",
            "https://pay.example.com/path",
            "https://user@pay.example.com",
            "https://*.example.com",
            "https://pay.example.com;script-src *",
            "https://商圈.example",
        ] {
            assert!(!parses::<Origin>(wrong), "{wrong}");
        }
    }

    #[test]
    fn the_origin_of_wechats_interface_is_protected_or_on_this_machine() {
        for right in ["https://api.weixin.qq.com", "http://127.0.0.1:9000", "http://localhost:9000"]
        {
            assert!(parses::<ApiOrigin>(right), "{right}");
        }
        for wrong in ["", "api.weixin.qq.com", "http://api.weixin.qq.com", "https://a.example/b"] {
            assert!(!parses::<ApiOrigin>(wrong), "{wrong}");
        }
    }

    #[test]
    fn a_public_url_loses_its_last_slash() {
        let public_url = |text: &str| text.parse::<PublicUrl>().map(|url| url.as_str().to_owned());
        for (text, url) in [
            ("https://coupons.example.com", "https://coupons.example.com"),
            ("https://coupons.example.com/", "https://coupons.example.com"),
            ("http://[::1]:8080", "http://[::1]:8080"),
            ("https://example.com/mall/", "https://example.com/mall"),
        ] {
            assert_eq!(public_url(text).as_deref(), Ok(url));
        }
        for wrong in [
            "",
            "coupons.example.com",
            "https://",
            "https:///wallet",
            "https://coupons.example.com?a=b",
            "https://coupons.example.com/#a",
            "https://coupons example.com",
            "https://券.example",
        ] {
            assert!(public_url(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn an_app_id_is_letters_and_digits() {
        assert!(parses::<AppId>("wx0123456789abcdef"));
        for wrong in ["", "wx 1", "wx-1", "wx1\n", "微信"] {
            assert!(!parses::<AppId>(wrong), "{wrong}");
        }
    }

    #[test]
    fn a_script_comes_over_https() {
        assert!(script("https://res.wx.qq.com/open/js/jweixin-1.6.0.js").is_ok());
        assert!(script("http://res.wx.qq.com/open/js/jweixin-1.6.0.js").is_err());
    }
}
