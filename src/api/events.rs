//! Counts events of one visit to the page, without any data of the visitor.
//!
//! Events without a confirmation are sent again under the same numbers: the server counts a number once.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use mall_contract::{CouponId, OfferId, RequestId, Surface};

use crate::host::caller::Caller;
use crate::host::fetch::{self, Method};
use crate::host::{beacon, json, network, random};

/// An event on the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Report {
    /// An offer's card came into sight for the first time.
    Shown(OfferId),
    /// An offer's rules were unfolded for the first time.
    Opened(OfferId),
    /// A claim was granted.
    Claimed(OfferId, CouponId),
    /// A claim was refused, with a refusal's code.
    Refused(OfferId, RequestId, String),
    /// The page is hidden or left, each time.
    Left,
}

/// A batch of this number of events is sent at once.
const FULL_BATCH: usize = 20;

/// Limits the events that wait for a confirmation; the oldest are dropped. The server accepts as many in one batch.
const STORED_EVENT_LIMIT: usize = 100;

/// Milliseconds from an event to its batch, or from a batch to the next one.
const BATCH_DELAY_MS: u32 = 10_000;

/// Limits the milliseconds between two tries.
const MAX_RETRY_DELAY_MS: u32 = 160_000;

/// A batch waits this long for its response, in milliseconds.
const RESPONSE_TIMEOUT_MS: u32 = 15_000;

const PATH: &str = "/v1/events";

struct Counter {
    caller: Caller,
    /// The beginning of each batch.
    head: String,
    /// The events without a confirmation, as JSON, numbered without gaps up to `next`.
    events: RefCell<Vec<String>>,
    next: Cell<u32>,
    /// The first number that no beacon has sent.
    beaconed: Cell<u32>,
    has_left: Cell<bool>,
    /// The name of the run that sends; 0 when there is none.
    run: Cell<u32>,
}

/// Returns a function that counts events of this visit, as long as the page is open. Returns none in a browser without
/// a random source.
#[must_use]
pub fn counter(
    caller: &Caller,
    link: &str,
    surface: Surface,
) -> Option<impl Fn(Report) + 'static + use<>> {
    let (visit, link, surface) = (random::request_id()?, json::quoted(link), surface.as_str());
    let counter = Rc::new(Counter {
        caller: caller.clone(),
        head: format!(r#"{{"visit":"{visit}","link":{link},"surface":"{surface}","events":["#),
        events: RefCell::default(),
        next: Cell::default(),
        beaconed: Cell::default(),
        has_left: Cell::default(),
        run: Cell::default(),
    });
    Some(move |report| counter.count(&report))
}

impl Counter {
    fn count(self: &Rc<Self>, report: &Report) {
        let leaving = matches!(report, Report::Left);
        if !(leaving && self.has_left.replace(true)) {
            self.store(report);
        }
        let full = self.events.borrow().len() == FULL_BATCH;
        let immediately = if leaving { !self.send_off() } else { full };
        if immediately || self.run.get() == 0 {
            // A newer run takes the place of the one before.
            let name = self.next.get();
            self.run.set(name);
            self.caller.spawn(self.clone().run(name, if immediately { 0 } else { BATCH_DELAY_MS }));
        }
    }

    /// Stores an event as JSON. Ids and codes need no escaping.
    fn store(&self, report: &Report) {
        let (kind, offer, rest) = match report {
            Report::Shown(offer) => ("shown", offer, String::new()),
            Report::Opened(offer) => ("opened", offer, String::new()),
            Report::Claimed(offer, coupon) => ("claimed", offer, format!(r#","once":"{coupon}""#)),
            Report::Refused(offer, request, code) => {
                ("refused", offer, format!(r#","once":"{request}","refusal":"{code}""#))
            }
            Report::Left => return self.push(r#""left""#),
        };
        self.push(&format!(r#""{kind}","offer_id":"{offer}"{rest}"#));
    }

    fn push(&self, kind: &str) {
        let n = self.next.replace(self.next.get() + 1);
        let mut events = self.events.borrow_mut();
        if events.len() == STORED_EVENT_LIMIT {
            events.remove(0);
        }
        events.push(format!(r#"{{"n":{n},"kind":{kind}}}"#));
    }

    fn batch(&self) -> String {
        // Joined by hand: `join` would be copied into the module for this type alone.
        let mut batch = self.head.clone();
        for (index, event) in self.events.borrow().iter().enumerate() {
            batch.push_str(if index == 0 { "" } else { "," });
            batch.push_str(event);
        }
        batch.push_str("]}");
        batch
    }

    /// Sends events until all are confirmed.
    async fn run(self: Rc<Self>, name: u32, mut pause: u32) {
        while !self.events.borrow().is_empty() {
            network::wait(pause).await;
            if self.run.get() != name {
                return;
            }
            let end = self.next.get();
            let batch = self.batch();
            let method = Method::Post { body: &batch, timeout_ms: RESPONSE_TIMEOUT_MS };
            let answer = fetch::send(&self.caller, PATH, method).await;
            // Events that are refused for good are not sent again either.
            let done = answer.is_ok_and(|answer| matches!(answer.status, 204 | 400..=428));
            if done {
                let mut events = self.events.borrow_mut();
                let newer = (self.next.get() - end) as usize;
                let confirmed = events.len().saturating_sub(newer);
                events.drain(..confirmed);
            }
            pause = if done {
                BATCH_DELAY_MS
            } else {
                MAX_RETRY_DELAY_MS.min(pause.max(BATCH_DELAY_MS / 2) * 2)
            };
        }
        if self.run.get() == name {
            self.run.set(0);
        }
    }

    /// Sends all events by a beacon once, because the page may be gone before a response. They are kept all the same: the
    /// shopper may come back, and the beacon may be lost. Returns whether the browser accepted it.
    fn send_off(&self) -> bool {
        let next = self.next.get();
        self.events.borrow().is_empty()
            || self.beaconed.replace(next) == next
            || beacon::post(&self.caller.address(PATH), &self.batch())
    }
}
