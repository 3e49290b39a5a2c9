//! Going on without a network: leave for it, taking, and telling afterwards.

use std::rc::Rc;

use mall_contract::{Moment, OfflineRedemption, OfflineUploadResponse, Refusal, RequestId};

use super::{Action, CounterAction, Life};
use crate::api::till::request::Request;
use crate::api::{offline_till, till};
use crate::pages::till::offline::Leave;
use crate::pages::till::state::OfflineAction;
use crate::pages::till::state::counter::Step;

/// Leave is asked for anew so often, in milliseconds: a till that loses its network has most of the half hour then.
const LEAVE_EVERY: i64 = 5 * 60 * 1000;

/// What did not succeed is tried again after so long.
const AGAIN: i64 = 10 * 1000;

/// When what is due, in milliseconds of the server's clock; at once in the beginning.
#[derive(Clone, Copy, Default)]
pub(super) struct Due {
    leave: i64,
    telling: i64,
}

impl Life {
    /// Does what is due.
    pub(super) fn mind_offline(self: &Rc<Self>, now: Moment) {
        let (state, due) = (self.state(), self.due.get());
        if !state.at_work().is_some_and(|who| who.role.can_redeem()) {
            return self.due.set(Due::default());
        }
        if now.ms >= due.leave {
            self.ask_for_leave();
        }
        if now.ms >= due.telling && !state.offline.untold.is_empty() {
            self.tell_what_was_taken();
        }
    }

    /// The browser says that there is a network, or none.
    pub(super) fn network_changed(self: &Rc<Self>, online: bool) {
        self.away(!online);
        if online {
            self.due.set(Due::default());
        }
    }

    /// Notes that the network is away, or back.
    pub(super) fn away(&self, away: bool) {
        if self.state().offline.away != away {
            self.offline(OfflineAction::Away(away));
        }
    }

    fn offline(&self, action: OfflineAction) {
        self.tell(Action::Offline(action));
    }

    /// What somebody has taken on this device and not told.
    pub(super) fn take_up_untold(&self) {
        if let Some(owner) = self.owner() {
            self.offline(OfflineAction::Untold(offline_till::untold(&owner)));
        }
    }

    /// Asks for leave to take coupons without a network.
    pub(super) fn ask_for_leave(self: &Rc<Self>) {
        let now = self.session.clock.now().ms;
        self.due.set(Due { leave: now + LEAVE_EVERY, ..self.due.get() });
        let (life, owner) = (self.clone(), self.owner());
        self.session.caller.spawn(async move {
            // A store that does not want it is not asked for leave, which it would refuse.
            let answer = match till::settings(&life.session.caller).await {
                Ok(settings) if !settings.on => Ok(None),
                Ok(_) => offline_till::granted(&life.session.caller).await.map(Some),
                Err(failure) => Err(failure),
            };
            if life.owner() != owner {
                return;
            }
            match answer {
                Ok(Some(grant)) => {
                    life.away(false);
                    life.offline(OfflineAction::Bounds(Some((&grant).into())));
                    life.leave.replace(Some(Leave::new(grant)));
                }
                Ok(None) => {
                    life.away(false);
                    life.offline(OfflineAction::Bounds(None));
                    life.leave.take();
                }
                // The one from before goes on.
                Err(_) => life.due.set(Due { leave: now + AGAIN, ..life.due.get() }),
            }
        });
    }

    /// Looks at a code that nobody could be asked about.
    pub(super) async fn read_offline(&self, text: &str, question: u32) {
        self.away(true);
        let leave = self.leave.borrow().clone().filter(Leave::is_good);
        let Some(leave) = leave else { return self.counter(CounterAction::NoAnswer) };
        let (untold, by) = self.taken_so_far();
        let checked = leave.check(&untold, &by, text, None).await;
        if self.is_question(question) {
            self.counter(match checked {
                Ok(proof) => CounterAction::Proven(proof),
                Err(refusal) => CounterAction::Refused(refusal),
            });
        }
    }

    /// Takes a coupon without a network, when its code proves that it may be.
    pub(super) fn take_offline(self: &Rc<Self>, request: Request) {
        let leave = self.leave.borrow().clone().filter(Leave::is_good);
        let Some((leave, owner)) = leave.zip(self.owner()) else {
            return self.refuse_proven(&request, Refusal::OfflineNotGranted);
        };
        let life = self.clone();
        self.session.caller.spawn(async move {
            let (untold, by) = life.taken_so_far();
            let checked = leave.check(&untold, &by, &request.code, Some(request.amount)).await;
            if let Err(refusal) = checked {
                return life.refuse_proven(&request, refusal);
            }
            // Two taps were one.
            if life.has_taken_offline(&request.id) {
                return;
            }
            let taken = leave.take(request);
            let (mut untold, _) = life.taken_so_far();
            untold.push(taken.clone());
            offline_till::keep(&owner, &untold);
            till::forget(&taken.request_id);
            life.away(true);
            life.offline(OfflineAction::Untold(untold));
            life.counter(CounterAction::TakenOffline(taken.into()));
        });
    }

    /// Refuses what is proven and on the screen. What was asked of the server before goes on being asked.
    fn refuse_proven(&self, request: &Request, refusal: Refusal) {
        let counter = &self.state().counter;
        if matches!(counter.step, Step::Proven(_)) && counter.read == request.code {
            self.counter(CounterAction::Refused(refusal));
        }
    }

    /// Whether the coupon of a request was taken without a network, and is not told yet.
    pub(super) fn has_taken_offline(&self, id: &RequestId) -> bool {
        self.taken_so_far().0.iter().any(|taken| taken.request_id == *id)
    }

    /// What was taken and not told, by whom: what is kept, also from another tab, and what could not be kept.
    fn taken_so_far(&self) -> (Vec<OfflineRedemption>, String) {
        let Some(owner) = self.owner() else { return Default::default() };
        let mut all = offline_till::untold(&owner);
        for taken in &self.state().offline.untold {
            if !all.iter().any(|kept| kept.request_id == taken.request_id) {
                all.push(taken.clone());
            }
        }
        (all, owner.name)
    }

    fn tell_what_was_taken(self: &Rc<Self>) {
        let now = self.session.clock.now().ms;
        self.due.set(Due { telling: now + AGAIN, ..self.due.get() });
        let Some(owner) = self.owner() else { return };
        let life = self.clone();
        self.session.caller.spawn(async move {
            let (untold, _) = life.taken_so_far();
            let told = match offline_till::tell(&life.session.caller, &untold).await {
                Ok(told) if life.owner().as_ref() == Some(&owner) => told,
                Ok(_) => return,
                Err(failure) => {
                    return life.failed(failure, Action::Offline(OfflineAction::Away(true)));
                }
            };
            let (mut left, _) = life.taken_so_far();
            left.retain(|taken| !is_answered(&told, taken));
            offline_till::keep(&owner, &left);
            let found = told.results.iter().filter(|result| result.conflict.is_some()).count();
            life.away(false);
            life.offline(OfflineAction::Told(left, found));
            life.load_day();
        });
    }
}

fn is_answered(told: &OfflineUploadResponse, taken: &OfflineRedemption) -> bool {
    told.results.iter().any(|result| result.request_id == taken.request_id)
}
