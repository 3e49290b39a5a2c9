//! Offers that can be claimed: benefits, validity and stock.

use mall_contract::{AfterRefund, Benefit, Fen, OfferCard, PaymentSummary, Source, Validity};

use super::scene::{Content, Scene, scene};
use crate::samples::{HOUR_MS, NOW, Samples, share, stock};

pub fn scenes(samples: Samples) -> Vec<Scene> {
    let rules = samples.claim_page(vec![samples.card(0), kept_after_refund(samples)]);
    vec![
        scene("claimable", "An offer that can be claimed.", Content::one_card(samples, |_| {})),
        scene(
            "benefits",
            "Money off, discounts without and with a cap, a gift, a special price; with and without a threshold.",
            Content::claim(samples.claim_page(samples.cards(5))),
        ),
        scene(
            "validity",
            "Usable today, from tomorrow, in a fixed span, next year.",
            validity(samples),
        ),
        scene("few-left", "At most a fifth is left: the number is said.", in_stock(samples, 40, 3)),
        scene("last-piece", "One piece of very many is left.", in_stock(samples, 100_000, 1)),
        scene(
            "percent-claimed",
            "Most are claimed, more than a fifth is left.",
            in_stock(samples, 1000, 210),
        ),
        scene("none-claimed", "Nobody has claimed one yet.", in_stock(samples, 500, 500)),
        scene(
            "no-stock-bar",
            "As many as are wanted: nothing is said about what is left.",
            Content::one_card(samples, |card| {
                (card.offer.stock.total, card.offer.stock.left) = (None, None)
            }),
        ),
        scene(
            "unknown-kinds",
            "A newer server gives a benefit and a validity that the page does not know.",
            Content::one_card(samples, |card| {
                card.offer.benefit = Benefit::Unknown;
                card.offer.validity = Validity::Unknown;
            }),
        ),
        scene("amounts", "The largest and the smallest amounts and shares.", amounts(samples)),
        scene(
            "rules-unfolded",
            "The rules unfolded; a coupon that ends with a refund, and one that stays.",
            Content::claim_with_rules(rules),
        ),
    ]
}

fn kept_after_refund(samples: Samples) -> OfferCard {
    let mut card = samples.card(1);
    card.offer.after_refund = Some(AfterRefund::Kept);
    card.offer.rules.clear();
    card
}

fn in_stock(samples: Samples, total: u32, remaining: u32) -> Content {
    Content::one_card(samples, |card| card.offer.stock = stock(total, remaining))
}

fn validity(samples: Samples) -> Content {
    let (day, today) = (24 * HOUR_MS, NOW.midnight_after(0));
    let spans = [
        Validity::AfterClaim { wait_days: 0, days: 1 },
        Validity::AfterClaim { wait_days: 1, days: 30 },
        Validity::Fixed { from: today, until: today + 12 * day },
        Validity::Fixed { from: today + 39 * day, until: today + 400 * day },
    ];
    let with = |(number, validity)| {
        let mut card = samples.card(number);
        card.offer.validity = validity;
        card
    };
    Content::claim(samples.claim_page(spans.into_iter().enumerate().map(with).collect()))
}

fn amounts(samples: Samples) -> Content {
    let max = Fen(mall_contract::money::MAX_FEN);
    let exchange = |price| Benefit::Exchange {
        item: samples.text("限量黄金摆件一座", "A limited gold ornament"),
        price,
    };
    let values = [
        (Benefit::AmountOff(max), max),
        (Benefit::AmountOff(Fen(1_234_567)), Fen(123_456_789)),
        (Benefit::AmountOff(Fen(1)), Fen(1)),
        (Benefit::Discount { paid_share: share(99), cap: Some(max) }, Fen(0)),
        (Benefit::Discount { paid_share: share(1), cap: Some(Fen(1)) }, max),
        (exchange(max), Fen(0)),
        (exchange(Fen(99_999)), Fen(100)),
    ];
    let with = |(number, (benefit, threshold))| {
        let mut card = samples.card(number);
        (card.offer.benefit, card.offer.threshold) = (benefit, threshold);
        card
    };
    let mut page = samples.claim_page(values.into_iter().enumerate().map(with).collect());
    page.source = Source::Payment(PaymentSummary { amount: max, ..samples.payment() });
    Content::claim(page)
}
