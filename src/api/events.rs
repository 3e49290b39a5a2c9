//! Counting what happens on one opening of the page, without a word on who opened it.
//!
//! What no answer confirms is sent again under the same numbers: the server counts a number once.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use mall_contract::{CouponId, Event, EventBatch, EventKind, OfferId, RequestId, Surface};
use wasm_bindgen_futures::spawn_local;

use crate::host::json::Write;
use crate::host::{beacon, fetch, network, random};

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
    Refused(OfferId, RequestId, &'static str),
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
    /// All that is not confirmed.
    batch: RefCell<EventBatch>,
    next: Cell<u32>,
    /// The first number that no beacon has taken with it.
    beaconed: Cell<u32>,
    left: Cell<bool>,
    waiting: Cell<bool>,
}

/// What counts on this opening of the page, as long as the page stands; nothing in a browser without
/// a random source.
#[must_use]
pub fn counter(link: &str, surface: Surface) -> Option<impl Fn(Report) + 'static + use<>> {
    let visit = random::request_id()?;
    let counter = Rc::new(Counter {
        batch: RefCell::new(EventBatch { visit, link: link.to_owned(), surface, events: vec![] }),
        next: Cell::default(),
        beaconed: Cell::default(),
        left: Cell::default(),
        waiting: Cell::default(),
    });
    Some(move |report| counter.count(report))
}

impl Counter {
    fn count(self: &Rc<Self>, report: Report) {
        let leaving = report == Report::Left;
        if !(leaving && self.left.replace(true)) {
            self.keep(report);
        }
        if leaving {
            self.send_off();
        } else if self.batch.borrow().events.len() == FULL {
            self.send_at_once();
        }
        if !self.waiting.replace(true) {
            spawn_local(self.clone().run());
        }
    }

    fn keep(&self, report: Report) {
        let named = |id: String| RequestId::parse(id).ok();
        let (kind, offer_id, once, refusal) = match report {
            Report::Shown(offer) => (EventKind::Shown, Some(offer), None, None),
            Report::Opened(offer) => (EventKind::Opened, Some(offer), None, None),
            Report::Claimed(offer, coupon) => {
                (EventKind::Claimed, Some(offer), named(coupon.into()), None)
            }
            Report::Refused(offer, request, code) => {
                (EventKind::Refused, Some(offer), Some(request), Some(code.to_owned()))
            }
            Report::Left => (EventKind::Left, None, None, None),
        };
        let n = self.next.replace(self.next.get() + 1);
        let events = &mut self.batch.borrow_mut().events;
        if events.len() == MOST {
            events.remove(0);
        }
        events.push(Event { n, kind, offer_id, refusal, once });
    }

    /// Sends what is not confirmed until all of it is.
    async fn run(self: Rc<Self>) {
        let mut pause = PAUSE;
        while !self.batch.borrow().events.is_empty() {
            network::wait(pause).await;
            pause = if self.send().await { PAUSE } else { LONGEST.min(pause * 2) };
        }
        self.waiting.set(false);
    }

    /// Sends all once. Says whether it has come to an end with them.
    async fn send(&self) -> bool {
        let (body, end) = (self.batch.borrow().write(), self.next.get());
        let answer = fetch::post(PATH, "*", &body, PATIENCE).await;
        // What is refused for good is not sent again either.
        let done = answer.is_ok_and(|answer| matches!(answer.status, 204 | 400..=428));
        if done {
            self.batch.borrow_mut().events.retain(|event| event.n >= end);
        }
        done
    }

    /// The page may be gone before an answer: the browser sends it off. It stays kept all the same,
    /// for the shopper may come back and the beacon be lost.
    fn send_off(self: &Rc<Self>) {
        let batch = self.batch.borrow();
        if !batch.events.is_empty() && self.beaconed.replace(self.next.get()) < self.next.get() {
            if !beacon::post(PATH, &batch.write()) {
                self.send_at_once();
            }
        }
    }

    fn send_at_once(self: &Rc<Self>) {
        let counter = self.clone();
        spawn_local(async move {
            counter.send().await;
        });
    }
}
