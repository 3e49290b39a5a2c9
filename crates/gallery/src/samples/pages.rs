//! Pages as the server sends them.

use mall_contract::{
    Arrangement, Choice, Choices, ClaimPage, Coupon, Expiring, OfferCard, Source, WaitingPage,
    Wallet, WalletCounts, WalletState, expires_soon,
};

use super::catalogue::Samples;
use super::offers::{OFFERS, SampleCategory, SampleOffer};
use super::values::{HOUR_MS, NOW};

impl Samples {
    pub fn claim_page(self, cards: Vec<OfferCard>) -> ClaimPage {
        ClaimPage {
            mall: self.mall(),
            server_time: NOW,
            link: "gallery".into(),
            link_expires_at: NOW + 24 * HOUR_MS,
            source: Source::Payment(self.payment()),
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
        for SampleOffer { category: SampleCategory { id, name }, .. } in OFFERS {
            let listed = choices.categories.iter().any(|choice: &Choice| choice.id == *id);
            if !listed && cards.iter().any(|card| card.category == *id) {
                choices.categories.push(Choice { id: (*id).into(), name: self.translate(*name) });
            }
        }
        let floors = cards.iter().map(|card| card.offer.store.floor.clone());
        choices.floors = floors.collect();
        choices.floors.sort();
        choices.floors.dedup();
        choices
    }

    /// Returns one list of the wallet, with these coupons.
    pub fn wallet(self, state: WalletState, coupons: Vec<Coupon>) -> Wallet {
        let mut soon = coupons.iter().filter(|coupon| expires_soon(coupon, NOW));
        let first = soon.next().map(|coupon| coupon.valid_until);
        let count = 1 + u32::try_from(soon.count()).unwrap_or(u32::MAX);
        let expiring = first.map(|first| Expiring { count, first });
        let counts = WalletCounts { usable: 6, used: 5, ended: 4 };
        let (mall, server_time, store, next) = (self.mall(), NOW, None, None);
        Wallet { mall, server_time, state, store, counts, expiring, coupons, next }
    }

    /// Returns the wallet of a shopper who never claimed anything.
    pub fn empty_wallet(self) -> Wallet {
        let counts = WalletCounts::default();
        Wallet { counts, ..self.wallet(WalletState::Usable, Vec::new()) }
    }

    /// Returns the page of a payment that is not known yet.
    pub fn waiting(self) -> WaitingPage {
        let ask = "/v1/receipts?sub_mch_id=1&out_trade_no=1".into();
        WaitingPage { mall: self.mall(), server_time: NOW, ask }
    }
}
