//! Draws the scan page.

mod context;
mod message;
mod outcome;
mod stage;

use yew::Html;

use super::intent::Intent;
use super::state::Outcome;
use crate::pages::links::links;
use crate::route::Route;
use crate::ui::element::{Kind, element, nodes, on};
use crate::ui::frame::frame;
pub use context::{Refs, ViewContext};

/// The page's own styles, which stand in its HTML. The server's content security policy has their hash.
pub const STYLES: &str = concat!(include_str!("../camera.css"), include_str!("scan.css"));

/// Draws the page.
pub fn view(context: &ViewContext<'_>) -> Html {
    let ViewContext { page, text, session, .. } = *context;
    let content = nodes![
        element!("style", [], [STYLES]),
        element!("h1", [("class", "page-title")], [session.text().to_scan]),
        element!("p", [("class", "lead")], [text.intro]),
        stage::stage(context),
        code_form(context),
    ];
    frame(session.text(), &page.mall.name, links(session, ""), content)
}

/// Draws the form for a typed code. It is a real form: without the module the server reads it.
fn code_form(context: &ViewContext<'_>) -> Html {
    let text = context.text;
    let is_wrong = matches!(context.state.outcome, Outcome::NotACode(_));
    let onsubmit = {
        let on_intent = context.on_intent.clone();
        on(Kind::Submit, move |event| {
            event.prevent_default();
            on_intent.emit(Intent::SubmitCode);
        })
    };
    let input = element!(
        "input",
        [
            ("ref", context.refs.code.clone()),
            ("id", "code"),
            ("name", "code"),
            ("value", context.page.typed.clone()),
            ("required", ""),
            ("maxlength", "200"),
            ("autocomplete", "off"),
            ("autocapitalize", "characters"),
            ("spellcheck", "false"),
            ("enterkeyhint", "go"),
            ("aria-describedby", if is_wrong { "code-wrong" } else { "code-hint" }),
            ("aria-invalid", is_wrong.then_some("true")),
        ],
        []
    );
    let below = match is_wrong {
        true => element!(
            "p",
            [("class", "wrong"), ("id", "code-wrong"), ("role", "alert")],
            [text.not_a_code]
        ),
        false => element!("p", [("class", "example"), ("id", "code-hint")], [text.code_hint]),
    };
    let open = element!("button", [("class", "button quiet"), ("type", "submit")], [text.open]);
    element!(
        "form",
        [
            ("class", "typing"),
            ("method", "get"),
            ("action", Route::Scan.path()),
            ("onsubmit", onsubmit)
        ],
        [
            element!("label", [("for", "code")], [text.code_label]),
            element!("div", [("class", "row")], [input, open]),
            below,
        ]
    )
}
