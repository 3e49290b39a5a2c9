//! Looking up codes, and redeeming coupons.

use std::rc::Rc;

use mall_contract::CodePayload;

use super::{Action, CounterAction, TillController};
use crate::api::client::Failure;
use crate::api::till::request::Request;
use crate::api::till::{self, Unresolved, ends_session};
use crate::host::{document, random};
use crate::pages::till::state::counter::{OrderError, RedeemResult, Step};
use crate::pages::till::state::doubt::AmountDoubt;

impl TillController {
    /// Starts a shift after a login: continues requests whose result is not known, and loads the day.
    pub(super) fn start_shift(self: &Rc<Self>) {
        self.load_pending();
        for request in self.owner().iter().flat_map(till::stored) {
            if !self.in_flight.borrow().contains(&request.id) {
                self.counter(CounterAction::RedeemRequested(request.clone()));
                self.resolve(request, true);
            }
        }
        let counter = self.store.state().counter.clone();
        if counter.step == Step::LookingUp {
            self.look_up(counter.code);
        }
        self.load_day();
        self.load_settings();
    }

    /// Reads a text as a code, unless it is the code being redeemed just now.
    pub(super) fn check(self: &Rc<Self>, text: String) {
        let (counter, now) = (&self.store.state().counter, self.store.session.clock.now());
        if counter.is_redeeming(&text) || counter.was_just_redeemed(&text, now) {
            return;
        }
        self.camera.close();
        self.used_camera.set(false);
        self.counter(CounterAction::CodeRead(text.clone()));
        self.look_up(text);
    }

    /// Looks up the typed code, if there is one.
    pub(super) fn check_typed(self: &Rc<Self>) {
        let typed = self.store.state().counter.code_input.clone();
        if !typed.trim().is_empty() {
            self.check(typed);
        }
    }

    /// Asks the server for the coupon of a code.
    pub(super) fn look_up(self: &Rc<Self>, code: String) {
        if CodePayload::parse(&code).is_err() {
            return;
        }
        let lookup = self.lookup.get() + 1;
        self.lookup.set(lookup);
        let this = self.clone();
        self.store.session.caller.spawn(async move {
            let response = till::prepare(&this.store.session.caller, &code).await;
            if !this.is_latest_lookup(lookup) {
                return;
            }
            match response {
                Ok(prepared) => {
                    this.set_offline(false);
                    this.counter(CounterAction::Prepared(prepared.into()));
                }
                Err(Failure::Refused(problem)) if !ends_session(&problem.refusal) => {
                    this.counter(CounterAction::Refused(problem.refusal));
                }
                Err(Failure::Refused(_)) => this.store.dispatch(Action::SessionEnded),
                Err(_) => this.check_offline(&code, lookup).await,
            }
        });
    }

    /// Checks whether no newer lookup has started.
    pub(super) fn is_latest_lookup(&self, lookup: u32) -> bool {
        self.lookup.get() == lookup
    }

    /// Redeems the coupon. An amount that is likely a slip is asked about first, unless it is confirmed.
    pub(super) fn redeem(self: &Rc<Self>, is_confirmed: bool) {
        let state = self.store.state();
        let is_proven = matches!(state.counter.step, Step::Proven(_));
        let needs_order = state.counter.needs_order();
        let Some(owner) = self.owner().filter(|_| needs_order) else { return };
        let (order, amount) = match state.counter.order() {
            Ok(order) => order,
            Err(error) => {
                let is_number = error == OrderError::Number;
                document::focus_on(if is_number { "order" } else { "amount" });
                return self.counter(CounterAction::OrderRejected(error));
            }
        };
        let usual = state.counter.threshold().into_iter().chain(state.ledger.amounts());
        if let Some(doubt) = AmountDoubt::of(&order, amount, usual).filter(|_| !is_confirmed) {
            return self.counter(CounterAction::AmountDoubted(doubt));
        }
        let Some(id) = random::request_id() else { return };
        let request = Request { id, code: state.counter.code.clone(), order, amount };
        if is_proven {
            return self.redeem_offline(request);
        }
        till::store(&owner, &request);
        self.counter(CounterAction::RedeemRequested(request.clone()));
        self.resolve(request, false);
    }

    /// Sends a request until its result is known.
    fn resolve(self: &Rc<Self>, request: Request, sent_before: bool) {
        self.in_flight.borrow_mut().push(request.id.clone());
        let this = self.clone();
        self.store.session.caller.spawn(async move {
            let id = request.id.clone();
            let on_unknown = |reason: Option<_>| {
                this.counter(CounterAction::ResultUnknown(id.clone(), reason.clone()));
                let is_redeemed_offline = this.is_redeemed_offline(&id);
                // No response at all: perhaps there is no network, and the code has a proof.
                if reason.is_none() && !is_redeemed_offline {
                    this.redeem_offline(request.clone());
                }
                !is_redeemed_offline
            };
            let caller = &this.store.session.caller;
            let result = till::redeem(caller, &request, sent_before, on_unknown).await;
            this.in_flight.borrow_mut().retain(|id| *id != request.id);
            let result = match result {
                Ok(redemption) => RedeemResult::Redeemed(redemption.into()),
                Err(Unresolved::Refused(refusal)) => RedeemResult::Refused(refusal),
                Err(Unresolved::SessionEnded) => return this.store.dispatch(Action::SessionEnded),
                Err(Unresolved::RedeemedOffline) => return,
            };
            let is_redeemed = matches!(result, RedeemResult::Redeemed(_));
            this.counter(CounterAction::Resolved(request.id, result));
            if is_redeemed {
                this.load_day();
            }
        });
    }
}
