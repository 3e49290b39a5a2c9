use crate::*;

const NOW: Moment = Moment::new(1_000_000_000, 480);

fn card() -> OfferCard {
    let store = Store {
        id: StoreId::parse("cafe").expect("an id"),
        name: "Cafe".into(),
        floor: "L1".into(),
        unit: "L1-01".into(),
        category: "Coffee".into(),
    };
    let offer = Offer {
        id: OfferId::parse("latte").expect("an id"),
        store,
        title: "Latte".into(),
        benefit: Benefit::AmountOff(Fen(500)),
        threshold: Fen(0),
        state: OfferState::Live,
        claim_from: NOW + -1000,
        claim_until: NOW + 1000,
        validity: Validity::AfterClaim { wait_days: 0, days: 7 },
        stock: Stock { total: Some(10), left: Some(5), left_today: None, day_ends: NOW + 500 },
        per_person_limit: 1,
        rules: vec![],
        after_refund: Some(AfterRefund::Revoked),
    };
    let (category, why) = ("drinks".into(), String::new());
    OfferCard { offer, category, why, held: vec![], not_eligible: None }
}

fn coupon(card: &OfferCard) -> Coupon {
    Coupon {
        id: CouponId::parse("c1").expect("an id"),
        offer_id: card.offer.id.clone(),
        store: card.offer.store.clone(),
        title: card.offer.title.clone(),
        benefit: card.offer.benefit.clone(),
        threshold: card.offer.threshold,
        rules: vec![],
        after_refund: card.offer.after_refund,
        claimed_at: NOW,
        valid_from: NOW + 10,
        valid_until: NOW + 100,
        redemption: None,
    }
}

#[test]
fn an_unknown_result_never_offers_a_second_claim() {
    assert_eq!(card_state(&card(), &Attempt::Checking, NOW), CardState::Checking);
    assert_eq!(card_state(&card(), &Attempt::Claiming, NOW), CardState::Claiming);
    let busy = Refusal::Busy { retry_after: 3 };
    let queued = Attempt::Queued(busy.clone());
    assert_eq!(card_state(&card(), &queued, NOW), CardState::Queued(busy));
}

#[test]
fn time_alone_opens_and_closes_a_card() {
    let card = card();
    let before = card.offer.claim_from + -1;
    let refusal = Refusal::OfferNotStarted { starts_at: card.offer.claim_from };
    assert_eq!(card_state(&card, &Attempt::None, before), CardState::Refused(refusal));
    assert_eq!(card_state(&card, &Attempt::None, NOW), CardState::Claimable);
    let after = card_state(&card, &Attempt::None, card.offer.claim_until);
    assert_eq!(after, CardState::Refused(Refusal::OfferEnded));
}

#[test]
fn a_held_coupon_shows_its_use_even_if_the_offer_is_gone() {
    let mut card = card();
    card.held.push(coupon(&card));
    card.offer.stock.left = Some(0);
    let state = |now| match card_state(&card, &Attempt::None, now) {
        CardState::Held { state, another, .. } => (state, another),
        other => panic!("{other:?}"),
    };
    assert_eq!(state(NOW), (CouponState::NotYet { from: NOW + 10 }, false));
    assert_eq!(state(NOW + 10), (CouponState::Usable, false));
    assert_eq!(state(NOW + 100), (CouponState::Expired, false));
}

#[test]
fn another_one_may_be_claimed_below_the_limit() {
    let mut card = card();
    card.offer.per_person_limit = 2;
    card.held.push(coupon(&card));
    assert!(matches!(
        card_state(&card, &Attempt::None, NOW),
        CardState::Held { another: true, .. }
    ));
    card.held.push(coupon(&card));
    assert!(matches!(
        card_state(&card, &Attempt::None, NOW),
        CardState::Held { another: false, .. }
    ));
}

#[test]
fn the_servers_refusal_wins_over_an_older_drawing() {
    let refused = Attempt::Refused(Refusal::SoldOut);
    assert_eq!(card_state(&card(), &refused, NOW), CardState::Refused(Refusal::SoldOut));
}

#[test]
fn a_refusal_that_time_lifts_does_not_outlast_it() {
    let refused = Attempt::Refused(Refusal::DailyLimit { again_at: NOW + 5 });
    assert!(matches!(card_state(&card(), &refused, NOW), CardState::Refused(_)));
    assert_eq!(card_state(&card(), &refused, NOW + 5), CardState::Claimable);
}

#[test]
fn a_card_shows_why_a_shopper_is_not_eligible() {
    let mut card = card();
    let refusal = Refusal::PaymentTooSmall { least: Fen(10_000), short: Fen(1200) };
    card.not_eligible = Some(refusal.clone());
    assert_eq!(card_state(&card, &Attempt::None, NOW), CardState::Refused(refusal));
}
