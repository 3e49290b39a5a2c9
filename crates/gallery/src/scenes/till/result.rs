//! Redeeming a coupon, and its result.

use mall_contract::{Refusal, TillRedemption, TillRefusal};
use mall_coupons::pages::till::state::CounterAction;
use mall_coupons::pages::till::state::counter::RedeemResult;

use crate::samples::{TillSamples, request};
use crate::scenes::scene::{Content, Scene, scene};

pub fn scenes(till: TillSamples) -> Vec<Scene> {
    let groups = [results(till), results_of_the_order_before(till)];
    groups.into_iter().flatten().collect()
}

fn results(till: TillSamples) -> Vec<Scene> {
    let requested = |actions| after_request(till, actions);
    let refused = |refusal| requested(vec![ended(RedeemResult::Refused(refusal))]);
    let undone = TillRedemption { undone: Some(till.undone()), ..till.redemption("t1") };
    vec![
        scene("till-taking", "The server has not answered yet.", requested(Vec::new())),
        scene("till-unknown", "The result is not known.", requested(vec![unknown(None)])),
        scene(
            "till-unknown-busy",
            "The result is not known, and the server says why.",
            requested(vec![unknown(Some(Refusal::Busy { retry_after: 5 }))]),
        ),
        scene("till-taken", "The coupon is redeemed.", requested(vec![redeemed(till)])),
        scene(
            "till-undone",
            "The redemption is undone.",
            requested(vec![redeemed(till), CounterAction::Undone(undone.into())]),
        ),
        scene(
            "till-stale",
            "The code is not the newest.",
            refused(Refusal::Till(TillRefusal::CodeStale)),
        ),
        scene(
            "till-wrong-store",
            "The coupon is for another store.",
            refused(Refusal::Till(TillRefusal::WrongStore { store: till.store().name })),
        ),
        scene(
            "till-code-unknown",
            "No coupon has this code.",
            refused(Refusal::Till(TillRefusal::CodeUnknown)),
        ),
    ]
}

fn results_of_the_order_before(till: TillSamples) -> Vec<Scene> {
    let next = |end: Option<CounterAction>| {
        let next = [unknown(None), CounterAction::NextShopper];
        after_request(till, next.into_iter().chain(end).collect())
    };
    vec![
        scene("till-aside-open", "The result before is not known yet.", next(None)),
        scene("till-aside-taken", "The coupon before was redeemed.", next(Some(redeemed(till)))),
        scene(
            "till-aside-refused",
            "The coupon before was refused.",
            next(Some(ended(RedeemResult::Refused(Refusal::Till(TillRefusal::CodeStale))))),
        ),
    ]
}

/// Returns the counter after a request to redeem a coupon, and after more actions.
fn after_request(till: TillSamples, mut actions: Vec<CounterAction>) -> Content {
    actions.insert(0, CounterAction::RedeemRequested(request()));
    Content::counter(till, actions)
}

fn unknown(refusal: Option<Refusal>) -> CounterAction {
    CounterAction::ResultUnknown(request().id, refusal)
}

fn ended(end: RedeemResult) -> CounterAction {
    CounterAction::Resolved(request().id, end)
}

fn redeemed(till: TillSamples) -> CounterAction {
    ended(RedeemResult::Redeemed(till.redemption("t1").into()))
}
