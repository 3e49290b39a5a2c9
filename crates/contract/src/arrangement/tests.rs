use proptest::prelude::*;

use super::{floors_between, is_claimable};
use crate::*;

const NOW: Moment = Moment::new(1_000_000_000, 480);

fn card(id: &str, floor: &str, benefit: Benefit) -> OfferCard {
    let offer = Offer {
        id: OfferId::parse(id).expect("an id"),
        store: store(floor),
        title: id.into(),
        benefit,
        threshold: Fen(0),
        state: OfferState::Live,
        claim_from: NOW + -1000,
        claim_until: NOW + 1000,
        validity: Validity::AfterClaim { wait_days: 0, days: 7 },
        stock: Stock { total: None, left: None, left_today: None, day_ends: NOW + 500 },
        per_person_limit: 1,
        rules: vec![],
        after_refund: Some(AfterRefund::Revoked),
    };
    let why = String::new();
    OfferCard { offer, category: "drinks".into(), why, held: vec![], not_eligible: None }
}

fn store(floor: &str) -> Store {
    Store {
        id: StoreId::parse("cafe").expect("an id"),
        name: "Cafe".into(),
        floor: floor.into(),
        unit: format!("{floor}-01"),
        category: "Coffee".into(),
    }
}

fn paid(floor: &str, amount: i64) -> Source {
    Source::Payment(PaymentSummary {
        store: store(floor),
        amount: Fen(amount),
        paid_at: NOW,
        method: PaymentMethod::Code,
        refunded: false,
    })
}

fn sorted(sort: Sort, cards: &[OfferCard], source: &Source) -> Vec<String> {
    let arrangement = Arrangement { sort, ..Arrangement::default() };
    let mut cards: Vec<_> = cards.iter().collect();
    cards.sort_by_key(|card| arrangement.rank(card, source, NOW));
    cards.iter().map(|card| card.offer.title.clone()).collect()
}

#[test]
fn the_largest_saving_is_measured_on_an_order_like_the_one_just_paid() {
    let share = |percent| PercentPaid::new(percent).expect("a share");
    let cards = [
        card("gift", "L1", Benefit::Exchange { item: "tea".into(), price: Fen(0) }),
        card("ten-off", "L1", Benefit::AmountOff(Fen(1000))),
        card("half", "L1", Benefit::Discount { paid_share: share(50), cap: None }),
        card(
            "half-to-five",
            "L1",
            Benefit::Discount { paid_share: share(50), cap: Some(Fen(500)) },
        ),
    ];
    let order = ["half", "ten-off", "half-to-five", "gift"];
    assert_eq!(sorted(Sort::Largest, &cards, &paid("L1", 8600)), order);
    // On a small order half is less than ten yuan.
    let order = ["ten-off", "half", "half-to-five", "gift"];
    assert_eq!(sorted(Sort::Largest, &cards, &paid("L1", 1000)), order);
}

#[test]
fn the_nearest_floor_is_counted_through_the_ground() {
    assert_eq!(floors_between("B1", "L1"), 1);
    assert_eq!(floors_between("B2", "3F"), 4);
    assert_eq!(floors_between("G", "G"), 0);
    assert_eq!(floors_between("G", "L1"), i64::MAX);
    let cards =
        ["L4", "B1", "L2", "Roof"].map(|floor| card(floor, floor, Benefit::AmountOff(Fen(1))));
    assert_eq!(sorted(Sort::Nearest, &cards, &paid("L1", 1)), ["B1", "L2", "L4", "Roof"]);
}

#[test]
fn claimable_offers_come_before_later_and_gone_ones() {
    let mut sold_out = card("gone", "L1", Benefit::AmountOff(Fen(9)));
    sold_out.offer.stock = Stock { total: Some(1), left: Some(0), ..sold_out.offer.stock };
    let mut later = card("later", "L1", Benefit::AmountOff(Fen(8)));
    later.offer.claim_from = NOW + 10;
    let now = card("now", "L1", Benefit::AmountOff(Fen(1)));
    let cards = [sold_out.clone(), later.clone(), now.clone()];
    assert_eq!(sorted(Sort::Largest, &cards, &paid("L1", 1)), ["now", "later", "gone"]);
    assert_eq!(sorted(Sort::Recommended, &cards, &paid("L1", 1)), ["gone", "later", "now"]);
    assert_eq!([&sold_out, &later, &now].map(|card| is_claimable(card, NOW)), [false, false, true]);
}

#[test]
fn offers_that_expire_soon_come_first() {
    let mut soon = card("soon", "L1", Benefit::AmountOff(Fen(1)));
    soon.offer.validity = Validity::Fixed { from: NOW, until: NOW + 10 };
    let later = card("later", "L1", Benefit::AmountOff(Fen(1)));
    assert_eq!(sorted(Sort::Expiring, &[later, soon], &paid("L1", 1)), ["soon", "later"]);
}

#[test]
fn a_list_is_narrowed_by_each_of_its_words() {
    let card = card("a", "B1", Benefit::AmountOff(Fen(1)));
    let admits = |query| Arrangement::parse(query).admits(&card, NOW);
    assert!(admits("?category=drinks&floor=B1&claimable=1"));
    assert!(!admits("?category=toys"));
    assert!(!admits("floor=L1"));
    assert!(!Arrangement::parse("claimable=1").admits(&card, NOW + 1000));
}

proptest! {
    #[test]
    fn an_arrangement_reads_back_from_its_query(
        category in prop::option::of("[a-z0-9_-]{1,64}"), floor in prop::option::of("[A-Z0-9]{1,4}"),
        claimable: bool, sort in prop::sample::select(Sort::ALL.to_vec()),
    ) {
        let arrangement = Arrangement { category, floor, claimable, sort };
        prop_assert_eq!(Arrangement::parse(&arrangement.query()), arrangement);
    }

    #[test]
    fn any_query_can_be_read(query in "\\PC{0,200}") {
        let arrangement = Arrangement::parse(&query);
        prop_assert_eq!(Arrangement::parse(&arrangement.query()), arrangement);
    }

    #[test]
    fn any_two_floors_have_a_distance(one in "\\PC{0,8}", other in "\\PC{0,8}") {
        prop_assert!(floors_between(&one, &other) >= 0);
    }
}
