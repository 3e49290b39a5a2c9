//! Draws the undo of a redemption: a reason is chosen or typed.

use mall_contract::TillRedemption;
use yew::Html;

use super::context::ViewContext;
use crate::pages::till::intent::Intent;
use crate::pages::till::state::counter::Step;
use crate::pages::till::state::ledger::UndoStep;
use crate::ui::element::{element, list, nodes};

/// The place of an undo on the page.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum UndoPlace {
    Result,
    List,
}

/// Draws the button that starts an undo, or its step. A redemption may stand in two places; the step is
/// drawn in one of them.
pub fn undo(context: &ViewContext<'_>, redemption: &TillRedemption, place: UndoPlace) -> Html {
    let text = context.text;
    let step = context.state.ledger.undo_step(&redemption.id);
    let step = step.filter(|_| place == step_place(context, redemption));
    let Some(step) = step else {
        let label = (text.undo_of)(&redemption.order_number);
        return element!(
            "button",
            [
                ("class", "button quiet"),
                ("type", "button"),
                ("aria-label", label),
                ("onclick", context.on_tap(Intent::StartUndo(redemption.id.clone()))),
            ],
            [text.undo]
        );
    };
    let cancel = context.button("tool", Intent::CancelUndo, nodes![text.cancel_undo]);
    let content = match step {
        UndoStep::Requested => element!("p", [("class", "busy")], [text.undoing]),
        UndoStep::Unknown => element!("p", [("class", "busy")], [text.undo_unknown]),
        UndoStep::Refused(refusal) => {
            let wording = (context.words.refusal)(refusal, context.state.now);
            let words = (context.words.join_sentences)(&wording.message, &wording.next_step);
            nodes![element!("h3", [], [wording.label]), element!("p", [], [words]), cancel]
        }
        UndoStep::ChoosingReason | UndoStep::ReasonMissing => {
            nodes![reasons(context, *step == UndoStep::ReasonMissing), cancel]
        }
    };
    element!("section", [("class", "undo"), ("role", "status")], [content])
}

/// Returns where the step of an undo is drawn: at the result, if that shows the redemption.
fn step_place(context: &ViewContext<'_>, redemption: &TillRedemption) -> UndoPlace {
    match &context.state.counter.step {
        Step::Redeemed(result) if result.id == redemption.id => UndoPlace::Result,
        _ => UndoPlace::List,
    }
}

fn reasons(context: &ViewContext<'_>, is_missing: bool) -> Html {
    let text = context.text;
    let reasons = text
        .undo_reasons
        .map(|reason| context.button("button quiet", Intent::Undo(Some(reason)), nodes![reason]));
    let input = element!(
        "input",
        [
            ("ref", context.refs.reason.clone()),
            ("id", "reason"),
            ("name", "reason"),
            ("maxlength", "200"),
            ("autocomplete", "off"),
            ("aria-invalid", is_missing.then_some("true")),
        ],
        []
    );
    let send =
        element!("button", [("class", "button quiet"), ("type", "submit")], [text.confirm_undo]);
    let missing =
        is_missing.then(|| element!("p", [("class", "wrong")], [text.undo_reason_missing]));
    nodes![
        element!("h3", [], [text.undo_reason]),
        element!("div", [("class", "ways")], [list(reasons.into())]),
        element!(
            "form",
            [("method", "post"), ("onsubmit", context.on_submit(Intent::Undo(None)))],
            [
                element!("label", [("for", "reason")], [text.other_undo_reason]),
                element!("div", [("class", "row")], [input, send]),
                missing,
            ]
        ),
    ]
}
