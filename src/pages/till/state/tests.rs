use mall_contract::{
    Mall, Refusal, Role, StaffSession, StoreId, TillDay, TillPage, TillRedemption, TillTotals,
    UndoRecord,
};

use super::counter::{Field, Step};
use super::door::Kept;
use super::ledger::{UndoStep, may_undo};
use super::{Action, CounterAction, DoorAction, LedgerAction, State, Tone};
use crate::pages::till::samples::{NOW, taken};

fn who(name: &str) -> StaffSession {
    StaffSession {
        name: name.into(),
        role: Role::Cashier,
        store: StoreId::parse("cafe").ok(),
        must_change_password: false,
        expires_at: NOW + 3_600_000,
    }
}

fn opened() -> State {
    let mall = Mall { name: "Mall".into() };
    State::opened(&TillPage { mall, server_time: NOW, stores: Vec::new(), session: None })
}

fn after(actions: Vec<Action>) -> State {
    actions.into_iter().fold(opened(), |state, action| state.reduce(action).as_ref().clone())
}

fn read(text: &str) -> Action {
    Action::Counter(CounterAction::Read(text.into()))
}

fn ended(step: CounterAction) -> Action {
    Action::Counter(step)
}

#[test]
fn who_has_to_choose_a_password_is_not_at_work_yet() {
    let new = StaffSession { must_change_password: true, ..who("Wang") };
    let state = after(vec![Action::LoggedIn(new)]);
    assert_eq!((state.who.is_some(), state.at_work()), (true, None));
    let state = state.reduce(Action::PasswordChosen);
    assert_eq!(state.at_work(), Some(&who("Wang")));
}

#[test]
fn a_locked_door_opens_by_itself() {
    let refused = Refusal::TooMany { retry_after: 60 };
    let state =
        after(vec![Action::Door(DoorAction::Asked), Action::Door(DoorAction::Refused(refused))]);
    assert_eq!((state.door.locked_for(NOW), state.door.busy), (60, false));
    assert_eq!(state.door.locked_for(NOW + 59_001), 1);
    assert_eq!(state.door.locked_for(NOW + 60_000), 0);
    let wrong = DoorAction::Refused(Refusal::StaffLoginInvalid);
    let state = after(vec![Action::Door(wrong)]);
    assert_eq!(state.door.kept, Some(Kept::Refused(Refusal::StaffLoginInvalid)));
    assert_eq!(state.reduce(Action::Door(DoorAction::Asked)).door.kept, None);
}

#[test]
fn a_session_that_ends_while_somebody_works_leaves_what_was_typed() {
    let typed = CounterAction::Typed(Field::Order, "A-1".into());
    let state = after(vec![
        Action::LoggedIn(who("Wang")),
        read("7K01QD8M2ZWX3V5T"),
        Action::Counter(typed),
        Action::SessionEnded,
    ]);
    assert!(state.who.is_none() && state.door.ended);
    let state = state.reduce(Action::LoggedIn(who("Wang")));
    assert_eq!((state.counter.order.as_str(), state.door.ended), ("A-1", false));
    assert_eq!(
        (state.counter.read.as_str(), &state.counter.step),
        ("7K01QD8M2ZWX3V5T", &Step::Asking)
    );
    let state = state.reduce(Action::LoggedOut);
    assert_eq!((state.counter.order.as_str(), state.door.ended), ("", false), "the next one's");
}

#[test]
fn results_are_heard_once() {
    let before = after(vec![Action::LoggedIn(who("Wang")), read("7K01QD8M2ZWX3V5T")]);
    let refused = before.reduce(ended(CounterAction::Refused(Refusal::CodeStale)));
    assert_eq!(refused.tone_after(&before), Some(Tone::Bad));
    assert_eq!(refused.reduce(Action::Tick(NOW)).tone_after(&refused), None);
    let mut good = before.clone();
    good.counter.step = Step::Taken(taken("t1").into());
    assert_eq!(good.tone_after(&before), Some(Tone::Good));
    assert_eq!(good.reduce(Action::Sound(false)).tone_after(&before), None);
    let undone = TillRedemption {
        undone: Some(UndoRecord { at: NOW, by: "Wang".into(), reason: "x".into() }),
        ..taken("t1")
    };
    let given_back = good.reduce(Action::Undone(undone.clone().into()));
    assert_eq!(given_back.tone_after(&good), None);
    assert_eq!(given_back.counter.step, Step::Taken(undone.into()));
}

fn day(date: &str, ids: &[&str], redeemed: u32) -> TillDay {
    TillDay {
        store: StoreId::parse("cafe").expect("an id"),
        day: date.into(),
        redemptions: ids.iter().map(|id| taken(id)).collect(),
        totals: TillTotals { redeemed, ..TillTotals::default() },
    }
}

#[test]
fn days_are_looked_at_one_by_one() {
    let today = after(vec![]).ledger.date(NOW);
    assert_eq!(today, "2026-11-23");
    let ledger = |actions: Vec<LedgerAction>| {
        after(actions.into_iter().map(Action::Ledger).collect()).ledger
    };
    let told = LedgerAction::Told(day(&today, &["a", "b"], 3));
    assert_eq!(ledger(vec![told.clone()]).unlisted(), 1);
    let more = LedgerAction::More(day(&today, &["b", "c"], 3));
    let all = ledger(vec![told.clone(), more]);
    assert_eq!(all.unlisted(), 0);
    let ids: Vec<_> =
        all.day.into_iter().flat_map(|day| day.redemptions).map(|one| one.id).collect();
    assert_eq!(ids, ["a", "b", "c"]);
    let before = ledger(vec![told.clone(), LedgerAction::Day(1), told]);
    assert_eq!((before.day, before.back), (None, 1), "an answer for another day");
    assert_eq!(ledger(vec![LedgerAction::Day(-1)]).back, 0, "there is no tomorrow");
    assert_eq!(ledger(vec![LedgerAction::Day(23)]).date(NOW), "2026-10-31");
}

#[test]
fn giving_back_is_offered_while_it_may_be() {
    let one = taken("t1");
    assert!(may_undo(&one, one.undo_until + -1) && !may_undo(&one, one.undo_until));
    let undone = TillRedemption {
        undone: Some(UndoRecord { at: NOW, by: "Wang".into(), reason: "x".into() }),
        ..one.clone()
    };
    assert!(!may_undo(&undone, NOW));
    let today = after(vec![]).ledger.date(NOW);
    let told = LedgerAction::Told(day(&today, &["t1"], 1));
    let state = after(vec![
        Action::Ledger(told),
        Action::Ledger(LedgerAction::Undo("t1".into())),
        Action::Ledger(LedgerAction::UndoStep(UndoStep::Asking)),
    ]);
    assert_eq!(state.ledger.undo_of("t1"), Some(&UndoStep::Asking));
    assert_eq!(state.ledger.undo_of("t2"), None);
    let state = state.reduce(Action::Undone(undone.clone().into()));
    assert_eq!(state.ledger.undo, None);
    assert_eq!(state.ledger.day.as_ref().map(|day| day.redemptions.clone()), Some(vec![undone]));
}
