//! Offers, coupons and pages to draw.

use mall_contract::*;

/// The moment the samples are written for.
pub const NOW: Moment = Moment::new(1_795_000_000_000, 480);

const DAY: i64 = 86_400_000;

pub fn offer_id(name: &str) -> OfferId {
    OfferId::parse(name).expect("an id")
}

pub fn store() -> Store {
    Store {
        id: StoreId::parse("cafe").expect("an id"),
        name: "山丘咖啡".into(),
        floor: "L1".into(),
        unit: "L1-08".into(),
        category: "咖啡".into(),
    }
}

pub fn card(name: &str) -> OfferCard {
    let offer = Offer {
        id: offer_id(name),
        store: store(),
        title: format!("拿铁 {name}"),
        benefit: Benefit::AmountOff(Fen(850)),
        threshold: Fen(3000),
        state: OfferState::Live,
        claim_from: NOW + -DAY,
        claim_until: NOW + DAY,
        validity: Validity::AfterClaim { wait_days: 0, days: 7 },
        stock: Stock {
            total: Some(100),
            left: Some(60),
            left_today: None,
            day_ends: NOW + DAY / 2,
        },
        per_person_limit: 1,
        rules: vec!["每单限用一张。".into()],
        after_refund: Some(AfterRefund::Revoked),
    };
    let (category, why) = ("drinks".into(), "刚吃完饭，来杯咖啡".into());
    OfferCard { offer, category, why, held: vec![], not_eligible: None }
}

pub fn coupon(name: &str, id: &str) -> Coupon {
    let offer = card(name).offer;
    Coupon {
        id: CouponId::parse(id).expect("an id"),
        offer_id: offer.id,
        store: offer.store,
        title: offer.title,
        benefit: offer.benefit,
        threshold: offer.threshold,
        rules: offer.rules,
        after_refund: offer.after_refund,
        claimed_at: NOW,
        valid_from: NOW,
        valid_until: NOW + 7 * DAY,
        redemption: None,
    }
}

/// A claim page under a link of its own, so that what one test stores is no other test's.
pub fn page(link: &str, cards: Vec<OfferCard>) -> ClaimPage {
    ClaimPage {
        mall: Mall { name: "澄曦里".into() },
        server_time: NOW,
        link: link.into(),
        link_expires_at: NOW + DAY,
        source: Source::Payment(PaidLine {
            store: store(),
            amount: Fen(8600),
            paid_at: NOW,
            method: PaymentMethod::Code,
            refunded: false,
        }),
        arrangement: Arrangement::default(),
        choices: Choices::default(),
        total: cards.len() as u32,
        from: 0,
        cards,
        pass: None,
    }
}

pub fn problem(refusal: Refusal) -> Problem {
    Problem {
        refusal,
        message: "message".into(),
        next_step: "next".into(),
        request_id: "r-1".into(),
        server_time: NOW,
    }
}
