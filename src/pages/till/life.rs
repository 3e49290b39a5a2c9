//! The till's dealings with server, camera and keys, over all its drawings.

use std::cell::RefCell;
use std::rc::Rc;

use mall_contract::TillPage;
use yew::html::Scope;

use super::TillView;
use super::state::{Action, State};
use crate::host::clock::{self, Timer};
use crate::session::Session;

/// What lasts from one drawing to the next.
pub struct Life {
    pub(super) session: Session,
    state: RefCell<Rc<State>>,
    view: Scope<TillView>,
    ticking: RefCell<Option<Timer>>,
}

impl Life {
    /// A life that begins with what the server said.
    pub fn new(page: &TillPage, session: Session, view: Scope<TillView>) -> Self {
        let state = RefCell::new(State::opened(page).into());
        Self { session, state, view, ticking: RefCell::default() }
    }

    /// What the till knows now.
    pub fn state(&self) -> Rc<State> {
        self.state.borrow().clone()
    }

    /// Goes on to what the till knows after something has happened.
    pub fn reduce(&self, action: Action) {
        let next = self.state().reduce(action);
        self.state.replace(next);
    }

    /// Begins to work, in the browser.
    pub fn begin(self: &Rc<Self>) {
        let life = self.clone();
        let tick = move || life.view.send_message(Action::Tick(life.session.clock.now()));
        self.ticking.replace(Some(clock::every_second(tick)));
    }

    /// The page is left.
    pub fn leave(&self) {
        self.ticking.take();
    }
}
