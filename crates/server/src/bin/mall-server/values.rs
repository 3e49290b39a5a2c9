//! Values of options and arguments: texts from outside become types here, or are refused with a sentence.

use std::str::FromStr;

use mall_server::Origin;
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
    /// The origin of WeChat's interface. Nobody on the way there can read the requests.
    ApiOrigin by api_origin
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

fn api_origin(text: &str) -> Result<&str, Problem> {
    match Origin::parse(text) {
        Some(origin) if origin.as_str() == text && is_protected(text) => Ok(text),
        _ => Err(
            "the origin of WeChat's interface begins with https://, such as https://api.weixin.qq.com",
        ),
    }
}

fn app_id(text: &str) -> Result<&str, Problem> {
    if text.is_empty() || !text.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return Err("an app id is letters and digits, such as wx0123456789abcdef");
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::{ApiOrigin, AppId, script};

    fn parses<T: std::str::FromStr>(text: &str) -> bool {
        text.parse::<T>().is_ok()
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
