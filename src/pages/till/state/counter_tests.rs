use mall_contract::{
    Benefit, CouponId, Fen, Moment, OfflineProof, PrepareResponse, Problem, Refusal, RequestId,
    TillCoupon,
};

use super::{
    Aside, Camera, Counter, CounterAction as A, End, Field, InvalidAmount, Request, Seen, Step,
    Wrong,
};
use crate::pages::till::samples::{NOW, taken, taken_offline};

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

fn typed(field: Field, text: &str) -> A {
    A::Typed(field, text.into())
}

#[test]
fn without_a_network_a_proven_code_is_taken_for_an_order() {
    let proof = OfflineProof { threshold: Fen(2500), value: Fen(850), mac: 1 };
    let taken = taken_offline("r1", "g");
    let code = taken.code.clone();
    let read = vec![A::Read(code.clone()), A::Proven(proof.clone())];
    let mut counter = after(read.clone());
    assert_eq!(counter.step, Step::Proven(proof));
    assert_eq!(counter.short(Fen(2499)), Some(Fen(1)));
    counter.reduce(A::TakenOffline(taken.clone().into()));
    assert_eq!(counter.step, Step::TakenOffline(taken.clone().into()));
    assert!(counter.just_took(&code, NOW + 9_999) && !counter.just_took(&code, NOW + 10_000));
    assert!(!counter.just_took(OTHER, NOW));
    // Another code was read before it was kept: nothing that is shown is said to be taken.
    let mut later = after(read);
    later.reduce(A::Read(OTHER.into()));
    later.reduce(A::TakenOffline(taken.into()));
    assert_eq!(later.step, Step::Asking);
}

#[test]
fn what_was_asked_in_vain_is_taken_without_a_network_under_the_same_name() {
    let taken = taken_offline("r1", "g");
    let asked = vec![A::Asked(request("r1")), A::Unknown(request("r1").id, None)];
    let mut counter = after(asked.clone());
    counter.reduce(A::TakenOffline(taken.clone().into()));
    assert_eq!(counter.step, Step::TakenOffline(taken.clone().into()));
    let mut served = after(asked);
    served.reduce(A::Next);
    served.reduce(A::TakenOffline(taken.into()));
    assert_eq!((served.step, served.aside), (Step::Ready, Vec::new()));
}

#[test]
fn a_code_is_asked_for_and_what_is_none_stays_to_be_put_right() {
    let counter = after(vec![A::Seen(Seen::Opening), A::Seen(Seen::Read(CODE.into()))]);
    assert_eq!((&counter.step, &counter.camera), (&Step::Asking, &Camera::Closed));
    assert_eq!(counter.read, CODE);
    let counter = after(vec![A::Read("7K01".into())]);
    assert_eq!((counter.step, counter.code.as_str()), (Step::NotACode, "7K01"));
}

#[test]
fn an_order_is_held_against_the_coupon() {
    let mut counter = after(vec![A::Read(CODE.into()), prepared(None)]);
    assert_eq!(counter.order(), Err(Wrong::Order));
    counter.reduce(typed(Field::Order, " A-1 "));
    assert_eq!(counter.order(), Err(Wrong::Amount(InvalidAmount::Empty)));
    counter.reduce(typed(Field::Amount, "24.99"));
    assert_eq!(counter.order(), Err(Wrong::Short(Fen(1))));
    counter.reduce(A::Wrong(Wrong::Short(Fen(1))));
    counter.reduce(typed(Field::Amount, "25"));
    assert_eq!((counter.order(), counter.wrong), (Ok(("A-1".into(), Fen(2500))), None));
}

#[test]
fn an_answer_to_what_was_read_before_changes_nothing() {
    let counter = after(vec![A::Read(CODE.into()), A::Refused(Refusal::CodeStale), prepared(None)]);
    assert_eq!(counter.step, Step::Refused(Refusal::CodeStale));
    let counter = after(vec![A::NoAnswer, A::Refused(Refusal::CodeUnknown)]);
    assert_eq!(counter.step, Step::Ready);
}

#[test]
fn a_code_read_twice_by_the_same_till_shows_the_same_success() {
    let A::Prepared(mut again) = prepared(Some(Refusal::CouponUsed { at: NOW, by: "W".into() }))
    else {
        unreachable!("as made")
    };
    again.just_taken = Some(taken("t1"));
    let counter = after(vec![A::Read(CODE.into()), A::Prepared(again)]);
    assert_eq!(counter.step, Step::Taken(taken("t1").into()));
}

#[test]
fn what_is_not_known_goes_aside_for_the_next_shopper_and_is_told_when_it_is() {
    let asked = vec![
        A::Read(CODE.into()),
        prepared(None),
        typed(Field::Order, "A-1"),
        typed(Field::Amount, "30"),
        A::Asked(request("r1")),
        A::Unknown(request("r1").id, None),
    ];
    let mut counter = after(asked.clone());
    assert_eq!(counter.step, Step::Unknown(request("r1"), None));
    assert!(counter.is_taking("7k01 qd8m 2zwx 3v5t") && !counter.is_taking(OTHER));
    counter.reduce(A::Read(OTHER.into()));
    assert_eq!(counter.step, Step::Asking);
    assert_eq!((counter.order.as_str(), counter.amount.as_str()), ("", ""), "another order");
    assert_eq!(counter.aside, [Aside { request: request("r1"), end: None }]);
    counter.reduce(A::Unknown(request("r1").id, None));
    assert_eq!(counter.step, Step::Asking, "it is not shown any more");
    let end = End::Refused(Refusal::CodeStale);
    counter.reduce(A::Ended(request("r1").id, end.clone()));
    assert_eq!(counter.aside, [Aside { request: request("r1"), end: Some(end.clone()) }]);
    counter.reduce(A::Noted(request("r1").id));
    assert_eq!(counter.aside, []);

    let mut counter = after(asked);
    counter.reduce(A::Ended(request("r2").id, end.clone()));
    assert_eq!(counter.step, Step::Unknown(request("r1"), None), "that was another");
    counter.reduce(A::Ended(request("r1").id, end));
    assert_eq!(counter.step, Step::Refused(Refusal::CodeStale));
    assert_eq!(counter.order, "A-1", "to be tried again");
}

#[test]
fn a_request_from_before_is_shown_and_one_behind_it_goes_aside() {
    let counter = after(vec![A::Asked(request("r1")), A::Asked(request("r2"))]);
    assert_eq!(counter.step, Step::Taking(request("r2")));
    assert_eq!(counter.aside, [Aside { request: request("r1"), end: None }]);
}

#[test]
fn after_a_success_the_next_shopper_finds_empty_fields() {
    let mut counter = after(vec![
        A::Read(CODE.into()),
        prepared(None),
        typed(Field::Order, "A-1"),
        A::Asked(request("r1")),
        A::Ended(request("r1").id, End::Taken(taken("t1").into())),
    ]);
    assert_eq!(counter.step, Step::Taken(taken("t1").into()));
    let undone = taken("t1");
    counter.reduce(A::Undone(taken("t2").into()));
    counter.reduce(A::Undone(undone.into()));
    counter.reduce(A::Read(OTHER.into()));
    assert_eq!((counter.order.as_str(), counter.aside.len()), ("", 0));
    counter.reduce(A::Next);
    assert_eq!(counter, Counter::default());
}
