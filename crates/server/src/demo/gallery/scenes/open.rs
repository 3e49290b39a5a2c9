//! Offers that can be claimed: what they give, when it can be used, what is left.

use mall_contract::{AfterRefund, Benefit, Fen, OfferCard, PaymentSummary, Source, Validity};

use super::{Content, Scene, cards, one, scene, with_rules};
use crate::demo::gallery::goods::{Goods, HOUR, NOW, share, stock};

pub fn scenes(goods: Goods) -> Vec<Scene> {
    let unfolded = vec![goods.card(0), kept(goods)];
    let unfolded = with_rules(goods.page(unfolded));
    vec![
        scene("claimable", "An offer that can be claimed.", one(goods, |_| {})),
        scene(
            "benefits",
            "Money off, discounts without and with a cap, a gift, a special price; with and without a threshold.",
            cards(goods, (0..5).map(|number| goods.card(number)).collect()),
        ),
        scene(
            "validity",
            "Usable today, from tomorrow, in a fixed span, next year.",
            validity(goods),
        ),
        scene("few-left", "At most a fifth is left: the number is said.", left(goods, 40, 3)),
        scene("last-piece", "One piece of very many is left.", left(goods, 100_000, 1)),
        scene(
            "percent-claimed",
            "Most are claimed, more than a fifth is left.",
            left(goods, 1000, 210),
        ),
        scene("none-claimed", "Nobody has claimed one yet.", left(goods, 500, 500)),
        scene(
            "no-stock-bar",
            "As many as are wanted: nothing is said about what is left.",
            one(goods, |card| (card.offer.stock.total, card.offer.stock.left) = (None, None)),
        ),
        scene("amounts", "The largest and the smallest amounts and shares.", amounts(goods)),
        scene(
            "rules-unfolded",
            "The rules unfolded; a coupon that ends with a refund, and one that stays.",
            unfolded,
        ),
    ]
}

fn kept(goods: Goods) -> OfferCard {
    let mut card = goods.card(1);
    card.offer.after_refund = Some(AfterRefund::Kept);
    card.offer.rules.clear();
    card
}

fn left(goods: Goods, total: u32, left: u32) -> Content {
    one(goods, |card| card.offer.stock = stock(total, left))
}

fn validity(goods: Goods) -> Content {
    let (day, today) = (24 * HOUR, NOW.midnight_after(0));
    let spans = [
        Validity::AfterClaim { wait_days: 0, days: 1 },
        Validity::AfterClaim { wait_days: 1, days: 30 },
        Validity::Fixed { from: today, until: today + 12 * day },
        Validity::Fixed { from: today + 39 * day, until: today + 400 * day },
    ];
    let with = |(number, validity)| {
        let mut card = goods.card(number);
        card.offer.validity = validity;
        card
    };
    cards(goods, spans.into_iter().enumerate().map(with).collect())
}

fn amounts(goods: Goods) -> Content {
    let most = Fen(mall_contract::money::MAX_FEN);
    let exchange = |price| Benefit::Exchange {
        item: goods.say("限量黄金摆件一座", "A limited gold ornament"),
        price,
    };
    let values = [
        (Benefit::AmountOff(most), most),
        (Benefit::AmountOff(Fen(1_234_567)), Fen(123_456_789)),
        (Benefit::AmountOff(Fen(1)), Fen(1)),
        (Benefit::Discount { paid_share: share(99), cap: Some(most) }, Fen(0)),
        (Benefit::Discount { paid_share: share(1), cap: Some(Fen(1)) }, most),
        (exchange(most), Fen(0)),
        (exchange(Fen(99_999)), Fen(100)),
    ];
    let with = |(number, (benefit, threshold))| {
        let mut card = goods.card(number);
        (card.offer.benefit, card.offer.threshold) = (benefit, threshold);
        card
    };
    let mut content = cards(goods, values.into_iter().enumerate().map(with).collect());
    if let Content::Claim { page, .. } = &mut content {
        page.source = Source::Payment(PaymentSummary { amount: most, ..goods.paid() });
    }
    content
}
