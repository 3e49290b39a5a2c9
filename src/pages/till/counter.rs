//! The counter: where codes are read, and what they are.

use yew::Html;

use super::state::counter::{Aside, Camera, End, Field, Step};
use super::{Drawing, Wish, order, verdict};
use crate::host::document;
use crate::pages::eye::{self, icon};
use crate::ui::element::{Kind, Value, element, input_value, list, nodes, on};

/// Draws it.
pub fn counter(drawing: &Drawing<'_>) -> Html {
    let asides = drawing.state.counter.aside.iter().map(|one| aside(drawing, one)).collect();
    element!(
        "section",
        [("class", "counter")],
        [
            element!("div", [("role", "status")], [away(drawing), list(asides)]),
            stage(drawing),
            tools(drawing),
            order::order(drawing),
            verdict::after(drawing),
            reading(drawing),
        ]
    )
}

/// What goes on without a network, and what is still to be told.
fn away(drawing: &Drawing<'_>) -> Html {
    let (text, state) = (drawing.text, drawing.state);
    let offline = &state.offline;
    let notice = |class, words: String| element!("p", [("class", class)], [words]);
    let away = offline.away.then(|| match (offline.left(state.now), &offline.bounds) {
        (Some(left), Some(bounds)) => {
            let until = (drawing.words.moment)(bounds.until, state.now);
            (text.away)(left, bounds.most_value, &until)
        }
        (None, Some(_)) => text.away_used_up.to_owned(),
        (_, None) => text.away_without.to_owned(),
    });
    let untold = match offline.untold.len() {
        0 => None,
        count => Some(notice("away", (text.untold)(count))),
    };
    let found = (offline.found > 0).then(|| notice("away bad", (text.found)(offline.found)));
    nodes![away.map(|words| notice("away wait", words)), untold, found]
}

/// The camera's picture, or what has been read.
fn stage(drawing: &Drawing<'_>) -> Html {
    let counter = &drawing.state.counter;
    let open = matches!(counter.camera, Camera::Open(_));
    let (class, content) = match &counter.camera {
        Camera::Open(_) => ("stage open", eye::aiming(&drawing.text.camera)),
        Camera::Opening | Camera::Hidden => {
            ("stage", element!("p", [("class", "busy")], [drawing.text.camera.opening]))
        }
        Camera::Failed(trouble) if matches!(counter.step, Step::Ready) => {
            let [heading, sentence] = *eye::trouble(&drawing.text.camera, *trouble);
            let retry =
                drawing.button("button quiet", Wish::Scan, nodes![drawing.text.camera.retry]);
            let said = verdict::said("icon barred", heading, sentence.to_owned());
            ("stage said", nodes![said, retry])
        }
        Camera::Closed | Camera::Failed(_) => verdict::verdict(drawing),
    };
    let video = eye::picture(&drawing.life.eye, open);
    // One element for all that stands here: only then is its change read out.
    let said = element!(
        "div",
        [("class", "inside"), ("role", "status"), ("aria-live", "assertive")],
        [content]
    );
    element!("section", [("class", class), ("id", "stage"), ("tabindex", "-1")], [video, said])
}

/// What can be done with an open camera, or the way to open it.
fn tools(drawing: &Drawing<'_>) -> Html {
    let text = drawing.text;
    match drawing.state.counter.camera {
        Camera::Open(view) => {
            let button = |wish, label| drawing.button("tool", Wish::Camera(wish), label);
            element!("div", [("class", "tools")], [eye::tools(&text.camera, view, button)])
        }
        Camera::Opening | Camera::Hidden => Html::default(),
        _ if matches!(drawing.state.counter.step, Step::Ready | Step::NotACode) => {
            let label = nodes![icon("icon scan"), text.scan];
            drawing.controls(drawing.button("button wide", Wish::Scan, label))
        }
        _ => Html::default(),
    }
}

/// Tells what stands in a field, as it is typed.
pub fn typing(drawing: &Drawing<'_>, field: Field) -> Value {
    let told = drawing.wish.clone();
    on(Kind::Input, move |event| {
        let typed = document::value_at(&event);
        told.emit(Wish::Typed(field, typed));
    })
}

/// Where a code is typed, by hand or by a scanner.
fn reading(drawing: &Drawing<'_>) -> Html {
    let (text, counter) = (drawing.text, &drawing.state.counter);
    let wrong = counter.step == Step::NotACode;
    let input = element!(
        "input",
        [
            ("id", "code"),
            ("name", "code"),
            ("value", input_value(&counter.code)),
            ("oninput", typing(drawing, Field::Code)),
            ("autocomplete", "off"),
            ("autocapitalize", "characters"),
            ("spellcheck", "false"),
            ("enterkeyhint", "search"),
            ("maxlength", "120"),
            ("aria-describedby", if wrong { "code-wrong" } else { "code-hint" }),
            ("aria-invalid", wrong.then_some("true")),
        ],
        []
    );
    let below = match wrong {
        true => element!("p", [("class", "wrong"), ("id", "code-wrong")], [text.not_a_code[1]]),
        false => element!("p", [("class", "example"), ("id", "code-hint")], [text.code_hint]),
    };
    let check = element!("button", [("class", "button quiet"), ("type", "submit")], [text.check]);
    let again = match counter.step {
        Step::Ready | Step::NotACode => Html::default(),
        _ => {
            let label = nodes![icon("icon scan"), text.scan];
            drawing.button("tool", Wish::Scan, label)
        }
    };
    element!(
        "form",
        [("class", "typing"), ("method", "post"), ("onsubmit", drawing.sent(Wish::Check))],
        [drawing.controls(nodes![
            element!("label", [("for", "code")], [text.code]),
            element!("div", [("class", "row")], [input, check]),
            below,
            again,
        ])]
    )
}

/// A request whose result is, or was, not known while somebody else is served.
fn aside(drawing: &Drawing<'_>, aside: &Aside) -> Html {
    let text = drawing.text;
    let order = aside.request.order.as_str();
    let (class, words) = match &aside.end {
        None => ("aside wait", (text.aside_open)(order)),
        Some(End::Taken(_)) => ("aside good", (text.aside_taken)(order)),
        Some(End::Refused(refusal)) => {
            let said = (drawing.words.refusal)(refusal, drawing.state.now);
            ("aside bad", (text.aside_refused)(order, &said.message))
        }
    };
    let noted = aside
        .end
        .as_ref()
        .map(|_| drawing.button("tool", Wish::Noted(aside.request.id.clone()), nodes![text.noted]));
    element!("div", [("class", class)], [element!("p", [], [words]), noted])
}
