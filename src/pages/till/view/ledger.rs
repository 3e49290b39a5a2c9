//! Draws the day's list with its totals, and conflicts of offline redemptions.

use mall_contract::{Fen, OfflineConflict, TillDay, TillRedemption};
use yew::Html;

use super::context::ViewContext;
use super::undo::{UndoPlace, undo};
use crate::pages::camera::icon;
use crate::pages::till::intent::Intent;
use crate::pages::till::state::ledger::may_undo;
use crate::ui::element::{element, list, nodes};

/// Draws the list.
pub fn ledger(context: &ViewContext<'_>) -> Html {
    let (text, ledger) = (context.text, &context.state.ledger);
    let content = match &ledger.day {
        Some(day) => day_list(context, day),
        None if ledger.load_failed => element!("p", [("class", "example")], [text.not_loaded]),
        None => element!("p", [("class", "example")], [text.loading]),
    };
    let retry = ledger.load_failed.then(|| {
        let label = nodes![text.try_again];
        context.button("button quiet", Intent::ChooseDay(ledger.days_back), label)
    });
    element!("section", [("class", "ledger")], [days(context), content, retry, conflicts(context)])
}

/// Draws the date, and the buttons to other days.
fn days(context: &ViewContext<'_>) -> Html {
    let (text, state) = (context.text, context.state);
    let days_back = state.ledger.days_back;
    let date = state.ledger.date(state.now);
    let today = (days_back == 0).then_some(text.today);
    let date = element!("span", [], [date]);
    let step = |class, label: &'static str, to: i64| {
        let disabled = (to < 0 || !context.is_live).then_some("");
        element!(
            "button",
            [
                ("class", "step"),
                ("type", "button"),
                ("aria-label", label),
                ("disabled", disabled),
                ("onclick", context.on_tap(Intent::ChooseDay(to))),
            ],
            [icon(class)]
        )
    };
    element!(
        "div",
        [("class", "days")],
        [
            step("icon before", text.day_before, days_back + 1),
            element!("h2", [("aria-live", "polite")], [today, " ", date]),
            step("icon behind", text.day_after, days_back - 1),
        ]
    )
}

fn day_list(context: &ViewContext<'_>, day: &TillDay) -> Html {
    let text = context.text;
    let totals = &day.totals;
    let yuan = |fen: Fen| format!("¥{}", fen.exact());
    let figures = [
        totals.redeemed.to_string(),
        totals.undone.to_string(),
        yuan(totals.amount),
        yuan(totals.saved),
    ];
    let figures = text.totals.into_iter().zip(figures).map(|(label, figure)| {
        element!("div", [], [element!("dt", [], [label]), element!("dd", [], [figure])])
    });
    let entries: Vec<Html> = day.redemptions.iter().map(|one| entry(context, one)).collect();
    let none = entries.is_empty().then(|| element!("p", [("class", "example")], [text.day_empty]));
    let more = match context.state.ledger.unloaded_count() {
        0 => None,
        count => Some(context.button("button quiet", Intent::LoadMore, nodes![(text.more)(count)])),
    };
    let lang = context.session.language.code();
    let file = format!("/v1/till/redemptions.csv?day={}&lang={lang}", day.day);
    nodes![
        element!("dl", [("class", "totals")], [list(figures.collect())]),
        none,
        element!("ul", [("class", "entries")], [list(entries)]),
        more,
        element!(
            "p",
            [("class", "file")],
            [element!("a", [("href", file), ("download", "")], [text.download_csv])]
        ),
    ]
}

fn entry(context: &ViewContext<'_>, redemption: &TillRedemption) -> Html {
    let (text, words, now) = (context.text, context.words, context.state.now);
    let civil = redemption.at.civil();
    let time = format!("{:02}:{:02}", civil.hour, civil.minute);
    let saved = redemption.saved.map(|saved| format!(" − ¥{}", saved.exact()));
    let sums = format!("¥{}{}", redemption.amount.exact(), saved.unwrap_or_default());
    let undone = redemption.undone.as_ref().map(|undone| {
        let at = (words.moment)(undone.at, now);
        element!(
            "p",
            [("class", "given-back")],
            [(text.undone_by)(&at, &undone.by, &undone.reason)]
        )
    });
    let undo = may_undo(redemption, now).then(|| undo(context, redemption, UndoPlace::List));
    let order = element!("bdi", [], [(text.order_of)(&redemption.order_number)]);
    let details = nodes![
        element!("bdi", [], [&*redemption.by]),
        " · ",
        (text.entry_mode)(redemption.read),
        " · ",
        (text.code_end)(&redemption.coupon.code_end),
    ];
    element!(
        "li",
        [("class", if redemption.undone.is_some() { "entry back" } else { "entry" })],
        [
            element!("span", [("class", "at")], [time]),
            element!(
                "div",
                [("class", "what")],
                [
                    element!("h3", [], [&*redemption.coupon.title]),
                    element!("p", [], [order, " · ", sums]),
                    element!("p", [("class", "example")], [details]),
                    undone,
                    undo,
                ]
            ),
        ]
    )
}

fn conflicts(context: &ViewContext<'_>) -> Html {
    let (text, all) = (context.text, &context.state.ledger.conflicts);
    if all.is_empty() {
        return Html::default();
    }
    let entries = all.iter().map(|one| conflict(context, one)).collect();
    element!(
        "section",
        [("class", "conflicts")],
        [
            element!("h2", [], [text.conflicts]),
            element!("p", [("class", "example")], [text.conflicts_hint]),
            element!("ul", [("class", "entries")], [list(entries)]),
        ]
    )
}

fn conflict(context: &ViewContext<'_>, one: &OfflineConflict) -> Html {
    let (text, words, now) = (context.text, context.words, context.state.now);
    let wording = (words.refusal)(&one.reason, now);
    let sums = format!("{} · ¥{}", (text.order_of)(&one.order_number), one.amount.exact());
    element!(
        "li",
        [("class", "entry")],
        [
            element!("span", [("class", "at")], [(words.moment)(one.taken_at, now)]),
            element!(
                "div",
                [("class", "what")],
                [
                    element!("h3", [], [wording.label]),
                    element!("p", [], [sums, " · ", element!("bdi", [], [&*one.by])]),
                    element!("p", [("class", "example")], [wording.message.into_owned()]),
                ]
            ),
        ]
    )
}
