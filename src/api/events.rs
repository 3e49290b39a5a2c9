//! Counting what happens on one opening of the page, without a word on who opened it.
//!
//! What no answer confirms is sent again under the same numbers: the server counts a number once.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use mall_contract::{CouponId, OfferId, RequestId, Surface};

use crate::host::caller::Caller;
use crate::host::fetch::{self, Ask};
use crate::host::{beacon, json, network, random};

/// What happened.
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

/// So many are sent at once.
const FULL: usize = 20;

/// More are not kept when no answer comes; the oldest go first. The server takes as many in one batch.
const MOST: usize = 100;

/// Milliseconds from an event to its batch, or from a batch to its next try.
const PAUSE: u32 = 10_000;

/// Milliseconds between two tries at most.
const LONGEST: u32 = 160_000;

/// How long a batch waits for its answer, in milliseconds.
const PATIENCE: u32 = 15_000;

const PATH: &str = "/v1/events";

struct Counter {
    caller: Caller,
    /// What every batch begins with.
    head: String,
    /// All that is not confirmed, as JSON, numbered without gaps up to `next`.
    events: RefCell<Vec<String>>,
    next: Cell<u32>,
    /// The first number that no beacon has taken with it.
    beaconed: Cell<u32>,
    left: Cell<bool>,
    /// The name of the run that sends; 0 when there is none.
    run: Cell<u32>,
}

/// What counts on this opening of the page, as long as the page stands; nothing in a browser without
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
        left: Cell::default(),
        run: Cell::default(),
    });
    Some(move |report| counter.count(&report))
}

impl Counter {
    fn count(self: &Rc<Self>, report: &Report) {
        let leaving = matches!(report, Report::Left);
        if !(leaving && self.left.replace(true)) {
            self.keep(report);
        }
        let full = self.events.borrow().len() == FULL;
        let at_once = if leaving { !self.send_off() } else { full };
        if at_once || self.run.get() == 0 {
            // A newer run takes the place of the one before.
            let name = self.next.get();
            self.run.set(name);
            self.caller.spawn(self.clone().run(name, if at_once { 0 } else { PAUSE }));
        }
    }

    /// Keeps an event as JSON; ids and codes need no escaping.
    fn keep(&self, report: &Report) {
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
        if events.len() == MOST {
            events.remove(0);
        }
        events.push(format!(r#"{{"n":{n},"kind":{kind}}}"#));
    }

    fn batch(&self) -> String {
        let mut batch = self.head.clone();
        for (index, event) in self.events.borrow().iter().enumerate() {
            batch.push_str(if index == 0 { "" } else { "," });
            batch.push_str(event);
        }
        batch.push_str("]}");
        batch
    }

    /// Sends what is not confirmed until all of it is.
    async fn run(self: Rc<Self>, name: u32, mut pause: u32) {
        while !self.events.borrow().is_empty() {
            network::wait(pause).await;
            if self.run.get() != name {
                return;
            }
            let end = self.next.get();
            let batch = self.batch();
            let ask = Ask::Post { body: &batch, timeout_ms: PATIENCE };
            let answer = fetch::send(&self.caller, PATH, ask).await;
            // What is refused for good is not sent again either.
            let done = answer.is_ok_and(|answer| matches!(answer.status, 204 | 400..=428));
            if done {
                let mut events = self.events.borrow_mut();
                let newer = (self.next.get() - end) as usize;
                let confirmed = events.len().saturating_sub(newer);
                events.drain(..confirmed);
            }
            pause = if done { PAUSE } else { LONGEST.min(pause.max(PAUSE / 2) * 2) };
        }
        if self.run.get() == name {
            self.run.set(0);
        }
    }

    /// The page may be gone before an answer: the browser sends all off, once. It stays kept all the
    /// same, for the shopper may come back and the beacon be lost. Says whether the browser took it.
    fn send_off(&self) -> bool {
        let next = self.next.get();
        self.events.borrow().is_empty()
            || self.beaconed.replace(next) == next
            || beacon::post(&self.caller.address(PATH), &self.batch())
    }
}
