//! Reading codes: by the camera, by WeChat, from a picture, or typed.

mod life;
mod outcome;
pub mod scanned;
mod stage;
pub mod state;

use yew::{Callback, Html};

use super::leaving::links;
use super::life::PageProps;
use crate::route::Route;
use crate::text::scan::ScanText;
use crate::ui::element::{Kind, Value, element, nodes, on};
use crate::ui::frame::frame;
pub use life::Life;
use life::Wish;
use state::{Outcome, State};

/// The page's own styles: no other page carries them. The server's policy names their hash.
pub const STYLES: &str = concat!(include_str!("../eye.css"), include_str!("scan.css"));

/// Draws the page.
fn draw(life: &Life, props: &PageProps<Life>, wish: &Callback<Wish>) -> Html {
    let PageProps { page, session, .. } = props;
    let (state, text) = (life.state(), ScanText::of(session.language));
    let drawing = Drawing { state: &state, text, wish, life, live: props.is_live() };
    let content = nodes![
        element!("style", [], [STYLES]),
        element!("h1", [("class", "page-title")], [session.text().to_scan]),
        element!("p", [("class", "lead")], [text.lead]),
        stage::stage(&drawing),
        typing(&drawing, page.typed.as_deref()),
    ];
    frame(session.text(), &page.mall.name, links(session, ""), content)
}

/// What the page's parts are drawn from.
struct Drawing<'a> {
    state: &'a State,
    text: &'static ScanText,
    wish: &'a Callback<Wish>,
    life: &'a Life,
    /// Whether there is more than what a form does.
    live: bool,
}

impl Drawing<'_> {
    /// Wishes when it is tapped.
    fn tapped(&self, wish: Wish) -> Value {
        let told = self.wish.clone();
        on(Kind::Click, move |_| told.emit(wish))
    }

    fn button(&self, class: &'static str, wish: Wish, label: Html) -> Html {
        element!(
            "button",
            [("class", class), ("type", "button"), ("onclick", self.tapped(wish))],
            [label]
        )
    }
}

/// Where a code is typed. A real form: without the module the server reads what is sent.
fn typing(drawing: &Drawing<'_>, typed: Option<&str>) -> Html {
    let text = drawing.text;
    let wrong = matches!(drawing.state.outcome, Outcome::NotACode(_));
    let onsubmit = {
        let wish = drawing.wish.clone();
        on(Kind::Submit, move |event| {
            event.prevent_default();
            wish.emit(Wish::Typed);
        })
    };
    let input = element!(
        "input",
        [
            ("ref", drawing.life.places.code.clone()),
            ("id", "code"),
            ("name", "code"),
            ("value", typed.map(str::to_owned)),
            ("required", ""),
            ("maxlength", "200"),
            ("autocomplete", "off"),
            ("autocapitalize", "characters"),
            ("spellcheck", "false"),
            ("enterkeyhint", "go"),
            ("aria-describedby", if wrong { "code-wrong" } else { "code-hint" }),
            ("aria-invalid", wrong.then_some("true")),
        ],
        []
    );
    let below = match wrong {
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
