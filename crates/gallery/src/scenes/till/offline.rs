//! A till without a network.

use mall_contract::{Fen, OfflineProof, OfflineRedemption, Refusal, Role, TillRefusal};
use mall_coupons::pages::till::state::offline::OfflineLimits;
use mall_coupons::pages::till::state::{Action, CounterAction, OfflineAction};

use crate::samples::{CODE, MINUTE_MS, NOW, TillSamples, request};
use crate::scenes::scene::{Content, Scene, scene};

/// The proof in a code.
const PROOF: OfflineProof = OfflineProof { threshold: Fen(2500), value: Fen(850), mac: 7 };

pub fn scenes(till: TillSamples) -> Vec<Scene> {
    [grants(till), codes(till)].into_iter().flatten().collect()
}

fn grants(till: TillSamples) -> Vec<Scene> {
    let conflict_found =
        Action::Offline(OfflineAction::Uploaded { pending: Vec::new(), conflicts: 1 });
    vec![
        scene("till-away", "There is no network.", offline(till, Some(limits(20)), Vec::new())),
        scene(
            "till-away-not-on",
            "There is no network, and no grant.",
            offline(till, None, Vec::new()),
        ),
        scene(
            "till-away-used-up",
            "The grant is used up.",
            offline(till, Some(limits(2)), vec![not_uploaded(2)]),
        ),
        scene(
            "till-found",
            "An uploaded redemption should not have been made.",
            Content::till(till, Role::Cashier, vec![conflict_found]),
        ),
    ]
}

fn codes(till: TillSamples) -> Vec<Scene> {
    let read = |then| {
        let actions = [CounterAction::CodeRead(code_with_proof()), then].map(Action::Counter);
        offline(till, Some(limits(20)), actions.into())
    };
    let refused = |refusal| read(CounterAction::Refused(refusal));
    let over =
        Refusal::Till(TillRefusal::OfflineOverLimit { most_value: Fen(5000), most_count: 20 });
    vec![
        scene("till-proven", "The code proves itself.", read(CounterAction::Proven(PROOF))),
        scene("till-taken-offline", "The coupon is redeemed.", redeemed(till)),
        scene(
            "till-not-proven",
            "The code proves nothing.",
            refused(Refusal::Till(TillRefusal::OfflineNotProven)),
        ),
        scene("till-over-limit", "The coupon's value is over the limit.", refused(over)),
    ]
}

fn redeemed(till: TillSamples) -> Content {
    let steps = [
        CounterAction::CodeRead(code_with_proof()),
        CounterAction::Proven(PROOF),
        CounterAction::RedeemedOffline(redemption().into()),
    ];
    let actions = steps.map(Action::Counter).into_iter().chain([not_uploaded(1)]).collect();
    offline(till, Some(limits(20)), actions)
}

/// Returns a till that has lost its network, after more actions.
fn offline(till: TillSamples, limits: Option<OfflineLimits>, actions: Vec<Action>) -> Content {
    let offline =
        [OfflineAction::LimitsChanged(limits), OfflineAction::Changed { is_offline: true }]
            .map(Action::Offline);
    Content::till(till, Role::Cashier, offline.into_iter().chain(actions).collect())
}

fn not_uploaded(count: usize) -> Action {
    Action::Offline(OfflineAction::PendingChanged(vec![redemption(); count]))
}

fn limits(max_count: u32) -> OfflineLimits {
    OfflineLimits {
        grant_id: "g".into(),
        until: NOW + 24 * MINUTE_MS,
        max_value: Fen(5000),
        max_count,
    }
}

fn code_with_proof() -> String {
    format!("{CODE}-{PROOF}")
}

fn redemption() -> OfflineRedemption {
    OfflineRedemption {
        request_id: request().id,
        grant_id: "g".into(),
        code: code_with_proof(),
        order_number: request().order,
        amount: request().amount,
        taken_at: NOW,
    }
}
