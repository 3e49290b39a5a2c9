//! Reading, taking, giving back, and the day's list.

use std::rc::Rc;

use mall_contract::{CodePayload, OfflineSettings, amount};

use super::{Action, CounterAction, LedgerAction, Life, value};
use crate::api::client::Failure;
use crate::api::till::request::Request;
use crate::api::till::{self, Ended, ends_session};
use crate::host::{document, random};
use crate::pages::till::state::Unsettled;
use crate::pages::till::state::counter::{End, Step, Wrong};
use crate::pages::till::state::ledger::UndoStep;

impl Life {
    /// Takes up what is not known yet, and gets the day.
    pub(super) fn start_work(self: &Rc<Self>) {
        self.take_up_untold();
        for request in self.owner().iter().flat_map(till::kept) {
            if !self.asked.borrow().contains(&request.id) {
                self.counter(CounterAction::Asked(request.clone()));
                self.find_out(request, true);
            }
        }
        let counter = self.state().counter.clone();
        if counter.step == Step::Asking {
            self.ask(counter.read);
        }
        self.load_day();
        if self.state().may_settle() {
            let life = self.clone();
            self.session.caller.spawn(async move {
                if let Ok(settings) = till::settings(&life.session.caller).await {
                    life.tell(Action::Settings(settings));
                }
            });
        }
    }

    /// Reads a text as a code.
    pub(super) fn read(self: &Rc<Self>, text: String) {
        let (counter, now) = (&self.state().counter, self.session.clock.now());
        if counter.is_taking(&text) || counter.just_took(&text, now) {
            return;
        }
        self.eye.close();
        self.by_camera.set(false);
        self.counter(CounterAction::Read(text.clone()));
        self.ask(text);
    }

    /// Asks what a code is, where a text is one.
    pub(super) fn ask(self: &Rc<Self>, text: String) {
        if CodePayload::parse(&text).is_err() {
            return;
        }
        let question = self.question.get() + 1;
        self.question.set(question);
        let life = self.clone();
        self.session.caller.spawn(async move {
            let answer = till::prepare(&life.session.caller, &text).await;
            if !life.is_question(question) {
                return;
            }
            match answer {
                Ok(prepared) => {
                    life.away(false);
                    life.counter(CounterAction::Prepared(prepared.into()));
                }
                Err(Failure::Refused(problem)) if !ends_session(&problem.refusal) => {
                    life.counter(CounterAction::Refused(problem.refusal));
                }
                Err(Failure::Refused(_)) => life.tell(Action::SessionEnded),
                Err(_) => life.read_offline(&text, question).await,
            }
        });
    }

    /// Whether what a code is has not been asked for anew.
    pub(super) fn is_question(&self, question: u32) -> bool {
        self.question.get() == question
    }

    pub(super) fn redeem(self: &Rc<Self>) {
        let state = self.state();
        let proven = matches!(state.counter.step, Step::Proven(_));
        let usable = matches!(&state.counter.step, Step::Prepared(p) if p.refused.is_none());
        let Some(owner) = self.owner().filter(|_| usable || proven) else { return };
        let (order, amount) = match state.counter.order() {
            Ok(order) => order,
            Err(wrong) => {
                document::focus_on(if wrong == Wrong::Order { "order" } else { "amount" });
                return self.counter(CounterAction::Wrong(wrong));
            }
        };
        let Some(id) = random::request_id() else { return };
        let request = Request { id, code: state.counter.read.clone(), order, amount };
        if proven {
            return self.take_offline(request);
        }
        till::keep(&owner, &request);
        self.counter(CounterAction::Asked(request.clone()));
        self.find_out(request, false);
    }

