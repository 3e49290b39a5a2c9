//! Redeeming without a network: the grant for it, the redemptions, and their upload.

use std::rc::Rc;

use mall_contract::{
    Moment, OfflineRedemption, OfflineUploadResponse, Refusal, RequestId, TillRefusal,
};

use super::{Action, CounterAction, TillController};
use crate::api::till::request::Request;
use crate::api::{offline_till, till};
use crate::pages::till::grant::Grant;
use crate::pages::till::state::OfflineAction;
use crate::pages::till::state::counter::Step;

/// The grant is renewed this often, so that most of its half hour is left when the network goes.
const GRANT_INTERVAL_MS: i64 = 5 * 60 * 1000;

/// A failed request is repeated after this time.
const RETRY_INTERVAL_MS: i64 = 10 * 1000;

impl TillController {
    /// Renews the grant and uploads redemptions when that is due.
    pub(super) fn prepare_offline(self: &Rc<Self>, now: Moment) {
        let state = self.store.state();
        if !state.active_staff().is_some_and(|staff| staff.role.can_redeem()) {
            return self.schedule_all_now();
        }
        if now.ms >= self.next_grant_ms.get() {
            self.renew_grant();
        }
        if now.ms >= self.next_upload_ms.get() && !state.offline.pending.is_empty() {
            self.upload();
        }
    }

    fn schedule_all_now(&self) {
        self.next_grant_ms.set(0);
        self.next_upload_ms.set(0);
    }

    /// Takes the browser's word that the network came or went.
    pub(super) fn on_network(self: &Rc<Self>, online: bool) {
        self.set_offline(!online);
        if online {
            self.schedule_all_now();
        }
    }

    pub(super) fn set_offline(&self, is_offline: bool) {
        if self.store.state().offline.is_offline != is_offline {
            self.offline(OfflineAction::Changed { is_offline });
        }
    }

    fn offline(&self, action: OfflineAction) {
        self.store.dispatch(Action::Offline(action));
    }

    /// Loads redemptions that this staff member made offline on this device and did not upload.
    pub(super) fn load_pending(&self) {
        if let Some(owner) = self.owner() {
            self.offline(OfflineAction::PendingChanged(offline_till::pending(&owner)));
        }
    }

    /// Requests a grant to redeem offline.
    pub(super) fn renew_grant(self: &Rc<Self>) {
        let now = self.store.session.clock.now().ms;
        self.next_grant_ms.set(now + GRANT_INTERVAL_MS);
        let (this, owner) = (self.clone(), self.owner());
        self.store.session.caller.spawn(async move {
            let caller = &this.store.session.caller;
            // A store that has switched it off would refuse the grant, so the settings come first.
            let response = match till::settings(caller).await {
                Ok(settings) if !settings.on => Ok(None),
                Ok(_) => offline_till::request_grant(caller).await.map(Some),
                Err(failure) => Err(failure),
            };
            if this.owner() != owner {
                return;
            }
            match response {
                Ok(grant) => {
                    this.set_offline(false);
                    let limits = grant.as_ref().map(Into::into);
                    this.offline(OfflineAction::LimitsChanged(limits));
                    this.grant.replace(grant.map(Grant::new));
                }
                // The former grant stays.
                Err(_) => this.next_grant_ms.set(now + RETRY_INTERVAL_MS),
            }
        });
    }

    /// Checks a code by its own proof, because the server could not be asked.
    pub(super) async fn check_offline(&self, code: &str, lookup: u32) {
        self.set_offline(true);
        let grant = self.grant.borrow().clone().filter(Grant::is_valid);
        let Some(grant) = grant else { return self.counter(CounterAction::NoResponse) };
        let (pending, by) = self.pending();
        let proof = grant.check(&pending, &by, code, None).await;
        if self.is_latest_lookup(lookup) {
            self.counter(match proof {
                Ok(proof) => CounterAction::Proven(proof),
                Err(refusal) => CounterAction::Refused(refusal),
            });
        }
    }

    /// Redeems a coupon offline, if its code proves that this is allowed.
    pub(super) fn redeem_offline(self: &Rc<Self>, request: Request) {
        let grant = self.grant.borrow().clone().filter(Grant::is_valid);
        let Some((grant, owner)) = grant.zip(self.owner()) else {
            return self.refuse_proven(&request, Refusal::Till(TillRefusal::OfflineNotGranted));
        };
        let this = self.clone();
        self.store.session.caller.spawn(async move {
            let (pending, by) = this.pending();
            let proof = grant.check(&pending, &by, &request.code, Some(request.amount)).await;
            if let Err(refusal) = proof {
                return this.refuse_proven(&request, refusal);
            }
            // A second tap while the proof was checked.
            if this.is_redeemed_offline(&request.id) {
                return;
            }
            let redemption = grant.redeem(request);
            let (mut pending, _) = this.pending();
            pending.push(redemption.clone());
            offline_till::store(&owner, &pending);
            till::forget(&redemption.request_id);
            this.set_offline(true);
            this.offline(OfflineAction::PendingChanged(pending));
            this.counter(CounterAction::RedeemedOffline(redemption.into()));
        });
    }

    /// Refuses a proven code that is on the screen. A request sent to the server goes on.
    fn refuse_proven(&self, request: &Request, refusal: Refusal) {
        let counter = &self.store.state().counter;
        if matches!(counter.step, Step::Proven(_)) && counter.code == request.code {
            self.counter(CounterAction::Refused(refusal));
        }
    }

    /// Checks whether a request was redeemed offline and is not uploaded yet.
    pub(super) fn is_redeemed_offline(&self, id: &RequestId) -> bool {
        self.pending().0.iter().any(|redemption| redemption.request_id == *id)
    }

    /// Returns the redemptions to upload, and who made them. They come from storage, which other tabs
    /// share, and from the state, in case storage failed.
    fn pending(&self) -> (Vec<OfflineRedemption>, String) {
        let Some(owner) = self.owner() else { return Default::default() };
        let mut all = offline_till::pending(&owner);
        for redemption in &self.store.state().offline.pending {
            if !all.iter().any(|stored| stored.request_id == redemption.request_id) {
                all.push(redemption.clone());
            }
        }
        (all, owner.name)
    }

    fn upload(self: &Rc<Self>) {
        let now = self.store.session.clock.now().ms;
        self.next_upload_ms.set(now + RETRY_INTERVAL_MS);
        let Some(owner) = self.owner() else { return };
        let this = self.clone();
        self.store.session.caller.spawn(async move {
            let (pending, _) = this.pending();
            let uploaded = match offline_till::upload(&this.store.session.caller, &pending).await {
                Ok(uploaded) if this.owner().as_ref() == Some(&owner) => uploaded,
                Ok(_) => return,
                Err(failure) => {
                    let offline = OfflineAction::Changed { is_offline: true };
                    return this.on_failure(failure, Action::Offline(offline));
                }
            };
            let (mut pending, _) = this.pending();
            pending.retain(|redemption| !has_result(&uploaded, redemption));
            offline_till::store(&owner, &pending);
            let conflicts =
                uploaded.results.iter().filter(|result| result.conflict.is_some()).count();
            this.set_offline(false);
            this.offline(OfflineAction::Uploaded { pending, conflicts });
            this.load_day();
        });
    }
}

fn has_result(uploaded: &OfflineUploadResponse, redemption: &OfflineRedemption) -> bool {
    uploaded.results.iter().any(|result| result.request_id == redemption.request_id)
}
