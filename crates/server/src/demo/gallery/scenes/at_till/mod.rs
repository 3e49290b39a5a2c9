//! A store's till: coming in, what a code is, and what came of taking it.

mod goods;
mod offline;

use mall_contract::InvalidAmount;
use mall_contract::{
    Fen, OfflineConflict, OfflineSettings, Refusal, RevocationReason, Role, StaffSession,
    TillRedemption,
};
use mall_coupons::host::camera::{Trouble, View};
use mall_coupons::host::eye::Seen;
use mall_coupons::pages::till::state::counter::{End, Field, Wrong};
use mall_coupons::pages::till::state::door::Kept;
use mall_coupons::pages::till::state::ledger::UndoStep;
use mall_coupons::pages::till::state::{
    Action, CounterAction as Counter, DoorAction, LedgerAction as Ledger, Unsettled,
};

use super::{Content, Scene, scene};
use crate::demo::gallery::goods::{Goods, HOUR, NOW};
use goods::{CODE, MINUTE, Till, afternoons, request};

pub fn scenes(goods: Goods) -> Vec<Scene> {
    let till = Till(goods);
    let all = [till.doors(), till.codes(), till.results(), till.lists(), till.offline()];
    all.into_iter().flatten().collect()
}

impl Till {
    fn doors(self) -> Vec<Scene> {
        let door = |happened: Vec<Action>| Content::Till { page: self.page(None), happened };
        let kept = |kept| door(vec![Action::Door(DoorAction::Kept(kept))]);
        let refused = |refusal| door(vec![Action::Door(DoorAction::Refused(refusal))]);
        let new = StaffSession { must_change_password: true, ..self.who(Role::Cashier) };
        let choosing = |happened: Vec<Action>| Content::Till {
            page: self.page(Some(new.clone())),
            happened: [vec![Action::Tick(NOW)], happened].concat(),
        };
        vec![
            scene("till-served", "Before the module has come, or without it.", door(Vec::new())),
            scene("till-log-in", "Nobody is logged in.", door(vec![Action::Tick(NOW)])),
            scene("till-busy", "The server is asked.", door(vec![Action::Door(DoorAction::Asked)])),
            scene("till-wrong", "Something was wrong.", refused(Refusal::StaffLoginInvalid)),
            scene("till-locked", "Too often wrong.", refused(Refusal::TooMany { retry_after: 60 })),
            scene("till-no-answer", "The server did not answer.", kept(Kept::NoAnswer)),
            scene("till-ended", "The session has ended.", door(vec![Action::SessionEnded])),
            scene("till-password", "A password of one's own is chosen.", choosing(Vec::new())),
            scene(
                "till-password-not-the-same",
                "It was not typed the same twice.",
                choosing(vec![Action::Door(DoorAction::Kept(Kept::NotTheSame))]),
            ),
        ]
    }

    fn codes(self) -> Vec<Scene> {
        let read = || Counter::Read(CODE.into());
        let seen = |seen| self.counter(vec![Counter::Seen(seen)]);
        let failed = |trouble| seen(Seen::Failed(trouble));
        let refused = |refusal| self.counter(vec![read(), self.prepared(Some(refusal))]);
        let typed = |order: &str, amount: &str, wrong| {
            let order = Counter::Typed(Field::Order, order.into());
            let amount = Counter::Typed(Field::Amount, amount.into());
            self.counter(vec![read(), self.prepared(None), order, amount, Counter::Wrong(wrong)])
        };
        let everything = View { torch: Some(false), another: true };
        let at_work =
            Content::Till { page: self.page(Some(self.who(Role::Cashier))), happened: vec![] };
        vec![
            scene(
                "till-at-work-served",
                "Before the module has come to who is logged in.",
                at_work,
            ),
            scene("till-ready", "Ready for a code.", self.counter(vec![Counter::Next])),
            scene("till-camera-opening", "The camera is asked for.", seen(Seen::Opening)),
            scene("till-camera", "The camera looks for a code.", seen(Seen::Opened(everything))),
            scene("till-camera-refused", "It is not allowed.", failed(Trouble::Refused)),
            scene("till-camera-missing", "There is none.", failed(Trouble::Missing)),
            scene(
                "till-not-a-code",
                "What was typed is no code.",
                self.counter(vec![Counter::Read("7K01".into())]),
            ),
            scene("till-asking", "The server is asked what it is.", self.counter(vec![read()])),
            scene(
                "till-not-asked",
                "It did not answer.",
                self.counter(vec![read(), Counter::NoAnswer]),
            ),
            scene(
                "till-usable",
                "It may be used.",
                self.counter(vec![read(), self.prepared(None)]),
            ),
            scene("till-order-wrong", "The order has no number.", typed("", "38.5", Wrong::Order)),
            scene(
                "till-amount-wrong",
                "The amount is none.",
                typed("A-1024", "38,5", Wrong::Amount(InvalidAmount::NotANumber)),
            ),
            scene(
                "till-short",
                "The order is too small.",
                typed("A-1024", "12", Wrong::Short(Fen(1300))),
            ),
            scene(
                "till-used",
                "It was used.",
                refused(Refusal::CouponUsed { at: NOW + -7 * MINUTE, by: self.name() }),
            ),
            scene(
                "till-expired",
                "Its time is over.",
                refused(Refusal::CouponExpired { at: NOW + -HOUR }),
            ),
            scene(
                "till-revoked",
                "It was taken back.",
                refused(Refusal::CouponRevoked { reason: RevocationReason::PaymentRefunded }),
            ),
            scene(
                "till-not-yet",
                "It cannot be used yet.",
                refused(Refusal::CouponNotYet { from: NOW + 20 * HOUR }),
            ),
            scene(
                "till-wrong-hours",
                "It cannot be used at this hour.",
                refused(Refusal::WrongTimeWindow { windows: afternoons() }),
            ),
        ]
    }

