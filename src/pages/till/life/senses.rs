//! What the till hears and says besides: a scanner that types, sounds for results, and where the focus is.

use std::rc::Rc;

use super::{CounterAction, Life};
use crate::host::document;
use crate::host::keys::Key;
use crate::pages::till::state::counter::{Field, Step};
use crate::pages::till::state::{State, Tone};
use crate::pages::till::wedge;

impl Life {
    /// Hears a key: what a scanner types is read wherever the focus is. Says whether nobody else is to hear it.
    pub(super) fn hear(self: &Rc<Self>, key: &Key) -> bool {
        let state = self.state();
        if state.at_work().is_none() {
            return false;
        }
        self.sound.wake();
        let heard = self.wedge.borrow_mut().hear(&key.name, key.at);
        match heard {
            wedge::Key::Begins => {
                let counter = &state.counter;
                let typed = [&counter.code, &counter.order, &counter.amount];
                self.before_row.replace(typed.map(Clone::clone));
                // The character goes to where the focus is by then. A space is a tap.
                if !key.is_typed && key.name != " " {
                    document::focus_on("code");
                }
                false
            }
            wedge::Key::More => false,
            wedge::Key::Read(text) => {
                let [_, order, amount] = self.before_row.take();
                self.counter(CounterAction::Typed(Field::Order, order));
                self.counter(CounterAction::Typed(Field::Amount, amount));
                self.read(text);
                true
            }
        }
    }

    pub(super) fn sound(&self, tone: Tone) {
        // Two high ones that rise, or a low one that stays.
        match tone {
            Tone::Good => self.sound.play(&[(880.0, 0.0, 0.12), (1320.0, 0.13, 0.18)], 60),
            Tone::Bad => self.sound.play(&[(196.0, 0.0, 0.25), (165.0, 0.27, 0.35)], 400),
        }
    }

    /// The focus is where the next thing is typed; where that would open a keyboard on the screen, it goes to what
    /// has happened, if it was lost.
    pub(super) fn choose_focus(&self, before: &State, state: &State) {
        if state.at_work().is_some() != before.at_work().is_some() {
            return self.focus.set(Some(if state.at_work().is_some() { "code" } else { "till" }));
        }
        let (then, now) = (&before.counter.step, &state.counter.step);
        if std::mem::discriminant(then) == std::mem::discriminant(now) {
            return;
        }
        self.focus.set(match now {
            Step::Prepared(prepared) if prepared.refused.is_none() => Some("order"),
            Step::Proven(_) => Some("order"),
            Step::Asking | Step::Taking(_) | Step::Unknown(..) => None,
            _ => Some("code"),
        });
    }

    /// Moves the focus there, once that is drawn.
    pub(super) fn keep_focus(&self) {
        if self.state().who.is_none() {
            self.remember_store();
        }
        if let Some(place) = self.focus.take() {
            if document::points_finely() {
                document::focus_on(place);
            } else if document::focus_is_lost() {
                document::focus_on("stage");
            }
        }
    }
}
