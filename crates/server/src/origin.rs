//! Origins and host names, in the one spelling in which they are compared.

use std::fmt::{self, Display};
use std::str::FromStr;

use serde::{Deserialize, Deserializer};
use url::{Host, Url};

/// A host name in lower case, without a final dot and without a port. Names in other scripts are in their ASCII form.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct HostName(String);

impl HostName {
    /// Parses a name or an address; IPv6 in brackets.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.strip_suffix('.').unwrap_or(text);
        let name = Host::parse(text).ok()?.to_string();
        let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._[:]".contains(&b);
        let labels = !name.is_empty() && !name.starts_with('.') && !name.contains("..");
        (labels && !name.ends_with('.') && name.bytes().all(plain)).then_some(Self(name))
    }

    /// Parses what a `Host` header has: a name, and perhaps a port, which is left out.
    #[must_use]
    pub fn of_authority(text: &str) -> Option<Self> {
        Self::parse(without_port(text))
    }

    /// Returns it as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn without_port(text: &str) -> &str {
    match text.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => text,
    }
}

impl Display for HostName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for HostName {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        Self::parse(&text).ok_or_else(|| {
            serde::de::Error::custom(
                "a host is a name without scheme, port and path, such as coupons.example.com",
            )
        })
    }
}

/// A scheme, a host and a port, as browsers compare and write them: in lower case, without the scheme's default port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    secure: bool,
    host: HostName,
    /// None for the scheme's default port.
    port: Option<u16>,
    text: String,
}

impl Origin {
    /// Parses `https://` or `http://`, a host and perhaps a port. One slash may follow.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (secure, authority) = match text.split_once("://")? {
            ("https", rest) => (true, rest),
            ("http", rest) => (false, rest),
            _ => return None,
        };
        let authority = authority.strip_suffix('/').unwrap_or(authority);
        Self::of_authority(secure, authority)
    }

    /// Returns the origin of a scheme and what a `Host` header has.
    #[must_use]
    pub fn of_authority(secure: bool, authority: &str) -> Option<Self> {
        // Headers carry these bytes as they are; names in other scripts have an ASCII form.
        let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._[:]".contains(&b);
        if !authority.bytes().all(plain) || authority.ends_with(':') {
            return None;
        }
        let scheme = if secure { "https" } else { "http" };
        let port = Url::parse(&format!("{scheme}://{authority}")).ok()?.port();
        Some(Self::new(secure, HostName::of_authority(authority)?, port))
    }

    fn new(secure: bool, host: HostName, port: Option<u16>) -> Self {
        let scheme = if secure { "https" } else { "http" };
        let text = match port {
            Some(port) => format!("{scheme}://{host}:{port}"),
            None => format!("{scheme}://{host}"),
        };
        Self { secure, host, port, text }
    }

    /// Returns the origin of another host with the same scheme and port.
    #[must_use]
    pub fn at(&self, host: HostName) -> Self {
        Self::new(self.secure, host, self.port)
    }

    /// Returns it as text, without a slash at the end.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns the host with the port, if that is not the scheme's default.
    #[must_use]
    pub fn authority(&self) -> &str {
        self.text.split_once("://").map_or(&*self.text, |(_, authority)| authority)
    }

    /// Returns the host without the port.
    #[must_use]
    pub fn host(&self) -> &HostName {
        &self.host
    }

    /// Checks whether its scheme is HTTPS.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        self.secure
    }
}

impl Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl FromStr for Origin {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text).ok_or(
            "an origin is a scheme and a host, perhaps with a port, such as https://coupons.example.com",
        )
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{HostName, Origin};

    #[test]
    fn an_origin_has_one_spelling() {
        for (text, origin) in [
            ("https://coupons.example.com", "https://coupons.example.com"),
            ("https://coupons.example.com/", "https://coupons.example.com"),
            ("https://Coupons.Example.com.:443", "https://coupons.example.com"),
            ("https://coupons.example.com:80", "https://coupons.example.com:80"),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("http://[::1]:8080", "http://[::1]:8080"),
            ("http://a-b.example:080", "http://a-b.example"),
        ] {
            assert_eq!(Origin::parse(text).expect(text).as_str(), origin);
        }
        for wrong in [
            "",
            "coupons.example.com",
            "https://",
            "https:///",
            "https:///wallet",
            "ftp://coupons.example.com",
            "https://x/y",
            "https://coupons.example.com//",
            "https://coupons.example.com?a=b",
            "https://coupons.example.com#a",
            "https://coupons example.com",
            "https://user@coupons.example.com",
            "https://*.example.com",
            "https://coupons.example.com;script-src *",
            "https://coupons.example.com:",
            "https://coupons.example.com:99999",
            "https://a:b:c",
            "https://.",
            "https://a..b",
            "https://券.example",
            "null",
        ] {
            assert_eq!(Origin::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_host_is_compared_without_case_final_dot_and_port() {
        let host = |text| HostName::of_authority(text).map(|host| host.to_string());
        for text in ["a.example", "A.Example", "a.example.", "a.EXAMPLE.:443", "a.example:8080"] {
            assert_eq!(host(text).as_deref(), Some("a.example"), "{text}");
        }
        assert_eq!(host("[::1]:80").as_deref(), Some("[::1]"));
        assert_eq!(host("券.example").as_deref(), Some("xn--zcr.example"));
        for wrong in ["", ".", "a.example..", "a b", "a/b", "user@a.example", "*", "a.example:x"] {
            assert_eq!(host(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn another_host_keeps_scheme_and_port() {
        let public = Origin::parse("https://a.example:8443").expect("an origin");
        let other = public.at(HostName::parse("B.example").expect("a host"));
        assert_eq!(other.as_str(), "https://b.example:8443");
        assert_eq!(other.authority(), "b.example:8443");
    }

    proptest! {
        #[test]
        fn foreign_text_never_panics(text in "\\PC{0,60}") {
            let _ = HostName::of_authority(&text);
            let _ = Origin::of_authority(true, &text);
            if let Some(origin) = Origin::parse(&format!("https://{text}")) {
                prop_assert_eq!(Origin::parse(origin.as_str()), Some(origin));
            }
        }
    }
}
