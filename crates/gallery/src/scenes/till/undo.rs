//! Undoing a redemption.

use mall_contract::{Refusal, Role, TillRefusal};
use mall_coupons::pages::till::state::counter::RedeemResult;
use mall_coupons::pages::till::state::ledger::UndoStep;
use mall_coupons::pages::till::state::{Action, CounterAction, LedgerAction};

use crate::samples::{NOW, TillSamples, request};
use crate::scenes::scene::{Content, Scene, scene};

pub fn scenes(till: TillSamples) -> Vec<Scene> {
    let step = |step| undoing(till, Some(step));
    let late = UndoStep::Refused(Refusal::Till(TillRefusal::UndoTooLate { until: NOW + -1 }));
    vec![
        scene("till-undo", "The cashier chooses a reason.", undoing(till, None)),
        scene("till-undo-no-reason", "The reason is empty.", step(UndoStep::ReasonMissing)),
        scene("till-undoing", "The server has not answered yet.", step(UndoStep::Requested)),
        scene("till-undo-unknown", "The result is not known.", step(UndoStep::Unknown)),
        scene("till-undo-late", "The time to undo is over.", step(late)),
    ]
}

fn undoing(till: TillSamples, step: Option<UndoStep>) -> Content {
    let redeemed = RedeemResult::Redeemed(till.redemption("t1").into());
    let mut actions = vec![
        Action::Counter(CounterAction::RedeemRequested(request())),
        Action::Counter(CounterAction::Resolved(request().id, redeemed)),
        Action::Ledger(LedgerAction::UndoStarted("t1".into())),
    ];
    actions.extend(step.map(|step| Action::Ledger(LedgerAction::UndoStepped(step))));
    Content::till(till, Role::Cashier, actions)
}
