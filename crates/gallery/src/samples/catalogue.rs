//! The mall with its stores and offers.

use mall_contract::{
    AfterRefund, Benefit, Fen, Mall, Offer, OfferCard, OfferId, OfferState, PaymentMethod,
    PaymentSummary, Store, StoreId, Validity,
};
use mall_coupons::Language;

use super::offers::{Bilingual, OFFERS, SampleBenefit, SampleOffer};
use super::values::{HOUR_MS, MINUTE_MS, NOW, id, share, stock};

/// Makes samples in one language.
#[derive(Clone, Copy)]
pub struct Samples {
    pub language: Language,
}

impl Samples {
    /// Returns the text of the language.
    pub fn text(self, zh: &str, en: &str) -> String {
        match self.language {
            Language::Zh => zh,
            Language::En => en,
        }
        .to_owned()
    }

    pub fn translate(self, Bilingual { zh, en }: Bilingual) -> String {
        self.text(zh, en)
    }

    pub fn mall(self) -> Mall {
        Mall { name: self.text("澄曦里", "Aurora Lane") }
    }

    fn store(self, sample: &SampleOffer) -> Store {
        Store {
            id: id(StoreId::parse(sample.store_id)),
            name: self.translate(sample.store),
            floor: sample.floor.into(),
            unit: sample.unit.into(),
            category: self.translate(sample.category.name),
        }
    }

    /// Returns a store's name that is as long as names get.
    pub fn long_store_name(self) -> String {
        self.text(
            "半山腰手冲咖啡与黑胶唱片生活馆（澄曦里旗舰店）",
            "Halfway Hill Fresh Coffee, Records and Everything Else of Good Living",
        )
    }

    fn benefit(self, sample: &SampleBenefit) -> Benefit {
        match *sample {
            SampleBenefit::AmountOff(amount) => Benefit::AmountOff(Fen(amount)),
            SampleBenefit::Discount { paid_percent, cap } => {
                Benefit::Discount { paid_share: share(paid_percent), cap: cap.map(Fen) }
            }
            SampleBenefit::Exchange { item, price } => {
                Benefit::Exchange { item: self.translate(item), price: Fen(price) }
            }
        }
    }

    /// Returns the card of an offer that can be claimed. Any number has one.
    pub fn card(self, number: usize) -> OfferCard {
        let sample = &OFFERS[number % OFFERS.len()];
        OfferCard {
            offer: Offer {
                id: id(OfferId::parse(format!("offer-{number}"))),
                store: self.store(sample),
                title: self.translate(sample.title),
                benefit: self.benefit(&sample.benefit),
                threshold: Fen(sample.threshold),
                state: OfferState::Live,
                claim_from: NOW + -24 * HOUR_MS,
                claim_until: NOW + 30 * 24 * HOUR_MS,
                validity: Validity::AfterClaim { wait_days: 0, days: 7 },
                stock: stock(1000, 640),
                per_person_limit: 1,
                rules: vec![
                    self.text(
                        "每单限用一张，不与其他优惠同享。",
                        "One per order, not with other offers.",
                    ),
                    self.text("限堂食。", "For eating in only."),
                ],
                after_refund: Some(AfterRefund::Revoked),
            },
            category: sample.category.id.to_owned(),
            why: self.translate(sample.reason),
            held: Vec::new(),
            not_eligible: None,
        }
    }

    /// Returns the first cards.
    pub fn cards(self, count: usize) -> Vec<OfferCard> {
        (0..count).map(|number| self.card(number)).collect()
    }

    /// Returns the payment of a claim page.
    pub fn payment(self) -> PaymentSummary {
        let hotpot = Store {
            id: id(StoreId::parse("red-clay-hotpot")),
            name: self.text("红泥炉火锅", "Red Clay Hotpot"),
            floor: "L4".into(),
            unit: "L4-02".into(),
            category: self.text("火锅", "Hotpot"),
        };
        PaymentSummary {
            store: hotpot,
            amount: Fen(8600),
            paid_at: NOW + -5 * MINUTE_MS,
            method: PaymentMethod::Code,
            refunded: false,
        }
    }
}
