//! Keys, sounds and the focus at the till.

use std::rc::Rc;

use mall_contract::CodePayload;

use super::before_scan::FieldsBeforeScan;
use super::{CounterAction, TillController};
use crate::host::keys::Key;
use crate::host::{clock, document};
use crate::pages::till::state::counter::{Counter, Field, Step};
use crate::pages::till::state::{State, Tone};
use crate::pages::till::wedge::{PAUSE_MS, WedgeInput, WedgeKey};

/// The id of the field for sentences.
const PROSE_FIELD: &str = "reason";

impl TillController {
    /// Takes a key. A scanner types codes wherever the focus is. Returns true if nobody else may get
    /// the key.
    pub(super) fn on_key(self: &Rc<Self>, key: Key) -> bool {
        let state = self.store.state();
        if state.active_staff().is_none() {
            return false;
        }
        self.sound.wake();
        let meaning = self.wedge.borrow_mut().on_key(WedgeInput {
            name: &key.name,
            at_ms: key.at_ms,
            is_repeat: key.is_repeat,
            is_prose: key.field.as_ref().is_some_and(|field| field.id == PROSE_FIELD),
        });
        match meaning {
            WedgeKey::First => self.begin_row(&state.counter, key),
            WedgeKey::More => {}
            WedgeKey::Scan(text) => {
                self.pause_timer.take();
                self.on_scan(text);
                return true;
            }
            WedgeKey::Suffix => return true,
        }
        self.end_row_after_pause(PAUSE_MS);
        false
    }

    /// Remembers the fields before a row of keys.
    fn begin_row(&self, counter: &Counter, key: Key) {
        // The character goes where the focus is then. A space may be a tap on a button.
        if key.field.is_none() && key.name != " " {
            document::focus_on("code");
        }
        self.before_scan.replace(FieldsBeforeScan {
            code_input: counter.code_input.clone(),
            order: counter.order.clone(),
            amount: counter.amount.clone(),
            focused: key.field,
        });
    }

    /// Ends the row of keys when no key follows: some scanners send no Enter.
    fn end_row_after_pause(self: &Rc<Self>, ms: u32) {
        let this = self.clone();
        let timer = clock::after(ms, move || {
            // Keys have the time at which they were pressed. Others may wait while the page is busy.
            let rest = this.wedge.borrow().end_ms() - clock::document_ms();
            if rest > 0.0 {
                return this.end_row_after_pause(rest.ceil() as u32);
            }
            let scan = this.wedge.borrow_mut().on_pause();
            if let Some(text) = scan {
                this.on_scan(text);
            }
        });
        self.pause_timer.replace(Some(timer));
    }

    /// Takes a scanned text: a coupon's code, wherever the focus is, or the number on a receipt. A scanner fills no other
    /// field and sends no form.
    fn on_scan(self: &Rc<Self>, text: String) {
        let before = self.before_scan.take();
        let focused = before.focused.unwrap_or_default();
        let is_counter_field = matches!(focused.id.as_str(), "" | "code" | "order" | "amount");
        if let Some(field) = document::element(&focused.id).filter(|_| !is_counter_field) {
            document::choose(&field.into(), &focused.text);
        }
        self.counter(CounterAction::Input(Field::Code, before.code_input));
        self.counter(CounterAction::Input(Field::Order, before.order));
        self.counter(CounterAction::Input(Field::Amount, before.amount));
        let is_code = CodePayload::parse(&text).is_ok() || focused.id == "code";
        if is_code || !self.store.state().counter.needs_order() {
            return self.check(text);
        }
        self.counter(CounterAction::Input(Field::Order, text));
        if document::has_fine_pointer() {
            document::focus_on("amount");
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
        let is_logged_in = state.active_staff().is_some();
        if is_logged_in != before.active_staff().is_some() {
            return self.next_focus.set(Some(if is_logged_in { "code" } else { "till" }));
        }
        let (previous, now) = (&before.counter.step, &state.counter.step);
        if std::mem::discriminant(previous) == std::mem::discriminant(now) {
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
