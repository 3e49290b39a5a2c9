//! Who is looking, in which language, at what server time.

use mall_contract::{Moment, Surface};
use yew::{AttrValue, Callback, Event};

use crate::api::events::Report;
use crate::host::caller::Caller;
use crate::host::clock::device_ms;
use crate::host::document;
use crate::text::{Language, Text};

/// Whether the page is built for standing in another one, whose address and gestures are not for it.
pub const GUEST: bool = cfg!(feature = "embed");

/// What a page needs to know about the one who looks at it.
#[derive(Clone, Debug, PartialEq)]
pub struct Session {
    /// The language to read.
    pub language: Language,
    /// Asks the server for it.
    pub caller: Caller,
    /// Whether all text is 1.4 times as large.
    pub large_text: bool,
    /// The server's clock.
    pub clock: Clock,
    /// Whether the page is a copy that the browser had kept, shown without a network: what it says was so
    /// at its server time, and may have changed. What is told later is not kept.
    #[cfg(any(feature = "coupon", feature = "wallet"))]
    pub kept: bool,
    /// A random text the forms of this drawing make their request ids of; empty where the module has
    /// drawn it, whose forms say nothing.
    pub form_nonce: AttrValue,
    /// Says who the shopper is where cookies do not reach; forms send it along.
    pub pass: Option<AttrValue>,
    /// The query a receipt was opened with, without the language; empty on other pages.
    pub query: AttrValue,
    /// Where the page is shown.
    pub surface: Surface,
    /// Is told what happens on the page, as it happens. Nobody is told of claims made by the page's
    /// forms: those are for browsers in which the module does not run.
    pub report: Callback<Report>,
}

impl Session {
    /// An address on this very page: its queries put together, each with or without its `?`. A
    /// receipt keeps all that it was opened with in it: no cookie remembers anything there.
    #[must_use]
    pub fn href(&self, queries: &[&str]) -> String {
        if self.query.is_empty() {
            return put_together(&[queries]);
        }
        let size = if self.large_text { "large" } else { "normal" };
        let own = format!("lang={}&text={size}", self.language.code());
        let address = put_together(&[&[&self.query], queries, &[&own]]);
        format!("/receipt{address}")
    }

    /// The request id of one of this drawing's forms.
    #[must_use]
    pub fn request_id(&self, form: impl std::fmt::Display) -> String {
        format!("{}-{form}", self.form_nonce)
    }

    /// Where forms claim; `which` is what comes behind: nothing for one offer, `/all` for several.
    #[must_use]
    pub fn claims(&self, link: &str, which: &str) -> String {
        match &self.pass {
            Some(_) => format!("/receipt/claims{which}{}", put_together(&[&[&self.query]])),
            None => format!("/pay/{link}/claims{which}"),
        }
    }

    /// Reads the page anew from its beginning, on a tap.
    pub fn again(&self) -> impl Fn(Event) + use<> {
        let caller = self.caller.clone();
        move |_| if GUEST { caller.again() } else { document::reload() }
    }

    /// The text to read.
    #[must_use]
    pub fn text(&self) -> &'static Text {
        Text::of(self.language)
    }
}

fn put_together(parts: &[&[&str]]) -> String {
    let mut address = String::from("?");
    for query in parts.iter().copied().flatten().map(|query| query.trim_start_matches('?')) {
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

    /// Whether the device's clock was set back since the server's answer came, and nobody knows how much
    /// time has passed. That it was set forward cannot be seen.
    #[must_use]
    pub fn is_lost(&self) -> bool {
        self.device_then.is_some_and(|then| was_set_back(then, device_ms()))
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

/// Milliseconds by which clocks are set back while they are put right by themselves.
const PUT_RIGHT: i64 = 20_000;

/// Whether a clock that shows `now` was set back by somebody since it showed `then`.
fn was_set_back(then: i64, now: i64) -> bool {
    now < then - PUT_RIGHT
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
            kept: false,
            form_nonce: "".into(),
            pass: None,
            query: query.into(),
            surface: Surface::Browser,
            report: yew::Callback::noop(),
        }
    }

    #[test]
    fn queries_are_put_together() {
        assert_eq!(session("").href(&[]), "?");
        assert_eq!(session("").href(&["", "?floor=B1", "lang=en"]), "?floor=B1&lang=en");
    }

    #[test]
    fn a_clock_that_was_set_back_says_nothing() {
        assert!(!was_set_back(1_000_000, 1_000_000) && !was_set_back(1_000_000, 9_000_000));
        assert!(!was_set_back(1_000_000, 980_000), "it was put right");
        assert!(was_set_back(1_000_000, 979_999) && was_set_back(1_000_000, 0));
        assert!(!Clock::stopped(Moment::new(0, 0)).is_lost());
    }

    #[test]
    fn a_receipt_keeps_what_it_was_opened_with() {
        let address = session("out_trade_no=1").href(&["?floor=B1"]);
        assert_eq!(address, "/receipt?out_trade_no=1&floor=B1&lang=en&text=normal");
    }
}
