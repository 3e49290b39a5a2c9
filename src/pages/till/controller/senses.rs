//! Keys, sounds and the focus at the till.

use std::rc::Rc;

use super::{CounterAction, TillController};
use crate::host::document;
use crate::host::keys::Key;
use crate::pages::till::state::counter::{Field, Step};
use crate::pages::till::state::{State, Tone};
use crate::pages::till::wedge::WedgeKey;

impl TillController {
    /// Takes a key. A scanner types codes wherever the focus is. Returns true if nobody else may get
    /// the key.
    pub(super) fn on_key(self: &Rc<Self>, key: &Key) -> bool {
        let state = self.store.state();
        if state.active_staff().is_none() {
            return false;
        }
        self.sound.wake();
        let meaning = self.wedge.borrow_mut().on_key(&key.name, key.at_ms);
        match meaning {
            WedgeKey::First => {
                let counter = &state.counter;
                let fields = [&counter.code_input, &counter.order, &counter.amount];
                self.fields_before_scan.replace(fields.map(Clone::clone));
                // The character goes where the focus is then. A space may be a tap on a button.
                if !key.is_typed && key.name != " " {
                    document::focus_on("code");
                }
                false
            }
            WedgeKey::More => false,
            WedgeKey::Code(text) => {
                let [_, order, amount] = self.fields_before_scan.take();
                self.counter(CounterAction::Input(Field::Order, order));
                self.counter(CounterAction::Input(Field::Amount, amount));
                self.check(text);
                true
            }
        }
    }

    pub(super) fn play(&self, tone: Tone) {
        match tone {
            // Two high notes that rise.
            Tone::Success => self.sound.play(&[(880.0, 0.0, 0.12), (1320.0, 0.13, 0.18)], 60),
            // A low note that stays.
            Tone::Failure => self.sound.play(&[(196.0, 0.0, 0.25), (165.0, 0.27, 0.35)], 400),
        }
    }

    /// Chooses the focus after the next drawing: the field for the next input.
    pub(super) fn choose_focus(&self, before: &State, state: &State) {
        let is_at_work = state.active_staff().is_some();
        if is_at_work != before.active_staff().is_some() {
            return self.next_focus.set(Some(if is_at_work { "code" } else { "till" }));
        }
        let (then, now) = (&before.counter.step, &state.counter.step);
        if std::mem::discriminant(then) == std::mem::discriminant(now) {
            return;
        }
        self.next_focus.set(match now {
            Step::Prepared(prepared) if prepared.refused.is_none() => Some("order"),
            Step::Proven(_) => Some("order"),
            Step::LookingUp | Step::Redeeming(_) | Step::Unknown(..) => None,
            _ => Some("code"),
        });
    }

    /// Moves the focus to the chosen field. Where a keyboard on the screen would open, a lost focus
    /// goes to the result instead.
    pub(super) fn move_focus(&self) {
        if self.store.state().staff.is_none() {
            self.choose_last_store();
        }
        if let Some(id) = self.next_focus.take() {
            if document::has_fine_pointer() {
                document::focus_on(id);
            } else if document::focus_is_lost() {
                document::focus_on("stage");
            }
        }
    }
}