    fn results(self) -> Vec<Scene> {
        let asked = || vec![Counter::Asked(request())];
        let then = |more: Vec<Counter>| self.counter([asked(), more].concat());
        let taken = || End::Taken(self.taken("t1").into());
        let ended = |end| Counter::Ended(request().id, end);
        let refused = |refusal| then(vec![ended(End::Refused(refusal))]);
        let undone = TillRedemption { undone: Some(self.undone()), ..self.taken("t1") };
        let unknown = Counter::Unknown(request().id, None);
        let aside = |end: Option<End>| {
            let end = end.map(ended);
            then([vec![unknown.clone(), Counter::Next], end.into_iter().collect()].concat())
        };
        let undoing = |steps: Vec<UndoStep>| {
            let steps = steps.into_iter().map(|step| Action::Ledger(Ledger::UndoStep(step)));
            let undo = Action::Ledger(Ledger::Undo("t1".into()));
            self.at_work(
                [
                    vec![Action::Counter(asked().remove(0)), Action::Counter(ended(taken())), undo],
                    steps.collect(),
                ]
                .concat(),
            )
        };
        vec![
            scene("till-taking", "The server is asked to take it.", then(Vec::new())),
            scene(
                "till-unknown",
                "It is not known whether it was taken.",
                then(vec![unknown.clone()]),
            ),
            scene(
                "till-unknown-busy",
                "The same, and the server says why.",
                then(vec![Counter::Unknown(request().id, Some(Refusal::Busy { retry_after: 5 }))]),
            ),
            scene("till-taken", "It was taken.", then(vec![ended(taken())])),
            scene(
                "till-undone",
                "It was given back.",
                then(vec![ended(taken()), Counter::Undone(undone.into())]),
            ),
            scene("till-stale", "Its code is not the newest.", refused(Refusal::CodeStale)),
            scene(
                "till-wrong-store",
                "It is another store's.",
                refused(Refusal::WrongStore { store: self.store().name }),
            ),
            scene("till-code-unknown", "It is no coupon's.", refused(Refusal::CodeUnknown)),
            scene("till-aside-open", "One is not known while the next is served.", aside(None)),
            scene("till-aside-taken", "It turned out to be taken.", aside(Some(taken()))),
            scene(
                "till-aside-refused",
                "It turned out not to be.",
                aside(Some(End::Refused(Refusal::CodeStale))),
            ),
            scene("till-undo", "Why it is given back is chosen.", undoing(Vec::new())),
            scene(
                "till-undo-no-reason",
                "No reason was written.",
                undoing(vec![UndoStep::NoReason]),
            ),
            scene("till-undoing", "The server is asked.", undoing(vec![UndoStep::Asking])),
            scene("till-undo-unknown", "It is not known yet.", undoing(vec![UndoStep::Unknown])),
            scene(
                "till-undo-late",
                "It is too late.",
                undoing(vec![UndoStep::Refused(Refusal::UndoTooLate { until: NOW + -1 })]),
            ),
        ]
    }

    fn lists(self) -> Vec<Scene> {
        let list =
            |actions: Vec<Ledger>| self.at_work(actions.into_iter().map(Action::Ledger).collect());
        let conflict = OfflineConflict {
            request_id: request().id,
            store: self.store().id,
            by: self.name(),
            coupon: None,
            order_number: "A-1007".into(),
            amount: Fen(4600),
            taken_at: NOW + -2 * HOUR,
            found_at: NOW + -HOUR,
            reason: Refusal::CouponUsed { at: NOW + -3 * HOUR, by: self.name() },
        };
        let settings = OfflineSettings { on: true, most_value: Fen(5000), most_count: 20 };
        let manager = |settled: Vec<Action>| Content::Till {
            page: self.page(Some(self.who(Role::StoreManager))),
            happened: [
                vec![Action::Settings(settings), Action::Ledger(Ledger::Told(self.day()))],
                settled,
            ]
            .concat(),
        };
        vec![
            scene("till-day", "What was taken today.", list(vec![Ledger::Told(self.day())])),
            scene("till-day-loading", "Another day is asked for.", list(vec![Ledger::Day(1)])),
            scene("till-day-not-loaded", "It did not come.", list(vec![Ledger::NoAnswer])),
            scene(
                "till-conflicts",
                "What was taken offline and should not have been.",
                list(vec![Ledger::Told(self.day()), Ledger::Conflicts(vec![conflict])]),
            ),
            scene(
                "till-silent",
                "Results are not heard.",
                self.at_work(vec![Action::Sound(false)]),
            ),
            scene("till-manager", "What may be taken offline.", manager(Vec::new())),
            scene(
                "till-settled",
                "That was changed.",
                manager(vec![Action::Settled(Ok(settings))]),
            ),
            scene(
                "till-not-settled",
                "Its bounds are none.",
                manager(vec![Action::Settled(Err(Unsettled::Wrong))]),
            ),
        ]
    }
}
