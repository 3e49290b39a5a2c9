//! The page's dealings with server, clock and screen, over all its drawings.

use std::cell::{Cell, RefCell};
use std::convert::Infallible;
use std::rc::Rc;

use mall_contract::{CouponPage, Moment, Refusal};
use yew::html::Scope;
use yew::{Callback, Html};

use super::state::{Action, State};
use crate::api::client::{self, Failure};
use crate::host::awake::{self, Awake};
use crate::host::clock::{self, Timer, device_ms};
use crate::host::fetch::Abort;
use crate::host::stream::{self, Heard, Stream};
use crate::host::{document, visibility};
use crate::pages::life::{self, Kept, PageProps, PageView};
use crate::session::{Clock, Session};

/// Milliseconds between two questions to the server while it tells nothing by itself.
const PAUSE: i64 = 3_000;

/// Milliseconds of silence after which the server is asked although it tells by itself: a phone does not notice
/// each connection that is gone.
const SILENCE: i64 = 30_000;

/// Milliseconds after which an answer is waited for no longer.
const PATIENCE: i64 = 10_000;

/// What lasts from one drawing to the next.
pub struct Life {
    session: Session,
    state: RefCell<Rc<State>>,
    view: Scope<PageView<Self>>,
    /// The server's clock, set right with each answer.
    clock: Cell<Clock>,
    /// What was drawn of a text: it is the same for half a minute.
    pub(super) drawn: RefCell<Option<(String, Html)>>,
    stream: RefCell<Option<Stream>>,
    /// Whether the server tells by itself.
    is_told: Cell<bool>,
    /// A question under way.
    asking: RefCell<Option<(Moment, Option<Abort>)>>,
    /// When the server said something last.
    heard: Cell<Moment>,
    /// Before this moment nothing is asked.
    rests_until: Cell<Moment>,
    ticking: RefCell<Option<Timer>>,
    awake: RefCell<Option<Awake>>,
    /// Counts comings and goings: what belongs to an older one is of no use any more.
    turn: Cell<u32>,
}

impl life::Life for Life {
    type Page = CouponPage;
    type Action = Action;
    /// Nothing: it is looked at.
    type Wish = Infallible;

    fn new(shown: &CouponPage, session: &Session, view: Scope<PageView<Self>>) -> Self {
        Self {
            state: RefCell::new(State::opened(shown).into()),
            view,
            clock: session.clock.into(),
            session: session.clone(),
            drawn: RefCell::default(),
            stream: RefCell::default(),
            is_told: Cell::default(),
            asking: RefCell::default(),
            heard: shown.server_time.into(),
            rests_until: shown.server_time.into(),
            ticking: RefCell::default(),
            awake: RefCell::default(),
            turn: Cell::default(),
        }
    }

    fn reduce(self: &Rc<Self>, action: Action) {
        let next = self.state().reduce(action);
        self.state.replace(next);
    }

    fn go_on(self: &Rc<Self>, action: Action) {
        let read = self.state().is_for_reading();
        self.reduce(action);
        let reads = self.state().is_for_reading();
        if read && !reads {
            self.awake.take();
        } else if reads && !read {
            self.stay_awake();
        }
    }

    fn wish(self: &Rc<Self>, wish: Infallible) {
        match wish {}
    }

    fn draw(self: &Rc<Self>, props: &PageProps<Self>, _: &Callback<Infallible>) -> Html {
        super::draw(self, props)
    }

    /// Follows the coupon while the page is looked at.
    fn begin(self: &Rc<Self>) -> Kept {
        if self.session.kept {
            let lost = self.session.clock.is_lost();
            self.tell(if lost { Action::ClockLost } else { Action::NoAnswer });
        }
        self.come();
        let life = self.clone();
        Box::new(visibility::on_change(move |seen| {
            life.leave();
            if seen {
                life.come();
            }
        }))
    }

    fn drawn(self: &Rc<Self>) -> Kept {
        Box::new(())
    }

    /// The page is hidden or left: nothing is asked, and the screen may go off.
    fn leave(&self) {
        self.turn.set(self.turn.get() + 1);
        self.is_told.set(false);
        self.ticking.take();
        self.stream.take();
        self.asking.take();
        self.awake.take();
    }
}

impl Life {
    /// What the page knows now.
    pub fn state(&self) -> Rc<State> {
        self.state.borrow().clone()
    }

