//! The session of a page: its visitor, language, and server time.

use mall_contract::{Moment, Surface};
use yew::{AttrValue, Callback, Event};

use crate::api::events::Report;
use crate::host::caller::Caller;
use crate::host::clock::device_ms;
use crate::host::document;
use crate::text::{Language, Text};

/// True in a build for other sites. There the address and gestures belong to the
/// site.
pub const IS_EMBEDDED: bool = cfg!(feature = "embed");

/// The session of a page.
#[derive(Clone, Debug, PartialEq)]
pub struct Session {
    pub language: Language,
    /// Sends the page's requests.
    pub caller: Caller,
    /// True if all text is 1.4 times as large.
    pub large_text: bool,
    /// The server's clock.
    pub clock: Clock,
    /// True if the page is a copy that the browser kept, shown without a network. Its data may have changed
    /// since its server time.
    pub is_offline_copy: bool,
    /// A random text for the request ids of this drawing's forms; empty where the module draws, because it
    /// never sends a form.
    pub form_nonce: AttrValue,
    /// Identifies the shopper where cookies do not reach. Forms send it.
    pub pass: Option<AttrValue>,
    /// The query with which a receipt was opened, without the language; empty on other pages.
    pub query: AttrValue,
    /// The place where the page is shown.
    pub surface: Surface,
    /// Takes reports of what happens on the page. Claims by the page's forms are not reported: those forms
    /// are for browsers without the module.
    pub report: Callback<Report>,
}

impl Session {
    /// Returns an address on this page with queries, each with or without its `?`. The address of a receipt
    /// keeps its own query, because no cookie remembers anything there.
    #[must_use]
    pub fn href(&self, queries: &[&str]) -> String {
        if self.query.is_empty() {
            return join_queries(&[queries]);
        }
        let size = if self.large_text { "large" } else { "normal" };
        let own = format!("lang={}&text={size}", self.language.code());
        let address = join_queries(&[&[&self.query], queries, &[&own]]);
        format!("/receipt{address}")
    }

    /// Returns the request id of one of this drawing's forms.
    #[must_use]
    pub fn request_id(&self, form: impl std::fmt::Display) -> String {
        format!("{}-{form}", self.form_nonce)
    }

    /// Returns the address at which forms claim. `subpath` is empty for one offer, `/all` for several.
    #[must_use]
    pub fn claims(&self, link: &str, subpath: &str) -> String {
        match &self.pass {
            Some(_) => format!("/receipt/claims{subpath}{}", join_queries(&[&[&self.query]])),
            None => format!("/pay/{link}/claims{subpath}"),
        }
    }

    /// Returns a listener that reloads the page.
    pub fn on_reload(&self) -> impl Fn(Event) + use<> {
        let caller = self.caller.clone();
        move |_| if IS_EMBEDDED { caller.reload() } else { document::reload() }
    }

    /// Returns the text all pages share.
    #[must_use]
    pub fn text(&self) -> &'static Text {
        Text::of(self.language)
    }
}

/// Joins queries, each with or without its `?`.
fn join_queries(parts: &[&[&str]]) -> String {
    let mut address = String::from("?");
    for query in parts.iter().copied().flatten().map(|query| query.trim_start_matches('?')) {
        if !query.is_empty() && address.len() > 1 {
            address.push('&');
        }
        address.push_str(query);
    }
    address
}

/// The server's clock as the page computes it. The device's clock and zone may be wrong, so only the time passed since
/// the server's response is taken from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    server_time: Moment,
    /// The device's clock when the response arrived; none for a stopped clock.
    arrived_ms: Option<i64>,
}

impl Clock {
    /// Makes a clock that stands still, for drawing on the server.
    #[must_use]
    pub fn stopped(server_time: Moment) -> Self {
        Self { server_time, arrived_ms: None }
    }

    /// Makes a clock that runs since a response arrived, at `arrived_ms` of the device's clock.
    #[must_use]
    pub fn running(server_time: Moment, arrived_ms: i64) -> Self {
        Self { server_time, arrived_ms: Some(arrived_ms) }
    }

    /// Checks whether the device's clock was set back since the response. Then the passed time is unknown. A clock that was
    /// set forward cannot be noticed.
    #[must_use]
    pub fn is_lost(&self) -> bool {
        self.arrived_ms.is_some_and(|arrived| was_set_back(arrived, device_ms()))
    }

    /// Returns the server's time.
    #[must_use]
    pub fn now(&self) -> Moment {
        match self.arrived_ms {
            None => self.server_time,
            // A clock set back while the page is open must not lead back in time.
            Some(arrived) => self.server_time + (device_ms() - arrived).max(0),
        }
    }
}

/// Devices correct their clocks themselves by at most this much.
const MAX_CORRECTION_MS: i64 = 20_000;

/// Checks whether a clock was set back between two readings, in milliseconds.
fn was_set_back(previous: i64, now: i64) -> bool {
    now < previous - MAX_CORRECTION_MS
}

#[cfg(test)]
mod tests {
    use mall_contract::{Moment, Surface};

    use super::{Caller, Clock, Session, was_set_back};
    use crate::text::Language;

    fn session(query: &'static str) -> Session {
        Session {
            language: Language::En,
            caller: Caller::new("en"),
            large_text: false,
            clock: Clock::stopped(Moment::new(0, 0)),
            is_offline_copy: false,
            form_nonce: "".into(),
            pass: None,
            query: query.into(),
            surface: Surface::Browser,
            report: yew::Callback::noop(),
        }
    }

    #[test]
    fn a_query_is_appended_with_the_right_separator() {
        assert_eq!(session("").href(&[]), "?");
        assert_eq!(session("").href(&["", "?floor=B1", "lang=en"]), "?floor=B1&lang=en");
    }

    #[test]
    fn a_clock_that_was_set_back_is_noticed() {
        assert!(!was_set_back(1_000_000, 1_000_000) && !was_set_back(1_000_000, 9_000_000));
        assert!(!was_set_back(1_000_000, 980_000), "it was put right");
        assert!(was_set_back(1_000_000, 979_999) && was_set_back(1_000_000, 0));
        assert!(!Clock::stopped(Moment::new(0, 0)).is_lost());
    }

    #[test]
    fn a_receipt_keeps_its_query() {
        let address = session("out_trade_no=1").href(&["?floor=B1"]);
        assert_eq!(address, "/receipt?out_trade_no=1&floor=B1&lang=en&text=normal");
    }
}
