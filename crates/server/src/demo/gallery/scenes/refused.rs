//! Cards that cannot be claimed, each with its reason.

use mall_contract::{Fen, OfferState, Refusal};
use mall_coupons::pages::claim::state::Action;

use super::{Content, Scene, after, one, scene};
use crate::demo::gallery::goods::{Goods, HOUR, NOW, stock};

pub fn scenes(goods: Goods) -> Vec<Scene> {
    let mut scenes = vec![
        scene("not-started", "Opens today: it is counted down.", opens(goods, 2 * HOUR + 754_000)),
        scene("not-started-days", "Opens in days: it is counted down.", opens(goods, 75 * HOUR)),
        scene(
            "ended",
            "The offer is over.",
            one(goods, |card| card.offer.state = OfferState::Ended),
        ),
        scene(
            "paused",
            "The offer is stopped for now.",
            one(goods, |card| card.offer.state = OfferState::Paused),
        ),
        scene("sold-out", "All are claimed.", one(goods, |card| card.offer.stock = stock(200, 0))),
        scene(
            "daily-limit",
            "Today's coupons are all claimed.",
            one(goods, |card| card.offer.stock.left_today = Some(0)),
        ),
    ];
    scenes.extend(by_server().into_iter().map(|(name, shows, refusal)| {
        scene(name, shows, one(goods, |card| card.not_eligible = Some(refusal)))
    }));
    scenes.extend(by_answer().into_iter().map(|(name, shows, refusal)| {
        let card = goods.card(0);
        let refused = Action::Refused(card.offer.id.clone(), refusal);
        scene(name, shows, after(goods, vec![card], vec![refused]))
    }));
    scenes
}

fn opens(goods: Goods, ms: i64) -> Content {
    one(goods, |card| card.offer.claim_from = NOW + ms)
}

type Why = (&'static str, &'static str, Refusal);

/// What the server says with the page.
fn by_server() -> [Why; 5] {
    [
        (
            "person-limit",
            "The person has as many as one may have, claimed elsewhere.",
            Refusal::PersonLimit { limit: 2 },
        ),
        (
            "payment-too-small",
            "The payment was too small for it.",
            Refusal::PaymentTooSmall { least: Fen(10_000), short: Fen(1400) },
        ),
        (
            "payment-first",
            "It asks for a payment first, and a code was scanned.",
            Refusal::PaymentFirst { least: Fen(10_000) },
        ),
        ("payment-refunded", "The payment was refunded.", Refusal::PaymentRefunded),
        ("not-for-this-payment", "It does not go with this payment.", Refusal::NotForThisPayment),
    ]
}

/// What the server says when it is asked for a coupon on a page that was open for long.
fn by_answer() -> [Why; 7] {
    [
        ("unknown-offer", "The offer was taken away meanwhile.", Refusal::UnknownOffer),
        ("card-placement-paused", "The place was stopped meanwhile.", Refusal::PlacementPaused),
        ("card-placement-ended", "The place came to its end meanwhile.", Refusal::PlacementEnded),
        ("card-link-expired", "The link's time ran out meanwhile.", Refusal::LinkExpired),
        ("card-link-invalid", "The link no longer holds.", Refusal::LinkInvalid),
        ("card-link-taken", "The link belongs to another browser.", Refusal::LinkTaken),
        (
            "card-session-missing",
            "The browser's session was lost meanwhile.",
            Refusal::SessionMissing,
        ),
    ]
}
