use mall_contract::{
    Mall, Refusal, Role, StaffSession, StoreId, TillDay, TillPage, TillRedemption, TillRefusal,
    TillTotals, UndoRecord,
};

use super::counter::{Field, Step};
use super::ledger::{UndoStep, may_undo};
use super::login::LoginFailure;
use super::{Action, CounterAction, LedgerAction, LoginAction, State, Tone};
use crate::pages::store::Reduce;
use crate::pages::till::samples::{NOW, redemption};

fn staff(name: &str) -> StaffSession {
    StaffSession {
        name: name.into(),
        role: Role::Cashier,
        store: StoreId::parse("cafe").ok(),
        must_change_password: false,
        expires_at: NOW + 3_600_000,
    }
}

fn login_state() -> State {
    let mall = Mall { name: "Mall".into() };
    State::new(&TillPage { mall, server_time: NOW, stores: Vec::new(), session: None })
}

fn after(actions: Vec<Action>) -> State {
    actions.into_iter().fold(login_state(), |state, action| state.reduce(action).as_ref().clone())
}

fn read(text: &str) -> Action {
    Action::Counter(CounterAction::CodeRead(text.into()))
}

fn ended(step: CounterAction) -> Action {
    Action::Counter(step)
}

#[test]
fn staff_who_must_choose_a_password_are_not_at_work_yet() {
    let new = StaffSession { must_change_password: true, ..staff("Wang") };
    let state = after(vec![Action::LoggedIn(new)]);
    assert_eq!((state.staff.is_some(), state.active_staff()), (true, None));
    let state = state.reduce(Action::PasswordChanged);
    assert_eq!(state.active_staff(), Some(&staff("Wang")));
}

#[test]
fn a_locked_login_opens_after_the_wait() {
    let refused = Refusal::TooMany { retry_after: 60 };
    let state = after(vec![
        Action::Login(LoginAction::Requested),
        Action::Login(LoginAction::Refused(refused)),
    ]);
    assert_eq!((state.login.locked_seconds(NOW), state.login.is_pending), (60, false));
    assert_eq!(state.login.locked_seconds(NOW + 59_001), 1);
    assert_eq!(state.login.locked_seconds(NOW + 60_000), 0);
    let wrong = LoginAction::Refused(Refusal::Till(TillRefusal::StaffLoginInvalid));
    let state = after(vec![Action::Login(wrong)]);
    assert_eq!(
        state.login.failure,
        Some(LoginFailure::Refused(Refusal::Till(TillRefusal::StaffLoginInvalid)))
    );
    assert_eq!(state.reduce(Action::Login(LoginAction::Requested)).login.failure, None);
}

#[test]
fn a_session_that_ends_during_work_keeps_the_typed_text() {
    let typed = CounterAction::Input(Field::Order, "A-1".into());
    let state = after(vec![
        Action::LoggedIn(staff("Wang")),
        read("7K01QD8M2ZWX3V5T"),
        Action::Counter(typed),
        Action::SessionEnded,
    ]);
    assert!(state.staff.is_none() && state.login.session_ended);
    let state = state.reduce(Action::LoggedIn(staff("Wang")));
    assert_eq!((state.counter.order.as_str(), state.login.session_ended), ("A-1", false));
    assert_eq!(
        (state.counter.code.as_str(), &state.counter.step),
        ("7K01QD8M2ZWX3V5T", &Step::LookingUp)
    );
    let state = state.reduce(Action::LoggedOut);
    assert_eq!(
        (state.counter.order.as_str(), state.login.session_ended),
        ("", false),
        "the next one's"
    );
}

#[test]
fn each_result_sounds_once() {
    let before = after(vec![Action::LoggedIn(staff("Wang")), read("7K01QD8M2ZWX3V5T")]);
    let refused =
        before.reduce(ended(CounterAction::Refused(Refusal::Till(TillRefusal::CodeStale))));
    assert_eq!(refused.tone_after(&before), Some(Tone::Failure));
    assert_eq!(refused.reduce(Action::Tick(NOW)).tone_after(&refused), None);
    let mut good = before.clone();
    good.counter.step = Step::Redeemed(redemption("t1").into());
    assert_eq!(good.tone_after(&before), Some(Tone::Success));
    assert_eq!(good.reduce(Action::SoundChanged(false)).tone_after(&before), None);
    let undone = TillRedemption {
        undone: Some(UndoRecord { at: NOW, by: "Wang".into(), reason: "x".into() }),
        ..redemption("t1")
    };
    let given_back = good.reduce(Action::Undone(undone.clone().into()));
    assert_eq!(given_back.tone_after(&good), None);
    assert_eq!(given_back.counter.step, Step::Redeemed(undone.into()));
}

fn day(date: &str, ids: &[&str], redeemed: u32) -> TillDay {
    TillDay {
        store: StoreId::parse("cafe").expect("an id"),
        day: date.into(),
        redemptions: ids.iter().map(|id| redemption(id)).collect(),
        totals: TillTotals { redeemed, ..TillTotals::default() },
    }
}

#[test]
fn days_are_shown_one_at_a_time() {
    let today = after(vec![]).ledger.date(NOW);
    assert_eq!(today, "2026-11-23");
    let ledger = |actions: Vec<LedgerAction>| {
        after(actions.into_iter().map(Action::Ledger).collect()).ledger
    };
    let day_loaded = LedgerAction::DayLoaded(day(&today, &["a", "b"], 3));
    assert_eq!(ledger(vec![day_loaded.clone()]).unloaded_count(), 1);
    let more = LedgerAction::MoreLoaded(day(&today, &["b", "c"], 3));
    let all = ledger(vec![day_loaded.clone(), more]);
    assert_eq!(all.unloaded_count(), 0);
    let ids: Vec<_> =
        all.day.into_iter().flat_map(|day| day.redemptions).map(|one| one.id).collect();
    assert_eq!(ids, ["a", "b", "c"]);
    let before = ledger(vec![day_loaded.clone(), LedgerAction::DayChosen(1), day_loaded]);
    assert_eq!((before.day, before.days_back), (None, 1), "an answer for another day");
    assert_eq!(ledger(vec![LedgerAction::DayChosen(-1)]).days_back, 0, "there is no tomorrow");
    assert_eq!(ledger(vec![LedgerAction::DayChosen(23)]).date(NOW), "2026-10-31");
}

#[test]
fn undo_is_offered_while_it_is_allowed() {
    let one = redemption("t1");
    assert!(may_undo(&one, one.undo_until + -1) && !may_undo(&one, one.undo_until));
    let undone = TillRedemption {
        undone: Some(UndoRecord { at: NOW, by: "Wang".into(), reason: "x".into() }),
        ..one.clone()
    };
    assert!(!may_undo(&undone, NOW));
    let today = after(vec![]).ledger.date(NOW);
    let day_loaded = LedgerAction::DayLoaded(day(&today, &["t1"], 1));
    let state = after(vec![
        Action::Ledger(day_loaded),
        Action::Ledger(LedgerAction::UndoStarted("t1".into())),
        Action::Ledger(LedgerAction::UndoStepped(UndoStep::Requested)),
    ]);
    assert_eq!(state.ledger.undo_step("t1"), Some(&UndoStep::Requested));
    assert_eq!(state.ledger.undo_step("t2"), None);
    let state = state.reduce(Action::Undone(undone.clone().into()));
    assert_eq!(state.ledger.undo, None);
    assert_eq!(state.ledger.day.as_ref().map(|day| day.redemptions.clone()), Some(vec![undone]));
}
