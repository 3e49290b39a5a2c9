//! The day's list with its totals, and what was taken offline and has to be settled.

use mall_contract::{Fen, OfflineConflict, TillDay, TillRedemption};
use yew::Html;

use super::state::ledger::may_undo;
use super::undo::undo;
use super::{Drawing, Wish};
use crate::pages::eye::icon;
use crate::ui::element::{element, list, nodes};

/// Draws it.
pub fn ledger(drawing: &Drawing<'_>) -> Html {
    let (text, ledger) = (drawing.text, &drawing.state.ledger);
    let content = match &ledger.day {
        Some(day) => shown(drawing, day),
        None if ledger.failed => element!("p", [("class", "example")], [text.not_loaded]),
        None => element!("p", [("class", "example")], [text.loading]),
    };
    let again = ledger.failed.then(|| {
        let label = nodes![text.try_again];
        drawing.button("button quiet", Wish::Day(ledger.back), label)
    });
    element!("section", [("class", "ledger")], [days(drawing), content, again, conflicts(drawing)])
}

/// Which day, and the ways to others.
fn days(drawing: &Drawing<'_>) -> Html {
    let (text, state) = (drawing.text, drawing.state);
    let back = state.ledger.back;
    let date = state.ledger.date(state.now);
    let today = (back == 0).then_some(text.today);
    let date = element!("span", [], [date]);
    let step = |class, label: &'static str, to: i64| {
        let stopped = (to < 0 || !drawing.live).then_some("");
        element!(
            "button",
            [
                ("class", "step"),
                ("type", "button"),
                ("aria-label", label),
                ("disabled", stopped),
                ("onclick", drawing.tapped(Wish::Day(to))),
            ],
            [icon(class)]
        )
    };
    element!(
        "div",
        [("class", "days")],
        [
            step("icon before", text.day_before, back + 1),
            element!("h2", [("aria-live", "polite")], [today, " ", date]),
            step("icon behind", text.day_after, back - 1),
        ]
    )
}

fn shown(drawing: &Drawing<'_>, day: &TillDay) -> Html {
    let text = drawing.text;
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
    let entries: Vec<Html> = day.redemptions.iter().map(|taken| entry(drawing, taken)).collect();
    let none = entries.is_empty().then(|| element!("p", [("class", "example")], [text.nothing]));
    let more = match drawing.state.ledger.unlisted() {
        0 => None,
        count => Some(drawing.button("button quiet", Wish::More, nodes![(text.more)(count)])),
    };
    let lang = drawing.life.session.language.code();
    let file = format!("/v1/till/redemptions.csv?day={}&lang={lang}", day.day);
    nodes![
        element!("dl", [("class", "totals")], [list(figures.collect())]),
        none,
        element!("ul", [("class", "entries")], [list(entries)]),
        more,
        element!(
            "p",
            [("class", "file")],
            [element!("a", [("href", file), ("download", "")], [text.csv])]
        ),
    ]
}

fn entry(drawing: &Drawing<'_>, taken: &TillRedemption) -> Html {
    let (text, words, now) = (drawing.text, drawing.words, drawing.state.now);
    let civil = taken.at.civil();
    let time = format!("{:02}:{:02}", civil.hour, civil.minute);
    let saved = taken.saved.map(|saved| format!(" − ¥{}", saved.exact()));
    let sums = format!("¥{}{}", taken.amount.exact(), saved.unwrap_or_default());
    let undone = taken.undone.as_ref().map(|undone| {
        let at = (words.moment)(undone.at, now);
        element!(
            "p",
            [("class", "given-back")],
            [(text.undone_by)(&at, &undone.by, &undone.reason)]
        )
    });
    let undo = may_undo(taken, now).then(|| undo(drawing, taken, "list"));
    let order = element!("bdi", [], [(text.order_of)(&taken.order_number)]);
    let details = nodes![
        element!("bdi", [], [&*taken.by]),
        " · ",
        (text.read)(taken.read),
        " · ",
        (text.code_end)(&taken.coupon.code_end),
    ];
    element!(
        "li",
        [("class", if taken.undone.is_some() { "entry back" } else { "entry" })],
        [
            element!("span", [("class", "at")], [time]),
            element!(
                "div",
                [("class", "what")],
                [
                    element!("h3", [], [&*taken.coupon.title]),
                    element!("p", [], [order, " · ", sums]),
                    element!("p", [("class", "example")], [details]),
                    undone,
                    undo,
                ]
            ),
        ]
    )
}

fn conflicts(drawing: &Drawing<'_>) -> Html {
    let (text, all) = (drawing.text, &drawing.state.ledger.conflicts);
    if all.is_empty() {
        return Html::default();
    }
    let entries = all.iter().map(|one| conflict(drawing, one)).collect();
    element!(
        "section",
        [("class", "conflicts")],
        [
            element!("h2", [], [text.conflicts]),
            element!("p", [("class", "example")], [text.conflicts_why]),
            element!("ul", [("class", "entries")], [list(entries)]),
        ]
    )
}

fn conflict(drawing: &Drawing<'_>, one: &OfflineConflict) -> Html {
    let (text, words, now) = (drawing.text, drawing.words, drawing.state.now);
    let said = (words.refusal)(&one.reason, now);
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
                    element!("h3", [], [said.label]),
                    element!("p", [], [sums, " · ", element!("bdi", [], [&*one.by])]),
                    element!("p", [("class", "example")], [said.message.into_owned()]),
                ]
            ),
        ]
    )
}
