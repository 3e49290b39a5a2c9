//! A claim from the tap to its answer.

use mall_contract::{OfferCard, OfferId, Refusal};
use mall_coupons::pages::claim::state::Action;

use super::scene::{Content, Scene, scene};
use crate::samples::{Samples, coupon};

pub fn scenes(samples: Samples) -> Vec<Scene> {
    let cards: Vec<OfferCard> = samples.cards(3);
    let ids: Vec<OfferId> = cards.iter().map(|card| card.offer.id.clone()).collect();
    let tapped = Action::ClaimTapped(vec![ids[0].clone()]);
    let granted = |at: usize| Action::Granted(ids[at].clone(), coupon(&cards[at]));
    let queued = |why| Action::ResultUnknown(ids[0].clone(), Some(why));
    let one = |actions| Content::claim_after(samples.claim_page(samples.cards(1)), actions);
    let three = |actions| Content::claim_after(samples.claim_page(samples.cards(3)), actions);
    let all = Action::ClaimTapped(ids.clone());
    let refused = |at: usize| Action::Refused(ids[at].clone(), Refusal::SoldOut);
    vec![
        scene("claiming", "The server has not answered yet.", one(vec![tapped.clone()])),
        scene(
            "checking",
            "The answer is lost or late; the page asks for it.",
            one(vec![tapped.clone(), Action::ResultUnknown(ids[0].clone(), None)]),
        ),
        scene(
            "queued-busy",
            "The server is busy; the page asks again by itself.",
            one(vec![queued(Refusal::Busy { retry_after: 2 })]),
        ),
        scene(
            "queued-too-many",
            "Asked too often; the page asks again by itself.",
            one(vec![queued(Refusal::TooMany { retry_after: 9 })]),
        ),
        scene(
            "queued-payment",
            "The notice of the payment has not come; the page asks again by itself.",
            one(vec![queued(Refusal::PaymentNotConfirmed { retry_after: 3 })]),
        ),
        scene("just-claimed", "Claimed a moment ago.", one(vec![tapped, granted(0)])),
        scene(
            "claiming-all",
            "All at once: one is granted, two are under way.",
            three(vec![all.clone(), granted(0)]),
        ),
        scene(
            "claimed-all",
            "All at once: two are granted, one is refused.",
            three(vec![all, granted(0), refused(1), granted(2)]),
        ),
    ]
}
