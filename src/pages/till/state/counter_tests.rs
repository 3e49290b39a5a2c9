use mall_contract::{
    Benefit, CouponId, Fen, Moment, OfflineProof, PrepareResponse, Problem, Refusal, RequestId,
    TillCoupon, TillRefusal,
};

use super::{
    CameraEvent, CameraState, Counter, CounterAction as A, Field, InvalidAmount, OrderError,
    ParkedRequest, RedeemResult, Request, Step,
};
use crate::pages::till::samples::{NOW, offline_redemption, redemption};

const CODE: &str = "7K01QD8M2ZWX3V5T-12345678";
const OTHER: &str = "1111111111111111";

fn prepared(refused: Option<Refusal>) -> A {
    let problem = |refusal| Problem {
        refusal,
        message: String::new(),
        next_step: String::new(),
        request_id: "1".into(),
        server_time: NOW,
    };
    A::Prepared(Box::new(PrepareResponse {
        coupon: coupon(),
        refused: refused.map(problem),
        just_taken: None,
        server_time: NOW,
    }))
}

fn coupon() -> TillCoupon {
    TillCoupon {
        id: CouponId::parse("c1").expect("an id"),
        code_end: "3V5T".into(),
        title: "Coffee".into(),
        benefit: Benefit::AmountOff(Fen(500)),
        threshold: Fen(2500),
        rules: Vec::new(),
        windows: Vec::new(),
        valid_from: Moment::new(0, 480),
        valid_until: NOW + 1000,
    }
}

fn request(id: &str) -> Request {
    let id = RequestId::parse(id).expect("an id");
    Request { id, code: CODE.into(), order: "A-1".into(), amount: Fen(3000) }
}

fn after(actions: Vec<A>) -> Counter {
    let mut counter = Counter::default();
    actions.into_iter().for_each(|action| counter.reduce(action));
    counter
}

fn type_text(field: Field, text: &str) -> A {
    A::Input(field, text.into())
}

#[test]
fn a_proven_code_is_redeemed_without_a_network() {
    let proof = OfflineProof { threshold: Fen(2500), value: Fen(850), mac: 1 };
    let redemption = offline_redemption("r1", "g");
    let code = redemption.code.clone();
    let read = vec![A::CodeRead(code.clone()), A::Proven(proof.clone())];
    let mut counter = after(read.clone());
    assert_eq!(counter.step, Step::Proven(proof));
    assert_eq!(counter.missing_amount(Fen(2499)), Some(Fen(1)));
    counter.reduce(A::RedeemedOffline(redemption.clone().into()));
    assert_eq!(counter.step, Step::RedeemedOffline(redemption.clone().into()));
    assert!(
        counter.was_just_redeemed(&code, NOW + 9_999)
            && !counter.was_just_redeemed(&code, NOW + 10_000)
    );
    assert!(!counter.was_just_redeemed(OTHER, NOW));
    // Another code was read before it was stored: the coupon on the screen is not shown as redeemed.
    let mut later = after(read);
    later.reduce(A::CodeRead(OTHER.into()));
    later.reduce(A::RedeemedOffline(redemption.into()));
    assert_eq!(later.step, Step::LookingUp);
}

#[test]
fn a_failed_request_is_redeemed_offline_under_the_same_id() {
    let redemption = offline_redemption("r1", "g");
    let actions = vec![A::RedeemRequested(request("r1")), A::ResultUnknown(request("r1").id, None)];
    let mut counter = after(actions.clone());
    counter.reduce(A::RedeemedOffline(redemption.clone().into()));
    assert_eq!(counter.step, Step::RedeemedOffline(redemption.clone().into()));
    let mut served = after(actions);
    served.reduce(A::NextShopper);
    served.reduce(A::RedeemedOffline(redemption.into()));
    assert_eq!((served.step, served.parked), (Step::Ready, Vec::new()));
}

#[test]
fn a_code_is_looked_up_and_an_invalid_one_stays_to_be_corrected() {
    let counter =
        after(vec![A::Camera(CameraEvent::Opening), A::Camera(CameraEvent::Read(CODE.into()))]);
    assert_eq!((&counter.step, &counter.camera), (&Step::LookingUp, &CameraState::Closed));
    assert_eq!(counter.code, CODE);
    let counter = after(vec![A::CodeRead("7K01".into())]);
    assert_eq!((counter.step, counter.code.as_str()), (Step::NotACode, "7K01"));
}

