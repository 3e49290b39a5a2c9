//! A till without a network.

use mall_contract::{Fen, OfflineProof, OfflineRedemption, Refusal};
use mall_coupons::pages::till::state::offline::Bounds;
use mall_coupons::pages::till::state::{Action, CounterAction as Counter, OfflineAction};

use super::goods::{CODE, MINUTE, Till, request};
use super::{Scene, scene};
use crate::demo::gallery::goods::NOW;

/// What a code proves.
const PROOF: OfflineProof = OfflineProof { threshold: Fen(2500), value: Fen(850), mac: 7 };

impl Till {
    pub fn offline(self) -> Vec<Scene> {
        let away = |bounds: Option<Bounds>, more: Vec<Action>| {
            let away = vec![
                Action::Offline(OfflineAction::Bounds(bounds)),
                Action::Offline(OfflineAction::Away(true)),
            ];
            self.at_work([away, more].concat())
        };
        let read = |more: Vec<Counter>| {
            let counter = [vec![Counter::Read(proving())], more].concat();
            away(Some(bounds(20)), counter.into_iter().map(Action::Counter).collect())
        };
        let untold = |count: usize| Action::Offline(OfflineAction::Untold(vec![taken(); count]));
        let refused = |refusal| read(vec![Counter::Refused(refusal)]);
        let over = Refusal::OfflineOverLimit { most_value: Fen(5000), most_count: 20 };
        let kept = Action::Counter(Counter::TakenOffline(taken().into()));
        let proven = [Counter::Read(proving()), Counter::Proven(PROOF)].map(Action::Counter);
        vec![
            scene("till-away", "There is no network.", away(Some(bounds(20)), Vec::new())),
            scene("till-away-not-on", "Nor may it do without.", away(None, Vec::new())),
            scene("till-away-used-up", "It may no more.", away(Some(bounds(2)), vec![untold(2)])),
            scene("till-proven", "The code proves itself.", read(vec![Counter::Proven(PROOF)])),
            scene(
                "till-taken-offline",
                "It was taken without a network.",
                away(Some(bounds(20)), [proven.into(), vec![kept, untold(1)]].concat()),
            ),
            scene("till-not-proven", "It proves nothing.", refused(Refusal::OfflineNotProven)),
            scene("till-over-limit", "It is worth too much.", refused(over)),
            scene(
                "till-found",
                "What was told should not all have been taken.",
                self.at_work(vec![Action::Offline(OfflineAction::Told(Vec::new(), 1))]),
            ),
        ]
    }
}

fn bounds(most_count: u32) -> Bounds {
    Bounds { grant: "g".into(), until: NOW + 24 * MINUTE, most_value: Fen(5000), most_count }
}

/// The code with its proof.
fn proving() -> String {
    format!("{CODE}-{PROOF}")
}

fn taken() -> OfflineRedemption {
    OfflineRedemption {
        request_id: request().id,
        grant_id: "g".into(),
        code: proving(),
        order_number: request().order,
        amount: request().amount,
        taken_at: NOW,
    }
}
