//! Draws the counter: the code, its coupon, and the order.

use yew::Html;

use super::context::ViewContext;
use super::order;
use super::verdict::{self, message};
use crate::pages::camera::{CameraState, aim, camera_tools, error_text, icon, video};
use crate::pages::till::intent::Intent;
use crate::pages::till::state::counter::{Field, ParkedRequest, RedeemResult, Step};
use crate::ui::element::{element, input_value, list, nodes};

/// Draws the counter.
pub fn counter(context: &ViewContext<'_>) -> Html {
    let parked = context.state.counter.parked.iter().map(|one| parked(context, one)).collect();
    element!(
        "section",
        [("class", "counter")],
        [
            element!("div", [("role", "status")], [offline_notices(context), list(parked)]),
            stage(context),
            tools(context),
            order::order(context),
            verdict::below_stage(context),
            code_form(context),
        ]
    )
}

/// Draws the till's offline limits, and the redemptions it has to upload.
fn offline_notices(context: &ViewContext<'_>) -> Html {
    let (text, state) = (context.text, context.state);
    let offline = &state.offline;
    let notice = |class, words: String| element!("p", [("class", class)], [words]);
    let limits =
        offline.is_offline.then(|| match (offline.remaining(state.now), &offline.limits) {
            (Some(remaining), Some(limits)) => {
                let until = (context.words.moment)(limits.until, state.now);
                (text.offline_allowed)(remaining, limits.max_value, &until)
            }
            (None, Some(_)) => text.offline_used_up.to_owned(),
            (_, None) => text.offline_not_allowed.to_owned(),
        });
    let pending = match offline.pending.len() {
        0 => None,
        count => Some(notice("away", (text.uploads_pending)(count))),
    };
    let count = offline.conflict_count;
    let conflicts = (count > 0).then(|| notice("away bad", (text.conflicts_found)(count)));
    nodes![limits.map(|words| notice("away wait", words)), pending, conflicts]
}

/// Draws the camera's picture, or the verdict on the last code.
fn stage(context: &ViewContext<'_>) -> Html {
    let counter = &context.state.counter;
    let is_open = matches!(counter.camera, CameraState::Open(_));
    let (class, content) = match &counter.camera {
        CameraState::Open(_) => ("stage open", aim(&context.text.camera)),
        CameraState::Opening | CameraState::Hidden => {
            ("stage", element!("p", [("class", "busy")], [context.text.camera.opening]))
        }
        CameraState::Failed(error) if matches!(counter.step, Step::Ready) => {
            let [heading, sentence] = *error_text(&context.text.camera, *error);
            let retry =
                context.button("button quiet", Intent::Scan, nodes![context.text.camera.retry]);
            let error = message("icon barred", heading, sentence.to_owned());
            ("stage said", nodes![error, retry])
        }
        CameraState::Closed | CameraState::Failed(_) => verdict::verdict(context),
    };
    let video = video(context.camera, is_open);
    // One element that stays, so that screen readers read its change.
    let status = element!(
        "div",
        [("class", "inside"), ("role", "status"), ("aria-live", "assertive")],
        [content]
    );
    element!("section", [("class", class), ("id", "stage"), ("tabindex", "-1")], [video, status])
}

/// Draws the controls of an open camera, or the button that opens it.
fn tools(context: &ViewContext<'_>) -> Html {
    let text = context.text;
    match context.state.counter.camera {
        CameraState::Open(controls) => {
            let button = |intent, label| context.button("tool", Intent::Camera(intent), label);
            element!("div", [("class", "tools")], [camera_tools(&text.camera, controls, button)])
        }
        CameraState::Opening | CameraState::Hidden => Html::default(),
        _ if matches!(context.state.counter.step, Step::Ready | Step::NotACode) => {
            let label = nodes![icon("icon scan"), text.scan];
            context.controls(context.button("button wide", Intent::Scan, label))
        }
        _ => Html::default(),
    }
}

/// Draws the form for a typed code.
fn code_form(context: &ViewContext<'_>) -> Html {
    let (text, counter) = (context.text, &context.state.counter);
    let is_wrong = counter.step == Step::NotACode;
    let input = element!(
        "input",
        [
            ("id", "code"),
            ("name", "code"),
            ("value", input_value(&counter.code_input)),
            ("oninput", context.on_input(Field::Code)),
            ("autocomplete", "off"),
            ("autocapitalize", "characters"),
            ("spellcheck", "false"),
            ("enterkeyhint", "search"),
            ("maxlength", "120"),
            ("aria-describedby", if is_wrong { "code-wrong" } else { "code-hint" }),
            ("aria-invalid", is_wrong.then_some("true")),
        ],
        []
    );
    let below = match is_wrong {
        true => element!("p", [("class", "wrong"), ("id", "code-wrong")], [text.not_a_code[1]]),
        false => element!("p", [("class", "example"), ("id", "code-hint")], [text.code_hint]),
    };
    let check = element!("button", [("class", "button quiet"), ("type", "submit")], [text.check]);
    let again = match counter.step {
        Step::Ready | Step::NotACode => Html::default(),
        _ => {
            let label = nodes![icon("icon scan"), text.scan];
            context.button("tool", Intent::Scan, label)
        }
    };
    element!(
        "form",
        [
            ("class", "typing"),
            ("method", "post"),
            ("onsubmit", context.on_submit(Intent::CheckCode))
        ],
        [context.controls(nodes![
            element!("label", [("for", "code")], [text.code]),
            element!("div", [("class", "row")], [input, check]),
            below,
            again,
        ])]
    )
}

/// Draws the notice of a parked request.
fn parked(context: &ViewContext<'_>, parked: &ParkedRequest) -> Html {
    let text = context.text;
    let order = parked.request.order.as_str();
    let (class, words) = match &parked.result {
        None => ("aside wait", (text.set_aside_pending)(order)),
        Some(RedeemResult::Redeemed(_)) => ("aside good", (text.set_aside_redeemed)(order)),
        Some(RedeemResult::Refused(refusal)) => {
            let wording = (context.words.refusal)(refusal, context.state.now);
            ("aside bad", (text.set_aside_refused)(order, &wording.message))
        }
    };
    let dismiss = parked.result.as_ref().map(|_| {
        context.button("tool", Intent::Dismiss(parked.request.id.clone()), nodes![text.dismiss])
    });
    element!("div", [("class", class)], [element!("p", [], [words]), dismiss])
}
