//! The store of a page's state, and the only way it changes.

use std::cell::RefCell;
use std::rc::Rc;

use yew::Callback;

use crate::session::Session;

/// A state that changes by actions alone.
pub trait Reduce: 'static {
    /// Something that happened.
    type Action: 'static;

    /// Returns the state after an action. It is pure: the server and the gallery call it too.
    #[must_use]
    fn reduce(&self, action: Self::Action) -> Rc<Self>;
}

/// Holds the state of one page for its view and its controller.
pub struct Store<S: Reduce> {
    pub session: Session,
    state: RefCell<Rc<S>>,
    queue: Callback<S::Action>,
}

impl<S: Reduce> Store<S> {
    /// Makes a store. `queue` takes actions for the next update of the page's view.
    pub fn new(session: &Session, state: S, queue: Callback<S::Action>) -> Self {
        Self { session: session.clone(), state: RefCell::new(state.into()), queue }
    }

    /// Returns the current state.
    pub fn state(&self) -> Rc<S> {
        self.state.borrow().clone()
    }

    /// Returns the state an action would lead to.
    pub fn preview(&self, action: S::Action) -> Rc<S> {
        self.state().reduce(action)
    }

    /// Queues an action. The state changes and the page is drawn soon after, not at once.
    pub fn dispatch(&self, action: S::Action) {
        self.queue.emit(action);
    }

    /// Applies an action at once, without drawing the page.
    pub fn reduce(&self, action: S::Action) {
        let next = self.preview(action);
        self.state.replace(next);
    }
}
