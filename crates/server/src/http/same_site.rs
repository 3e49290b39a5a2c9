//! Requests that a page of this server sent, as told apart from those that another site made the browser send.

use crate::origin::{HostName, Origin};

/// The names of this server in one request.
pub struct Site<'a> {
    /// The server's public address.
    pub public: &'a Origin,
    /// The origin of the mall's addresses.
    pub own: &'a Origin,
    /// The `Host` header. A proxy may have put its own name for the server there.
    pub authority: &'a str,
}

impl Site<'_> {
    /// Checks whether a page of the mall sent a request with these values of `Sec-Fetch-Site` and `Origin`.
    #[must_use]
    pub fn sent(&self, fetch_site: Option<&str>, origin: Option<&str>) -> bool {
        match (fetch_site, origin) {
            (Some(site), _) => site == "same-origin" || site == "none",
            (None, Some(origin)) => {
                Origin::parse(origin).is_some_and(|origin| self.is_own(&origin))
            }
            // Browsers without either header send no forms of other origins with our cookies' help
            // unnoticed: they all send `Origin` with POST. What sends neither is no browser.
            (None, None) => true,
        }
    }

    fn is_own(&self, origin: &Origin) -> bool {
        let host = HostName::of_authority(self.authority);
        // Another mall may have the public address, unless the mall was found under a host that is not its own.
        let public = host.as_ref() != Some(self.own.host()) && origin == self.public;
        // A page that came over HTTP may be somebody else's if the public address is HTTPS.
        let protected = origin.is_secure() || !self.public.is_secure();
        let named = Origin::of_authority(origin.is_secure(), self.authority);
        origin == self.own || public || (protected && named.as_ref() == Some(origin))
    }
}

#[cfg(test)]
mod tests {
    use super::Site;
    use crate::origin::Origin;

    fn origin(text: &str) -> Origin {
        Origin::parse(text).expect("an origin")
    }

    /// Checks a request with `Origin` alone.
    fn sent(own: &str, authority: &str, from: &str) -> bool {
        let (public, own) = (origin("https://public.example"), origin(own));
        Site { public: &public, own: &own, authority }.sent(None, Some(from))
    }

    #[test]
    fn an_origin_is_compared_with_the_public_address_and_the_malls_host() {
        let public = "https://public.example";
        // A proxy that passes its own name on.
        assert!(sent(public, "127.0.0.1:8080", public));
        assert!(sent(public, "public.example:443", public));
        assert!(sent(public, "PUBLIC.example.", public));
        let own = "https://own.example";
        assert!(sent(own, "own.example", own));
        assert!(sent(own, "own.example:443", own));
        // The only mall of a server has every host.
        assert!(sent(own, "127.0.0.1:8080", public));
        assert!(sent(own, "third.example", "https://third.example"));
    }

    #[test]
    fn other_origins_are_cross_site() {
        let (public, own) = ("https://public.example", "https://own.example");
        for from in [
            "https://evil.example",
            "http://public.example",
            "https://public.example:8443",
            "https://public.example.evil.example",
            "null",
            "",
        ] {
            assert!(!sent(public, "public.example", from), "{from}");
            assert!(!sent(public, "127.0.0.1:8080", from), "{from}");
        }
        assert!(!sent(own, "own.example", public), "another mall's page");
        assert!(!sent(public, "public.example", own), "another mall's page");
    }

    #[test]
    fn what_the_browser_says_of_itself_goes_before_the_origin() {
        let public = origin("https://public.example");
        let site = Site { public: &public, own: &public, authority: "public.example" };
        let from = Some("https://public.example");
        for (says, same) in
            [("same-origin", true), ("none", true), ("same-site", false), ("cross-site", false)]
        {
            assert_eq!(site.sent(Some(says), from), same, "{says}");
        }
        assert!(site.sent(None, None));
    }
}
