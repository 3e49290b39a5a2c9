//! A store's till: its staff, coupons and redemptions.

use mall_contract::{
    CodeEntryMode, CouponId, Fen, PrepareResponse, Problem, Refusal, RequestId, Role, StaffSession,
    Store, TillCoupon, TillDay, TillPage, TillRedemption, TillTotals, TimeOfDay, UndoRecord,
    UseWindow, Weekday,
};
use mall_coupons::api::till::request::Request;

use super::catalogue::Samples;
use super::values::{HOUR_MS, MINUTE_MS, NOW, id};

/// A coupon's code as a scanner reads it.
pub const CODE: &str = "7K01QD8M2ZWX3V5T-12345678";

/// Makes samples of a till in one language.
#[derive(Clone, Copy)]
pub struct TillSamples {
    pub samples: Samples,
}

impl TillSamples {
    pub fn page(self, session: Option<StaffSession>) -> TillPage {
        let stores = self.samples.cards(3).into_iter().map(|card| card.offer.store).collect();
        TillPage { mall: self.samples.mall(), server_time: NOW, stores, session }
    }

    pub fn store(self) -> Store {
        self.samples.card(0).offer.store
    }

    /// Returns the cashier's name.
    pub fn staff_name(self) -> String {
        self.samples.text("小王", "Wang")
    }

    pub fn session(self, role: Role) -> StaffSession {
        StaffSession {
            name: self.staff_name(),
            role,
            store: Some(self.store().id),
            must_change_password: false,
            expires_at: NOW + 8 * HOUR_MS,
        }
    }

    pub fn coupon(self) -> TillCoupon {
        let offer = self.samples.card(0).offer;
        TillCoupon {
            id: id(CouponId::parse("coupon-0")),
            code_end: "3V5T".into(),
            title: offer.title,
            benefit: offer.benefit,
            threshold: offer.threshold,
            rules: offer.rules,
            windows: afternoons(),
            valid_from: NOW + -HOUR_MS,
            valid_until: NOW + 100 * HOUR_MS,
        }
    }

    /// Returns the server's answer to a code, before the coupon is redeemed.
    pub fn prepared(self, refusal: Option<Refusal>) -> PrepareResponse {
        let problem = |refusal| Problem {
            refusal,
            message: String::new(),
            next_step: String::new(),
            request_id: "gallery".into(),
            server_time: NOW,
        };
        let refused = refusal.map(problem);
        PrepareResponse { coupon: self.coupon(), refused, just_taken: None, server_time: NOW }
    }

    /// Returns a redemption a minute ago.
    pub fn redemption(self, id: &str) -> TillRedemption {
        TillRedemption {
            id: id.into(),
            request_id: request().id,
            coupon: self.coupon(),
            store: self.store().id,
            by: self.staff_name(),
            at: NOW + -MINUTE_MS,
            read: CodeEntryMode::Scanned,
            order_number: "A-1024".into(),
            amount: Fen(3850),
            saved: Some(Fen(850)),
            undo_until: NOW + 9 * MINUTE_MS,
            undone: None,
        }
    }

    pub fn undone(self) -> UndoRecord {
        let reason = self.samples.text("收错了券", "Wrong coupon");
        UndoRecord { at: NOW, by: self.staff_name(), reason }
    }

    /// Returns the list of a day: a redemption, one that was undone, and one with long values.
    pub fn day(self) -> TillDay {
        let long = TillRedemption {
            at: NOW + -3 * HOUR_MS,
            read: CodeEntryMode::Typed,
            order_number: "POS-2026112300001234567890-0001/A".into(),
            amount: Fen(123_456_789),
            saved: None,
            undo_until: NOW + -2 * HOUR_MS,
            ..self.redemption("t3")
        };
        let undone = TillRedemption {
            at: NOW + -HOUR_MS,
            undo_until: NOW + -50 * MINUTE_MS,
            undone: Some(self.undone()),
            ..self.redemption("t2")
        };
        TillDay {
            store: self.store().id,
            day: "2026-11-23".into(),
            redemptions: vec![self.redemption("t1"), undone, long],
            totals: TillTotals {
                redeemed: 58,
                undone: 1,
                amount: Fen(123_660_639),
                saved: Fen(49_300),
            },
        }
    }
}

/// Returns a request to redeem the coupon.
pub fn request() -> Request {
    let id = id(RequestId::parse("r1"));
    Request { id, code: CODE.into(), order: "A-1024".into(), amount: Fen(3850) }
}

/// Returns windows of use on weekday afternoons.
pub fn afternoons() -> Vec<UseWindow> {
    let time = |text: &str| TimeOfDay::try_from(text.to_owned()).expect("a time of the gallery");
    vec![UseWindow { days: Weekday::ALL[..5].into(), from: time("14:00"), until: time("17:00") }]
}
