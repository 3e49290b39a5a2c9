//! Texts of the till's page. Only that page's module has them.

#[cfg(feature = "en")]
mod en;
mod in_language;
#[cfg(feature = "zh")]
mod zh;

use mall_contract::{CodeEntryMode, Fen, InvalidAmount, Refusal, Role};

use super::camera::{CameraText, Notice};

/// All texts of the till's page, in one language.
#[allow(missing_docs, reason = "each field is its own text; the languages below show it")]
pub struct TillText {
    pub title: &'static str,
    /// Without the module, or before it runs.
    pub coming: &'static str,

    pub log_in: &'static str,
    pub store: &'static str,
    pub choose_store: &'static str,
    pub name: &'static str,
    pub password: &'static str,
    pub one_moment: &'static str,
    pub session_ended: &'static str,
    pub locked_for: fn(i64) -> String,
    pub no_answer: &'static str,
    pub own_password: &'static str,
    pub own_password_why: &'static str,
    pub old_password: &'static str,
    pub new_password: &'static str,
    pub again_password: &'static str,
    pub not_the_same: &'static str,
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
    pub asking: &'static str,
    pub not_asked: Notice,
    pub try_again: &'static str,
    pub usable: &'static str,
    pub usable_next: &'static str,
    pub code_end: fn(&str) -> String,
    pub order: &'static str,
    pub order_wrong: &'static str,
    pub amount: &'static str,
    pub amount_wrong: fn(InvalidAmount) -> &'static str,
    pub short: fn(Fen) -> String,
    pub redeem: &'static str,

    pub taking: Notice,
    pub unknown: Notice,
    pub serve_next: &'static str,
    pub taken: &'static str,
    pub given_back: &'static str,
    pub undone_by: fn(&str, &str, &str) -> String,
    pub saved: &'static str,
    pub to_pay: &'static str,
    pub by: &'static str,
    pub time: &'static str,
    pub next: &'static str,
    pub aside_open: fn(&str) -> String,
    pub aside_taken: fn(&str) -> String,
    pub aside_refused: fn(&str, &str) -> String,
    pub noted: &'static str,

    pub undo: &'static str,
    pub undo_of: fn(&str) -> String,
    pub undo_until: fn(&str) -> String,
    pub why: &'static str,
    pub reasons: [&'static str; 3],
    pub other_reason: &'static str,
    pub give_back: &'static str,
    pub keep: &'static str,
    pub no_reason: &'static str,
    pub giving_back: &'static str,
    pub giving_back_unknown: &'static str,

    pub today: &'static str,
    pub day_before: &'static str,
    pub day_after: &'static str,
    pub totals: [&'static str; 4],
    pub csv: &'static str,
    pub nothing: &'static str,
    pub loading: &'static str,
    pub not_loaded: &'static str,
    pub more: fn(usize) -> String,
    pub read: fn(CodeEntryMode) -> &'static str,
    pub order_of: fn(&str) -> String,
    pub conflicts: &'static str,
    pub conflicts_why: &'static str,

    pub offline: &'static str,
    pub offline_why: &'static str,
    pub offline_on: &'static str,
    pub most_value: &'static str,
    pub most_count: &'static str,
    pub bounds_wrong: &'static str,
    pub saved_settings: &'static str,

    /// Offline: the number of coupons left, the largest saving of each, and the end of the grant.
    pub away: fn(u32, Fen, &str) -> String,
    pub away_used_up: &'static str,
    pub away_without: &'static str,
    pub untold: fn(usize) -> String,
    pub found: fn(usize) -> String,
    pub proven: &'static str,
    /// The largest saving, and the smallest order.
    pub proven_for: fn(Fen, Fen) -> String,
    pub taken_offline: &'static str,
    /// The order, and the largest saving.
    pub taken_offline_for: fn(&str, Fen) -> String,
    /// The text of a refusal that the till itself decides offline: a heading and a sentence.
    pub refused_offline: fn(&Refusal) -> Option<[String; 2]>,

    pub camera: CameraText,
}
