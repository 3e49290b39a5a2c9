//! Texts of the till's page. Only that page's module has them.

#[cfg(feature = "en")]
mod en;
mod in_language;
#[cfg(feature = "zh")]
mod zh;

use mall_contract::{CodeEntryMode, Fen, InvalidAmount, Refusal, Role};

use super::camera::{CameraText, Notice};

/// All texts of the till's page, in one language.
pub struct TillText {
    pub title: &'static str,
    /// Without the module, or before it runs.
    pub opening: &'static str,

    pub log_in: &'static str,
    pub store: &'static str,
    pub choose_store: &'static str,
    pub name: &'static str,
    pub password: &'static str,
    pub one_moment: &'static str,
    pub session_ended: &'static str,
    pub locked_for: fn(i64) -> String,
    pub unreachable: &'static str,
    pub choose_password: &'static str,
    pub choose_password_hint: &'static str,
    pub current_password: &'static str,
    pub new_password: &'static str,
    pub repeat_password: &'static str,
    pub passwords_differ: &'static str,
    pub save: &'static str,
    pub role: fn(Role) -> &'static str,
    pub menu: &'static str,
    pub sound_on: &'static str,
    pub sound_off: &'static str,
    pub log_out: &'static str,
    pub log_out_everywhere: &'static str,

    pub ready: Notice,
    pub scan: &'static str,
    pub code: &'static str,
    pub code_hint: &'static str,
    pub check: &'static str,
    pub not_a_code: Notice,
    pub looking_up: &'static str,
    pub lookup_failed: Notice,
    pub try_again: &'static str,
    pub usable: &'static str,
    pub usable_next: &'static str,
    pub code_end: fn(&str) -> String,
    pub order: &'static str,
    pub order_invalid: &'static str,
    pub amount: &'static str,
    pub amount_invalid: fn(InvalidAmount) -> &'static str,
    pub amount_short: fn(Fen) -> String,
    pub amount_same_as_order: fn(Fen) -> String,
    pub amount_far_above: fn(Fen) -> String,
    pub revise_amount: &'static str,
    pub confirm_amount: &'static str,
    pub redeem: &'static str,

    pub redeeming: Notice,
    pub result_unknown: Notice,
    pub serve_next_shopper: &'static str,
    pub redeemed: &'static str,
    pub undone: &'static str,
    pub undone_by: fn(&str, &str, &str) -> String,
    pub saving: &'static str,
    pub to_pay: &'static str,
    pub cashier: &'static str,
    pub time: &'static str,
    pub next_shopper: &'static str,
    pub set_aside_pending: fn(&str) -> String,
    pub set_aside_redeemed: fn(&str) -> String,
    pub set_aside_refused: fn(&str, &str) -> String,
    pub dismiss: &'static str,

    pub undo: &'static str,
    pub undo_of: fn(&str) -> String,
    pub undo_until: fn(&str) -> String,
    pub undo_reason: &'static str,
    pub undo_reasons: [&'static str; 3],
    pub other_undo_reason: &'static str,
    pub confirm_undo: &'static str,
    pub cancel_undo: &'static str,
    pub undo_reason_missing: &'static str,
    pub undoing: &'static str,
    pub undo_unknown: &'static str,

    pub today: &'static str,
    pub day_before: &'static str,
    pub day_after: &'static str,
    pub totals: [&'static str; 4],
    pub download_csv: &'static str,
    pub day_empty: &'static str,
    pub loading: &'static str,
    pub not_loaded: &'static str,
    pub more: fn(usize) -> String,
    pub entry_mode: fn(CodeEntryMode) -> &'static str,
    pub order_of: fn(&str) -> String,
    pub conflicts: &'static str,
    pub conflicts_hint: &'static str,

    pub offline: &'static str,
    pub offline_hint: &'static str,
    pub offline_on: &'static str,
    pub value_limit: &'static str,
    pub count_limit: &'static str,
    pub limits_invalid: &'static str,
    pub settings_saved: &'static str,

    /// Offline: the number of coupons left, the largest saving of each, and the end of the grant.
    pub offline_allowed: fn(u32, Fen, &str) -> String,
    pub offline_used_up: &'static str,
    pub offline_not_allowed: &'static str,
    pub uploads_pending: fn(usize) -> String,
    pub conflicts_found: fn(usize) -> String,
    pub usable_offline: &'static str,
    /// The largest saving, and the smallest order.
    pub usable_offline_for: fn(Fen, Fen) -> String,
    pub redeemed_offline: &'static str,
    /// The order, and the largest saving.
    pub redeemed_offline_for: fn(&str, Fen) -> String,
    /// The text of a refusal that the till itself decides offline: a heading and a sentence.
    pub refused_offline: fn(&Refusal) -> Option<[String; 2]>,

    pub camera: CameraText,
}