    fn tell(&self, action: Action) {
        self.view.send_message(action);
    }

    /// The page is looked at.
    fn come(self: &Rc<Self>) {
        let life = self.clone();
        self.ticking.replace(Some(clock::every_second(move || life.tick())));
        let path = format!(
            "{}/events?lang={}",
            address(&self.state().shown),
            self.session.language.code()
        );
        let life = self.clone();
        let heard = move |heard| match heard {
            Heard::Told(shown) => {
                life.is_told.set(true);
                life.hear_of(shown);
            }
            // Until the browser has opened it again, and where it does not.
            Heard::CutOff => life.is_told.set(false),
        };
        self.stream.replace(stream::open(&self.session.caller.address(&path), "coupon", heard));
        // The first event is on its way.
        self.rests_until.set(self.clock.get().now() + PAUSE);
        self.tick();
        if self.state().is_for_reading() {
            self.stay_awake();
        }
    }

    fn stay_awake(self: &Rc<Self>) {
        // Nobody looks.
        if self.ticking.borrow().is_none() {
            return;
        }
        let (life, turn) = (self.clone(), self.turn.get());
        self.session.caller.spawn(async move {
            let kept = awake::keep().await;
            if life.turn.get() == turn && life.state().is_for_reading() {
                life.awake.replace(kept);
            }
        });
    }

    fn tick(self: &Rc<Self>) {
        let now = self.clock.get().now();
        self.tell(Action::Tick(now));
        let late = |asked: &(Moment, _)| now >= asked.0 + PATIENCE;
        if self.asking.borrow().as_ref().is_some_and(late) {
            // Gives up by being dropped.
            self.asking.take();
        }
        let state = self.state();
        let wanted = state.wants_codes()
            || state.cut_off
            || !self.is_told.get()
            || now >= self.heard.get() + SILENCE;
        if wanted && !state.is_over() && now >= self.rests_until.get() {
            self.ask(now);
        }
    }

    /// Hears of a change by an event. Only what is asked for is kept by the browser for when there is no
    /// network: so it is.
    fn hear_of(self: &Rc<Self>, shown: CouponPage) {
        let what = |shown: &CouponPage| (shown.coupon.redemption, shown.undone_at);
        let changed = what(&self.state().shown) != what(&shown);
        self.hear(shown);
        if changed {
            self.ask(self.clock.get().now());
        }
    }

    fn hear(&self, shown: CouponPage) {
        self.heard.set(shown.server_time);
        self.rests_until.set(shown.server_time + PAUSE);
        self.clock.set(Clock::running(shown.server_time, device_ms()));
        self.tell(Action::Told(shown.into()));
    }

    fn ask(self: &Rc<Self>, now: Moment) {
        if self.asking.borrow().is_some() {
            return;
        }
        let abort = Abort::new();
        let wanted = abort.as_ref().map(Abort::wanted);
        self.asking.replace(Some((now, abort)));
        self.rests_until.set(now + PAUSE);
        let (life, turn) = (self.clone(), self.turn.get());
        let path = address(&self.state().shown);
        self.session.caller.spawn(async move {
            let answer = client::get(&life.session.caller, &path, wanted).await;
            if life.turn.get() != turn {
                return;
            }
            life.asking.take();
            match answer {
                Ok(shown) => life.hear(shown),
                Err(Failure::Refused(problem)) => life.refused(&problem.refusal),
                Err(Failure::Later(seconds)) => life.rest(seconds),
                Err(Failure::Unknown) => life.tell(Action::NoAnswer),
            }
        });
    }

    fn refused(&self, refusal: &Refusal) {
        match refusal {
            Refusal::TooMany { retry_after } | Refusal::Busy { retry_after } => {
                self.rest(*retry_after);
            }
            // Not this shopper's any more: the server's page says so, and what to do.
            Refusal::SessionMissing | Refusal::NotFound => document::reload(),
            _ => self.tell(Action::NoAnswer),
        }
    }

    fn rest(&self, seconds: u32) {
        self.rests_until.set(self.clock.get().now() + 1000 * i64::from(seconds));
        self.tell(Action::NoAnswer);
    }
}

/// Where the server says how the coupon stands.
fn address(shown: &CouponPage) -> String {
    format!("/v1/coupons/{}", shown.coupon.id)
}
