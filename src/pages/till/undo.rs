//! Giving back: a reason is chosen or written.

use mall_contract::TillRedemption;
use yew::Html;

use super::state::ledger::UndoStep;
use super::{Drawing, Wish};
use crate::ui::element::{element, list, nodes};

/// The way to give a redemption back, or how far that is. `place` tells it from the same one elsewhere on the page,
/// where it is only offered.
pub fn undo(drawing: &Drawing<'_>, taken: &TillRedemption, place: &'static str) -> Html {
    let text = drawing.text;
    let step = drawing.state.ledger.undo_of(&taken.id);
    let shown = step.filter(|_| place == shown_at(drawing, taken));
    let Some(step) = shown else {
        let label = (text.undo_of)(&taken.order_number);
        return element!(
            "button",
            [
                ("class", "button quiet"),
                ("type", "button"),
                ("aria-label", label),
                ("onclick", drawing.tapped(Wish::Undo(taken.id.clone()))),
            ],
            [text.undo]
        );
    };
    let keep = drawing.button("tool", Wish::Keep, nodes![text.keep]);
    let content = match step {
        UndoStep::Asking => element!("p", [("class", "busy")], [text.giving_back]),
        UndoStep::Unknown => element!("p", [("class", "busy")], [text.giving_back_unknown]),
        UndoStep::Refused(refusal) => {
            let said = (drawing.words.refusal)(refusal, drawing.state.now);
            let words = (drawing.words.sentences)(&said.message, &said.next_step);
            nodes![element!("h3", [], [said.label]), element!("p", [], [words]), keep]
        }
        UndoStep::Choosing | UndoStep::NoReason => {
            nodes![choosing(drawing, *step == UndoStep::NoReason), keep]
        }
    };
    element!("section", [("class", "undo"), ("role", "status")], [content])
}

/// Where it goes on: at the result, where that shows it.
fn shown_at(drawing: &Drawing<'_>, taken: &TillRedemption) -> &'static str {
    use super::state::counter::Step;
    match &drawing.state.counter.step {
        Step::Taken(shown) if shown.id == taken.id => "result",
        _ => "list",
    }
}

fn choosing(drawing: &Drawing<'_>, wrong: bool) -> Html {
    let text = drawing.text;
    let reasons = text
        .reasons
        .map(|reason| drawing.button("button quiet", Wish::GiveBack(Some(reason)), nodes![reason]));
    let input = element!(
        "input",
        [
            ("ref", drawing.life.places.reason.clone()),
            ("id", "reason"),
            ("name", "reason"),
            ("maxlength", "200"),
            ("autocomplete", "off"),
            ("aria-invalid", wrong.then_some("true")),
        ],
        []
    );
    let send =
        element!("button", [("class", "button quiet"), ("type", "submit")], [text.give_back]);
    let wrong = wrong.then(|| element!("p", [("class", "wrong")], [text.no_reason]));
    nodes![
        element!("h3", [], [text.why]),
        element!("div", [("class", "ways")], [list(reasons.into())]),
        element!(
            "form",
            [("method", "post"), ("onsubmit", drawing.sent(Wish::GiveBack(None)))],
            [
                element!("label", [("for", "reason")], [text.other_reason]),
                element!("div", [("class", "row")], [input, send]),
                wrong,
            ]
        ),
    ]
}