#[test]
fn an_order_is_checked_against_the_coupon() {
    let mut counter = after(vec![A::CodeRead(CODE.into()), prepared(None)]);
    assert_eq!(counter.order(), Err(OrderError::Number));
    counter.reduce(type_text(Field::Order, " A-1 "));
    assert_eq!(counter.order(), Err(OrderError::Amount(InvalidAmount::Empty)));
    counter.reduce(type_text(Field::Amount, "24.99"));
    assert_eq!(counter.order(), Err(OrderError::BelowThreshold(Fen(1))));
    counter.reduce(A::OrderRejected(OrderError::BelowThreshold(Fen(1))));
    counter.reduce(type_text(Field::Amount, "25"));
    assert_eq!((counter.order(), counter.order_error), (Ok(("A-1".into(), Fen(2500))), None));
}

#[test]
fn a_response_to_an_earlier_code_changes_nothing() {
    let counter = after(vec![
        A::CodeRead(CODE.into()),
        A::Refused(Refusal::Till(TillRefusal::CodeStale)),
        prepared(None),
    ]);
    assert_eq!(counter.step, Step::Refused(Refusal::Till(TillRefusal::CodeStale)));
    let counter = after(vec![A::NoResponse, A::Refused(Refusal::Till(TillRefusal::CodeUnknown))]);
    assert_eq!(counter.step, Step::Ready);
}

#[test]
fn a_code_read_twice_by_the_same_till_shows_the_same_success() {
    let A::Prepared(mut again) =
        prepared(Some(Refusal::Till(TillRefusal::CouponUsed { at: NOW, by: "W".into() })))
    else {
        unreachable!("as made")
    };
    again.just_taken = Some(redemption("t1"));
    let counter = after(vec![A::CodeRead(CODE.into()), A::Prepared(again)]);
    assert_eq!(counter.step, Step::Redeemed(redemption("t1").into()));
}

#[test]
fn an_unknown_result_is_set_aside_for_the_next_shopper_and_announced_later() {
    let actions = vec![
        A::CodeRead(CODE.into()),
        prepared(None),
        type_text(Field::Order, "A-1"),
        type_text(Field::Amount, "30"),
        A::RedeemRequested(request("r1")),
        A::ResultUnknown(request("r1").id, None),
    ];
    let mut counter = after(actions.clone());
    assert_eq!(counter.step, Step::Unknown(request("r1"), None));
    assert!(counter.is_redeeming("7k01 qd8m 2zwx 3v5t") && !counter.is_redeeming(OTHER));
    counter.reduce(A::CodeRead(OTHER.into()));
    assert_eq!(counter.step, Step::LookingUp);
    assert_eq!((counter.order.as_str(), counter.amount.as_str()), ("", ""), "another order");
    assert_eq!(counter.parked, [ParkedRequest { request: request("r1"), result: None }]);
    counter.reduce(A::ResultUnknown(request("r1").id, None));
    assert_eq!(counter.step, Step::LookingUp, "it is not shown any more");
    let end = RedeemResult::Refused(Refusal::Till(TillRefusal::CodeStale));
    counter.reduce(A::Resolved(request("r1").id, end.clone()));
    assert_eq!(
        counter.parked,
        [ParkedRequest { request: request("r1"), result: Some(end.clone()) }]
    );
    counter.reduce(A::Dismissed(request("r1").id));
    assert_eq!(counter.parked, []);

    let mut counter = after(actions);
    counter.reduce(A::Resolved(request("r2").id, end.clone()));
    assert_eq!(counter.step, Step::Unknown(request("r1"), None), "that was another");
    counter.reduce(A::Resolved(request("r1").id, end));
    assert_eq!(counter.step, Step::Refused(Refusal::Till(TillRefusal::CodeStale)));
    assert_eq!(counter.order, "A-1", "to be tried again");
}

#[test]
fn a_stored_request_is_shown_and_a_second_one_is_set_aside() {
    let counter = after(vec![A::RedeemRequested(request("r1")), A::RedeemRequested(request("r2"))]);
    assert_eq!(counter.step, Step::Redeeming(request("r2")));
    assert_eq!(counter.parked, [ParkedRequest { request: request("r1"), result: None }]);
}

#[test]
fn the_fields_are_empty_for_the_next_shopper_after_a_success() {
    let mut counter = after(vec![
        A::CodeRead(CODE.into()),
        prepared(None),
        type_text(Field::Order, "A-1"),
        A::RedeemRequested(request("r1")),
        A::Resolved(request("r1").id, RedeemResult::Redeemed(redemption("t1").into())),
    ]);
    assert_eq!(counter.step, Step::Redeemed(redemption("t1").into()));
    let undone = redemption("t1");
    counter.reduce(A::Undone(redemption("t2").into()));
    counter.reduce(A::Undone(undone.into()));
    counter.reduce(A::CodeRead(OTHER.into()));
    assert_eq!((counter.order.as_str(), counter.parked.len()), ("", 0));
    counter.reduce(A::NextShopper);
    assert_eq!(counter, Counter::default());
}
