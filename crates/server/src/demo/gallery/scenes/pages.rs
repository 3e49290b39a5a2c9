//! Whole pages: the list in its sizes, and what stands before it.

use mall_contract::{
    Arrangement, Fen, OfferCard, OfferState, PaymentSummary, PlacementSummary, Refusal,
    RevocationReason, Sort, Source,
};
use mall_coupons::Page;
use mall_coupons::pages::claim::state::Action;

use super::held::revoked;
use super::{Content, Scene, after, cards, claim, scene};
use crate::demo::gallery::goods::{Goods, HOUR, NOW, coupon};

pub fn scenes(goods: Goods) -> Vec<Scene> {
    let few = || (0..3).map(|number| goods.card(number)).collect::<Vec<_>>();
    let full = || (0..24).map(|number| goods.card(number)).collect::<Vec<_>>();
    vec![
        scene(
            "claim-full",
            "A full part of the list, with more behind it.",
            part(goods, full(), &[]),
        ),
        scene("claim-few", "A few offers, most of them open.", cards(goods, mixed(goods))),
        scene("claim-empty", "No offer fits this payment.", cards(goods, Vec::new())),
        scene(
            "claim-none-match",
            "Nothing is left of the list as it was narrowed.",
            none_match(goods),
        ),
        scene(
            "claim-narrowed",
            "The list narrowed to a category and put in another order.",
            narrowed(goods),
        ),
        scene(
            "claim-loading",
            "More of the list is being read.",
            part(goods, few(), &[Action::Asked]),
        ),
        scene(
            "claim-not-loaded",
            "More of the list could not be read.",
            part(goods, few(), &[Action::NotListed]),
        ),
        scene(
            "claim-offline",
            "The device has no network.",
            after(goods, few(), vec![Action::Network(false)]),
        ),
        scene("claim-at-place", "The code of a place was scanned.", at_place(goods)),
        scene("claim-refunded", "The payment was refunded.", refunded(goods)),
        scene(
            "payment-waiting",
            "Word of the payment has not come yet.",
            Content::Page(Page::Waiting(goods.waiting())),
        ),
        scene("waiting", "What the document holds until its data has come.", Content::Skeleton),
    ]
}

/// The first part of a longer list.
fn part(goods: Goods, list: Vec<OfferCard>, happened: &[Action]) -> Content {
    let mut content = after(goods, list, happened.to_vec());
    if let Content::Claim { page, .. } = &mut content {
        page.total = 61;
    }
    content
}

fn mixed(goods: Goods) -> Vec<OfferCard> {
    let mut list: Vec<OfferCard> = (0..6).map(|number| goods.card(number)).collect();
    let held = coupon(&list[1]);
    list[1].held.push(held);
    list[2].offer.claim_from = NOW + 2 * HOUR;
    list[5].offer.state = OfferState::Ended;
    list
}

fn none_match(goods: Goods) -> Content {
    let mut page = goods.page(mixed(goods));
    page.arrangement = Arrangement { floor: Some("L6".into()), ..Arrangement::default() };
    (page.total, page.cards) = (0, Vec::new());
    claim(page, Vec::new())
}

fn narrowed(goods: Goods) -> Content {
    let happened = vec![Action::Arranged(Arrangement {
        category: Some("coffee-tea".into()),
        sort: Sort::Largest,
        ..Arrangement::default()
    })];
    after(goods, (0..8).map(|number| goods.card(number)).collect(), happened)
}

fn at_place(goods: Goods) -> Content {
    let mut list: Vec<OfferCard> = (0..4).map(|number| goods.card(number)).collect();
    let why = goods.say("就在这一层", "On this floor");
    for card in &mut list {
        (card.why, card.offer.after_refund) = (why.clone(), None);
    }
    list[3].not_eligible = Some(Refusal::PaymentFirst { least: Fen(10_000) });
    let mut page = goods.page(list);
    let name = goods.say("中庭扶梯旁海报", "Poster by the atrium escalator");
    page.source = Source::Placement(PlacementSummary { name, floor: "L1".into() });
    claim(page, Vec::new())
}

fn refunded(goods: Goods) -> Content {
    let mut list: Vec<OfferCard> = (0..2).map(|number| goods.card(number)).collect();
    let mut held = coupon(&list[0]);
    held.redemption = Some(revoked(RevocationReason::PaymentRefunded));
    list[0].held.push(held);
    list[1].not_eligible = Some(Refusal::PaymentRefunded);
    let mut page = goods.page(list);
    page.source = Source::Payment(PaymentSummary { refunded: true, ..goods.paid() });
    claim(page, Vec::new())
}
