//! Whole claim pages: lists of each size, and the pages before a list.

use mall_contract::{
    Arrangement, ClaimPage, Fen, OfferCard, OfferState, PaymentSummary, PlacementSummary, Refusal,
    RevocationReason, Sort, Source,
};
use mall_coupons::Page;
use mall_coupons::pages::claim::state::Action;

use super::scene::{Content, Scene, scene};
use crate::samples::{HOUR_MS, NOW, Samples, coupon, revoked};

pub fn scenes(samples: Samples) -> Vec<Scene> {
    vec![
        scene(
            "claim-full",
            "A full part of the list, with more behind it.",
            first_part(samples, 24, vec![]),
        ),
        scene(
            "claim-few",
            "A few offers, most of which can be claimed.",
            Content::claim(samples.claim_page(mixed_cards(samples))),
        ),
        scene(
            "claim-empty",
            "No offer fits this payment.",
            Content::claim(samples.claim_page(Vec::new())),
        ),
        scene("claim-none-match", "No offer is left in the narrowed list.", none_match(samples)),
        scene(
            "claim-narrowed",
            "The list narrowed to a category and put in another order.",
            narrowed_list(samples),
        ),
        scene(
            "claim-loading",
            "More of the list is being read.",
            first_part(samples, 3, vec![Action::ListRequested]),
        ),
        scene(
            "claim-not-loaded",
            "More of the list could not be read.",
            first_part(samples, 3, vec![Action::ListFailed]),
        ),
        scene(
            "claim-offline",
            "The device has no network.",
            Content::claim_after(
                samples.claim_page(samples.cards(3)),
                vec![Action::NetworkChanged { online: false }],
            ),
        ),
        scene("claim-at-place", "The code of a place was scanned.", at_place(samples)),
        scene("claim-refunded", "The payment was refunded.", refunded(samples)),
        scene(
            "payment-waiting",
            "The notice of the payment has not come yet.",
            Content::Page(Page::Waiting(samples.waiting())),
        ),
        scene("waiting", "The place of the page until its data has come.", Content::Skeleton),
    ]
}

/// Returns the first cards of a longer list.
fn first_part(samples: Samples, count: usize, actions: Vec<Action>) -> Content {
    let page = samples.claim_page(samples.cards(count));
    Content::claim_after(ClaimPage { total: 61, ..page }, actions)
}

fn mixed_cards(samples: Samples) -> Vec<OfferCard> {
    let mut list = samples.cards(6);
    let held = coupon(&list[1]);
    list[1].held.push(held);
    list[2].offer.claim_from = NOW + 2 * HOUR_MS;
    list[5].offer.state = OfferState::Ended;
    list
}

fn none_match(samples: Samples) -> Content {
    let arrangement = Arrangement { floor: Some("L6".into()), ..Arrangement::default() };
    let page = samples.claim_page(mixed_cards(samples));
    Content::claim(ClaimPage { arrangement, total: 0, cards: Vec::new(), ..page })
}

fn narrowed_list(samples: Samples) -> Content {
    let arranged = Action::Arranged(Arrangement {
        category: Some("coffee-tea".into()),
        sort: Sort::Largest,
        ..Arrangement::default()
    });
    Content::claim_after(samples.claim_page(samples.cards(8)), vec![arranged])
}

fn at_place(samples: Samples) -> Content {
    let mut list = samples.cards(4);
    let reason = samples.text("就在这一层", "On this floor");
    for card in &mut list {
        (card.why, card.offer.after_refund) = (reason.clone(), None);
    }
    list[3].not_eligible = Some(Refusal::PaymentFirst { least: Fen(10_000) });
    let mut page = samples.claim_page(list);
    let name = samples.text("中庭扶梯旁海报", "Poster by the atrium escalator");
    page.source = Source::Placement(PlacementSummary { name, floor: "L1".into() });
    Content::claim(page)
}

fn refunded(samples: Samples) -> Content {
    let mut list = samples.cards(2);
    let mut held = coupon(&list[0]);
    held.redemption = Some(revoked(RevocationReason::PaymentRefunded));
    list[0].held.push(held);
    list[1].not_eligible = Some(Refusal::PaymentRefunded);
    let mut page = samples.claim_page(list);
    page.source = Source::Payment(PaymentSummary { refunded: true, ..samples.payment() });
    Content::claim(page)
}
