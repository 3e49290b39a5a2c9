//! Who is looking, in which language, at what server time.

use mall_contract::Moment;
use yew::{AttrValue, Callback};

use crate::api::events::Report;
use crate::host::clock::device_ms;
use crate::text::{Language, Text};

/// What a page needs to know about the one who looks at it.
#[derive(Clone, Debug, PartialEq)]
pub struct Session {
    /// The language to read.
    pub language: Language,
    /// Whether all text is 1.4 times as large.
    pub large_text: bool,
    /// The server's clock.
    pub clock: Clock,
    /// A random text the forms of this drawing make their request ids of.
    pub form_nonce: AttrValue,
    /// Is told what happens on the page, as it happens. Nobody is told of claims made by the page's
    /// forms: those are for browsers in which the module does not run.
    pub report: Callback<Report>,
}

impl Session {
    /// The text to read.
    #[must_use]
    pub fn text(&self) -> &'static Text {
        Text::of(self.language)
    }
}

/// An address on this page: its queries put together, each with or without its `?`.
#[must_use]
pub fn href(queries: &[&str]) -> String {
    let mut address = String::from("?");
    for query in queries.iter().map(|query| query.trim_start_matches('?')) {
        if !query.is_empty() && address.len() > 1 {
            address.push('&');
        }
        address.push_str(query);
    }
    address
}

/// The server's clock as this page can know it. The device's clock and zone may be wrong; only
/// how far it has moved since the server's answer came is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    server_time: Moment,
    device_then: Option<i64>,
}

impl Clock {
    /// A clock that stands still, for drawing on the server.
    #[must_use]
    pub fn stopped(server_time: Moment) -> Self {
        Self { server_time, device_then: None }
    }

    /// A clock that runs since the device's own showed `device_then`.
    #[must_use]
    pub fn running(server_time: Moment, device_then: i64) -> Self {
        Self { server_time, device_then: Some(device_then) }
    }

    /// What time it is on the server.
    #[must_use]
    pub fn now(&self) -> Moment {
        match self.device_then {
            None => self.server_time,
            // A device whose clock is set back while the page is open must not lead back in time.
            Some(then) => self.server_time + (device_ms() - then).max(0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::href;

    #[test]
    fn queries_are_put_together() {
        assert_eq!(href(&[]), "?");
        assert_eq!(href(&["", "?floor=B1", "lang=en"]), "?floor=B1&lang=en");
    }
}
