//! Cards of offers that cannot be claimed, with each reason.

use mall_contract::{Fen, OfferState, Refusal, UnknownRefusal};
use mall_coupons::pages::claim::state::Action;

use super::scene::{Content, Scene, scene};
use crate::samples::{HOUR_MS, NOW, Samples, stock};

pub fn scenes(samples: Samples) -> Vec<Scene> {
    let mut scenes = vec![
        scene(
            "not-started",
            "Opens today: it is counted down.",
            opens(samples, 2 * HOUR_MS + 754_000),
        ),
        scene(
            "not-started-days",
            "Opens in days: it is counted down.",
            opens(samples, 75 * HOUR_MS),
        ),
        scene(
            "ended",
            "The offer is over.",
            Content::one_card(samples, |card| card.offer.state = OfferState::Ended),
        ),
        scene(
            "paused",
            "The offer is paused.",
            Content::one_card(samples, |card| card.offer.state = OfferState::Paused),
        ),
        scene(
            "sold-out",
            "All are claimed.",
            Content::one_card(samples, |card| card.offer.stock = stock(200, 0)),
        ),
        scene(
            "daily-limit",
            "Today's coupons are all claimed.",
            Content::one_card(samples, |card| card.offer.stock.left_today = Some(0)),
        ),
    ];
    scenes.extend(with_page().into_iter().map(|(name, description, refusal)| {
        scene(
            name,
            description,
            Content::one_card(samples, |card| card.not_eligible = Some(refusal)),
        )
    }));
    scenes.extend(claim_refusals().into_iter().map(|(name, description, refusal)| {
        let page = samples.claim_page(samples.cards(1));
        let refused = Action::Refused(page.cards[0].offer.id.clone(), refusal);
        scene(name, description, Content::claim_after(page, vec![refused]))
    }));
    scenes.push(newer_server(samples));
    scenes
}

fn newer_server(samples: Samples) -> Scene {
    let refusal = UnknownRefusal {
        code: "members_only".into(),
        message: samples.text("这张券只给会员。", "This coupon is for members only."),
        next_step: samples.text("请先加入会员。", "Join the mall's club first."),
    };
    let page = samples.claim_page(samples.cards(1));
    let offer = page.cards[0].offer.id.clone();
    let refused = Action::Refused(offer, Refusal::Unknown(refusal.into()));
    scene(
        "card-unknown-refusal",
        "A newer server refuses with a code that the page does not know.",
        Content::claim_after(page, vec![refused]),
    )
}

fn opens(samples: Samples, ms: i64) -> Content {
    Content::one_card(samples, |card| card.offer.claim_from = NOW + ms)
}

/// The name and the description of a scene, and its refusal.
type Refused = (&'static str, &'static str, Refusal);

/// Refusals that come with the page.
fn with_page() -> [Refused; 5] {
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

/// Refusals of a claim, on a page that was open for long.
fn claim_refusals() -> [Refused; 7] {
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