    /// Asks until it is known what became of a request.
    fn find_out(self: &Rc<Self>, request: Request, asked_before: bool) {
        self.asked.borrow_mut().push(request.id.clone());
        let life = self.clone();
        self.session.caller.spawn(async move {
            let id = request.id.clone();
            let unknown = |why: Option<_>| {
                life.counter(CounterAction::Unknown(id.clone(), why.clone()));
                let left = life.has_taken_offline(&id);
                // Nothing at all came back: perhaps there is no network, and the code proves itself.
                if why.is_none() && !left {
                    life.take_offline(request.clone());
                }
                !left
            };
            let end = till::redeem(&life.session.caller, &request, asked_before, unknown).await;
            life.asked.borrow_mut().retain(|asked| *asked != request.id);
            match end {
                Ok(taken) => {
                    life.counter(CounterAction::Ended(request.id, End::Taken(taken.into())));
                    life.load_day();
                }
                Err(Ended::Refused(refusal)) => {
                    life.counter(CounterAction::Ended(request.id, End::Refused(refusal)));
                }
                Err(Ended::Session) => life.tell(Action::SessionEnded),
                Err(Ended::Left) => {}
            }
        });
    }

    pub(super) fn give_back(self: &Rc<Self>, reason: Option<&'static str>) {
        let Some(undo) = self.state().ledger.undo.clone() else { return };
        if matches!(undo.step, UndoStep::Asking | UndoStep::Unknown) {
            return;
        }
        let reason = reason.map_or_else(|| value(&self.places.reason), str::to_owned);
        let reason = reason.trim().to_owned();
        if !(1..=200).contains(&reason.chars().count()) {
            return self.undoing(UndoStep::NoReason);
        }
        self.undoing(UndoStep::Asking);
        let life = self.clone();
        self.session.caller.spawn(async move {
            let unknown = |_| life.undoing(UndoStep::Unknown);
            match till::undo(&life.session.caller, &undo.id, &reason, unknown).await {
                Ok(taken) => {
                    life.tell(Action::Undone(taken.into()));
                    life.load_day();
                }
                Err(Ended::Refused(refusal)) => life.undoing(UndoStep::Refused(refusal)),
                Err(Ended::Session) => life.tell(Action::SessionEnded),
                Err(Ended::Left) => {}
            }
        });
    }

    fn undoing(&self, step: UndoStep) {
        self.ledger(LedgerAction::UndoStep(step));
    }

    /// Gets the day that is looked at.
    pub(super) fn load_day(self: &Rc<Self>) {
        self.load(self.state().ledger.back);
    }

    pub(super) fn load(self: &Rc<Self>, back: i64) {
        let state = self.state();
        if state.at_work().is_none() {
            return;
        }
        let mut asked = state.ledger.clone();
        asked.back = back;
        let date = asked.date(state.now);
        let life = self.clone();
        self.session.caller.spawn(async move {
            match till::day(&life.session.caller, &date, 0).await {
                Ok(day) => life.ledger(LedgerAction::Told(day)),
                Err(failure) => life.failed(failure, Action::Ledger(LedgerAction::NoAnswer)),
            }
            if let Ok(found) = till::conflicts(&life.session.caller).await {
                life.ledger(LedgerAction::Conflicts(found.conflicts));
            }
        });
    }

    pub(super) fn load_more(self: &Rc<Self>) {
        let state = self.state();
        let Some(day) = state.ledger.day.clone() else { return };
        let life = self.clone();
        self.session.caller.spawn(async move {
            match till::day(&life.session.caller, &day.day, day.redemptions.len()).await {
                Ok(more) => life.ledger(LedgerAction::More(more)),
                Err(failure) => life.failed(failure, Action::Ledger(LedgerAction::NoAnswer)),
            }
        });
    }

    pub(super) fn settle(self: &Rc<Self>) {
        let [on, most_value, most_count] = &self.places.settings;
        let settings = OfflineSettings {
            on: on.get().is_some_and(|on| document::is_checked(&on.into())),
            most_value: amount::parse(&value(most_value)).unwrap_or_default(),
            most_count: value(most_count).trim().parse().unwrap_or(0),
        };
        if settings.most_value.0 < 1 || !(1..=1000).contains(&settings.most_count) {
            return self.tell(Action::Settled(Err(Unsettled::Wrong)));
        }
        let life = self.clone();
        self.session.caller.spawn(async move {
            match till::set(&life.session.caller, &settings).await {
                Ok(()) => {
                    life.tell(Action::Settled(Ok(settings)));
                    life.ask_for_leave();
                }
                Err(failure) => life.failed(failure, Action::Settled(Err(Unsettled::NoAnswer))),
            }
        });
    }
}
