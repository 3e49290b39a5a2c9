//! What a till's scenes are made of.

use mall_contract::{
    CodeEntryMode, CouponId, Fen, PrepareResponse, Problem, Refusal, RequestId, Role, StaffSession,
    Store, TillCoupon, TillDay, TillPage, TillRedemption, TillTotals, TimeOfDay, UndoRecord,
    UseWindow, Weekday,
};
use mall_coupons::api::till::request::Request;
use mall_coupons::pages::till::state::{Action, CounterAction as Counter};

use super::Content;
use crate::demo::gallery::goods::{self, Goods, HOUR, NOW};

/// A code as it is read.
pub const CODE: &str = "7K01QD8M2ZWX3V5T-12345678";

/// Milliseconds of a minute.
pub const MINUTE: i64 = 60_000;

/// A till of these goods.
#[derive(Clone, Copy)]
pub struct Till(pub Goods);

impl Till {
    pub fn at_work(self, happened: Vec<Action>) -> Content {
        Content::Till { page: self.page(Some(self.who(Role::Cashier))), happened }
    }

    /// The counter, after what has happened at it.
    pub fn counter(self, happened: Vec<Counter>) -> Content {
        self.at_work(happened.into_iter().map(Action::Counter).collect())
    }

    pub fn page(self, session: Option<StaffSession>) -> TillPage {
        let stores = (0..3).map(|number| self.0.card(number).offer.store).collect();
        TillPage { mall: self.0.mall(), server_time: NOW, stores, session }
    }

    pub fn store(self) -> Store {
        self.0.card(0).offer.store
    }

    pub fn name(self) -> String {
        self.0.say("小王", "Wang")
    }

    pub fn who(self, role: Role) -> StaffSession {
        StaffSession {
            name: self.name(),
            role,
            store: Some(self.store().id),
            must_change_password: false,
            expires_at: NOW + 8 * HOUR,
        }
    }

    pub fn coupon(self) -> TillCoupon {
        let offer = self.0.card(0).offer;
        TillCoupon {
            id: goods::id(CouponId::parse("coupon-0")),
            code_end: "3V5T".into(),
            title: offer.title,
            benefit: offer.benefit,
            threshold: offer.threshold,
            rules: offer.rules,
            windows: afternoons(),
            valid_from: NOW + -HOUR,
            valid_until: NOW + 100 * HOUR,
        }
    }

    pub fn prepared(self, refused: Option<Refusal>) -> Counter {
        let problem = |refusal| Problem {
            refusal,
            message: String::new(),
            next_step: String::new(),
            request_id: "gallery".into(),
            server_time: NOW,
        };
        let refused = refused.map(problem);
        let prepared =
            PrepareResponse { coupon: self.coupon(), refused, just_taken: None, server_time: NOW };
        Counter::Prepared(Box::new(prepared))
    }

    pub fn taken(self, id: &str) -> TillRedemption {
        TillRedemption {
            id: id.into(),
            request_id: request().id,
            coupon: self.coupon(),
            store: self.store().id,
            by: self.name(),
            at: NOW + -MINUTE,
            read: CodeEntryMode::Scanned,
            order_number: "A-1024".into(),
            amount: Fen(3850),
            saved: Some(Fen(850)),
            undo_until: NOW + 9 * MINUTE,
            undone: None,
        }
    }

    pub fn undone(self) -> UndoRecord {
        let reason = self.0.say("收错了券", "Wrong coupon");
        UndoRecord { at: NOW, by: self.name(), reason }
    }

    pub fn day(self) -> TillDay {
        let long = TillRedemption {
            at: NOW + -3 * HOUR,
            read: CodeEntryMode::Typed,
            order_number: "POS-2026112300001234567890-0001/A".into(),
            amount: Fen(123_456_789),
            saved: None,
            undo_until: NOW + -2 * HOUR,
            ..self.taken("t3")
        };
        let undone = TillRedemption {
            at: NOW + -HOUR,
            undo_until: NOW + -50 * MINUTE,
            undone: Some(self.undone()),
            ..self.taken("t2")
        };
        TillDay {
            store: self.store().id,
            day: "2026-11-23".into(),
            redemptions: vec![self.taken("t1"), undone, long],
            totals: TillTotals {
                redeemed: 58,
                undone: 1,
                amount: Fen(123_660_639),
                saved: Fen(49_300),
            },
        }
    }
}

pub fn request() -> Request {
    let id = goods::id(RequestId::parse("r1"));
    Request { id, code: CODE.into(), order: "A-1024".into(), amount: Fen(3850) }
}

pub fn afternoons() -> Vec<UseWindow> {
    let time = |text: &str| TimeOfDay::try_from(text.to_owned()).expect("a time of the gallery");
    vec![UseWindow { days: Weekday::ALL[..5].into(), from: time("14:00"), until: time("17:00") }]
}
