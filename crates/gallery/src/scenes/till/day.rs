//! The day's list, and a manager's settings.

use mall_contract::{Fen, OfflineConflict, OfflineSettings, Refusal, Role, TillRefusal};
use mall_coupons::pages::till::state::{Action, LedgerAction, SettingsError};

use crate::samples::{HOUR_MS, NOW, TillSamples, request};
use crate::scenes::scene::{Content, Scene, scene};

const SETTINGS: OfflineSettings =
    OfflineSettings { on: true, most_value: Fen(5000), most_count: 20 };

pub fn scenes(till: TillSamples) -> Vec<Scene> {
    let day = || LedgerAction::DayLoaded(till.day());
    let list = |actions: Vec<LedgerAction>| {
        let actions = actions.into_iter().map(Action::Ledger).collect();
        Content::till(till, Role::Cashier, actions)
    };
    let silent = Content::till(till, Role::Cashier, vec![Action::SoundChanged(false)]);
    let settled = |result| settings(till, Some(Action::SettingsSaved(result)));
    vec![
        scene("till-day", "The redemptions of a day.", list(vec![day()])),
        scene(
            "till-day-loading",
            "Another day is being read.",
            list(vec![LedgerAction::DayChosen(1)]),
        ),
        scene("till-day-not-loaded", "The day was not read.", list(vec![LedgerAction::NoResponse])),
        scene(
            "till-conflicts",
            "Offline redemptions that should not have been made.",
            list(vec![day(), LedgerAction::ConflictsLoaded(vec![conflict(till)])]),
        ),
        scene("till-silent", "Sound is off.", silent),
        scene("till-manager", "A manager's settings for offline tills.", settings(till, None)),
        scene("till-settled", "The settings were saved.", settled(Ok(SETTINGS))),
        scene("till-not-settled", "A bound is no number.", settled(Err(SettingsError::Invalid))),
    ]
}

fn settings(till: TillSamples, action: Option<Action>) -> Content {
    let read =
        [Action::SettingsLoaded(SETTINGS), Action::Ledger(LedgerAction::DayLoaded(till.day()))];
    Content::till(till, Role::StoreManager, read.into_iter().chain(action).collect())
}

fn conflict(till: TillSamples) -> OfflineConflict {
    OfflineConflict {
        request_id: request().id,
        store: till.store().id,
        by: till.staff_name(),
        coupon: None,
        order_number: "A-1007".into(),
        amount: Fen(4600),
        taken_at: NOW + -2 * HOUR_MS,
        found_at: NOW + -HOUR_MS,
        reason: Refusal::Till(TillRefusal::CouponUsed {
            at: NOW + -3 * HOUR_MS,
            by: till.staff_name(),
        }),
    }
}
