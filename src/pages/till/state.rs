//! What the till knows, and what becomes of it when something happens.

use std::rc::Rc;

use mall_contract::{Moment, StaffSession, TillPage};

/// The till's state.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// The server's clock.
    pub now: Moment,
    /// Who is logged in.
    pub who: Option<StaffSession>,
}

/// Something that happens.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Time passes.
    Tick(Moment),
}

impl State {
    /// What the till knows when its page is opened.
    #[must_use]
    pub fn opened(page: &TillPage) -> Self {
        Self { now: page.server_time, who: page.session.clone() }
    }

    /// What the till knows after something has happened.
    #[must_use]
    pub fn reduce(&self, action: Action) -> Rc<Self> {
        let mut next = self.clone();
        match action {
            Action::Tick(now) => next.now = now,
        }
        Rc::new(next)
    }
}
