//! Fixed offers, coupons and pages at a fixed time: what scenes are made of.

use mall_contract::{
    AfterRefund, Arrangement, Benefit, Choice, Choices, ClaimPage, Coupon, CouponId, Expiring, Fen,
    Mall, Moment, Offer, OfferCard, OfferId, OfferState, PaymentMethod, PaymentSummary,
    PercentPaid, Source, Stock, Store, StoreId, Validity, WaitingPage, Wallet, WalletCounts,
    WalletState, expires_soon,
};
use mall_coupons::Language;

use super::wares::{Ware, wares};

/// What time it is in every scene: 2026-11-23, 18:05 in Shanghai.
pub const NOW: Moment = Moment::new(1_795_428_300_000, 480);

/// Milliseconds of an hour.
pub const HOUR: i64 = 3_600_000;

/// Makes things in one language.
#[derive(Clone, Copy)]
pub struct Goods(pub Language);

impl Goods {
    /// The text of the language.
    pub fn say(self, zh: &str, en: &str) -> String {
        if self.0 == Language::Zh { zh } else { en }.to_owned()
    }

    /// The mall.
    pub fn mall(self) -> Mall {
        Mall { name: self.say("澄曦里", "Aurora Lane") }
    }

    fn store(self, ware: &Ware) -> Store {
        let (floor, unit, category) = (ware.floor.into(), ware.unit.into(), ware.category);
        Store {
            id: id(StoreId::parse(ware.id)),
            name: self.say(ware.store.0, ware.store.1),
            floor,
            unit,
            category: self.say(category.1, category.2),
        }
    }

    /// The card of one of the wares, which can be claimed.
    pub fn card(self, number: usize) -> OfferCard {
        let wares = wares();
        let ware = &wares[number % wares.len()];
        let benefit = match ware.benefit {
            Benefit::Exchange { price, .. } => {
                Benefit::Exchange { item: self.say(ware.item.0, ware.item.1), price }
            }
            ref benefit => benefit.clone(),
        };
        OfferCard {
            offer: Offer {
                id: id(OfferId::parse(format!("offer-{number}"))),
                store: self.store(ware),
                title: self.say(ware.title.0, ware.title.1),
                benefit,
                threshold: Fen(ware.threshold),
                state: OfferState::Live,
                claim_from: NOW + -24 * HOUR,
                claim_until: NOW + 30 * 24 * HOUR,
                validity: Validity::AfterClaim { wait_days: 0, days: 7 },
                stock: stock(1000, 640),
                per_person_limit: 1,
                rules: vec![
                    self.say(
                        "每单限用一张，不与其他优惠同享。",
                        "One per order, not with other offers.",
                    ),
                    self.say("限堂食。", "For eating in only."),
                ],
                after_refund: Some(AfterRefund::Revoked),
            },
            category: ware.category.0.to_owned(),
            why: self.say(ware.why.0, ware.why.1),
            held: Vec::new(),
            not_eligible: None,
        }
    }

    /// The first card, with what the scene is about changed.
    pub fn card_with(self, change: impl FnOnce(&mut OfferCard)) -> OfferCard {
        let mut card = self.card(0);
        change(&mut card);
        card
    }

    /// The payment of a claim page.
    pub fn paid(self) -> PaymentSummary {
        let hotpot = Store {
            id: id(StoreId::parse("red-clay-hotpot")),
            name: self.say("红泥炉火锅", "Red Clay Hotpot"),
            floor: "L4".into(),
            unit: "L4-02".into(),
            category: self.say("火锅", "Hotpot"),
        };
        PaymentSummary {
            store: hotpot,
            amount: Fen(8600),
            paid_at: NOW + -5 * 60_000,
            method: PaymentMethod::Code,
            refunded: false,
        }
    }

    /// The claim page with these cards.
    pub fn page(self, cards: Vec<OfferCard>) -> ClaimPage {
        ClaimPage {
            mall: self.mall(),
            server_time: NOW,
            link: "gallery".into(),
            link_expires_at: NOW + 24 * HOUR,
            source: Source::Payment(self.paid()),
            arrangement: Arrangement::default(),
            choices: self.choices(&cards),
            total: u32::try_from(cards.len()).unwrap_or(u32::MAX),
            from: 0,
            cards,
            pass: None,
        }
    }

    fn choices(self, cards: &[OfferCard]) -> Choices {
        let mut choices = Choices::default();
        for ware in wares() {
            let (id, zh, en) = ware.category;
            let listed = choices.categories.iter().any(|choice: &Choice| choice.id == id);
            if !listed && cards.iter().any(|card| card.category == id) {
                choices.categories.push(Choice { id: id.into(), name: self.say(zh, en) });
            }
        }
        let floors = cards.iter().map(|card| card.offer.store.floor.clone());
        choices.floors = floors.collect();
        choices.floors.sort();
        choices.floors.dedup();
        choices
    }

    /// The wallet with these coupons, which stand there.
    pub fn wallet(self, state: WalletState, coupons: Vec<Coupon>) -> Wallet {
        let mut soon = coupons.iter().filter(|coupon| expires_soon(coupon, NOW));
        let first = soon.next().map(|coupon| coupon.valid_until);
        let count = 1 + u32::try_from(soon.count()).unwrap_or(u32::MAX);
        let expiring = first.map(|first| Expiring { count, first });
        let counts = WalletCounts { usable: 6, used: 5, ended: 4 };
        let (mall, server_time, store, next) = (self.mall(), NOW, None, None);
        Wallet { mall, server_time, state, store, counts, expiring, coupons, next }
    }

    /// The wallet of somebody who never claimed anything.
    pub fn empty_wallet(self) -> Wallet {
        let counts = WalletCounts::default();
        Wallet { counts, ..self.wallet(WalletState::Usable, Vec::new()) }
    }

    /// The page of a payment that is not known yet.
    pub fn waiting(self) -> WaitingPage {
        let ask = "/v1/receipts?sub_mch_id=1&out_trade_no=1".into();
        WaitingPage { mall: self.mall(), server_time: NOW, ask }
    }
}

/// A coupon of a card's offer, claimed an hour ago.
pub fn coupon(card: &OfferCard) -> Coupon {
    let offer = &card.offer;
    let claimed_at = NOW + -HOUR;
    let (valid_from, valid_until) = offer.validity.span(claimed_at);
    Coupon {
        id: id(CouponId::parse(format!("of-{}", offer.id))),
        offer_id: offer.id.clone(),
        store: offer.store.clone(),
        title: offer.title.clone(),
        benefit: offer.benefit.clone(),
        threshold: offer.threshold,
        rules: offer.rules.clone(),
        after_refund: offer.after_refund,
        claimed_at,
        valid_from,
        valid_until,
        redemption: None,
    }
}

/// So many pieces, of which so many are left.
pub fn stock(total: u32, left: u32) -> Stock {
    Stock {
        total: Some(total),
        left: Some(left),
        left_today: None,
        day_ends: NOW.midnight_after(1),
    }
}

/// A share of the price that is paid, in percent.
pub fn share(percent: u8) -> PercentPaid {
    PercentPaid::new(percent).expect("a share of the gallery")
}

/// Every id of the gallery is written in it.
pub fn id<T>(parsed: Result<T, mall_contract::InvalidId>) -> T {
    parsed.expect("an id of the gallery")
}
