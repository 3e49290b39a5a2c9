//! Who is looking, in which language, at what server time.

use mall_contract::{Moment, Surface};
use yew::AttrValue;

use crate::app::Page;
use crate::host::clock::device_ms;
use crate::text::{Language, Text};

/// What a page needs to know about the one who looks at it.
#[derive(Clone, Debug, PartialEq)]
pub struct Session {
    /// The language to read.
    pub language: Language,
    /// The server's clock.
    pub clock: Clock,
    /// A random text the forms of this drawing make their request ids of.
    pub form_nonce: AttrValue,
    /// Says who the shopper is where cookies do not reach; forms send it along.
    pub pass: Option<AttrValue>,
    /// The query a receipt was opened with, without the language; empty on other pages.
    pub query: AttrValue,
    /// Where the page is shown.
    pub surface: Surface,
}

impl Session {
    /// For drawing on the server: a clock that stands still, and nothing special.
    #[must_use]
    pub fn drawn(page: &Page, language: Language, form_nonce: String) -> Self {
        let clock = Clock::stopped(page.server_time());
        let (pass, query) = (None, AttrValue::default());
        let surface = Surface::default();
        Self { language, clock, form_nonce: form_nonce.into(), pass, query, surface }
    }

    /// This very page in the other language.
    #[must_use]
    pub fn other_language(&self) -> String {
        let code = self.language.other().code();
        match self.query.as_str() {
            "" => format!("?lang={code}"),
            query => format!("/receipt?{query}&lang={code}"),
        }
    }

    /// The text to read.
    #[must_use]
    pub fn text(&self) -> &'static Text {
        Text::of(self.language)
    }
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
