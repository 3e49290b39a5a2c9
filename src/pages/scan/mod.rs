//! Reading codes: by the camera, by WeChat, from a picture, or typed.

mod life;
mod outcome;
pub mod scanned;
mod stage;
pub mod state;

use std::rc::Rc;

use mall_contract::ScanPage;
use yew::virtual_dom::VChild;
use yew::{Callback, Component, Context, Html, Properties};

use super::leaving::links;
use crate::route::Route;
use crate::session::Session;
use crate::text::scan::ScanText;
use crate::ui::element::{Kind, Value, element, nodes, on};
use crate::ui::frame::frame;
use life::{Kept, Life, Wish};
use state::{Action, Outcome, State};

/// The page's own styles: no other page carries them. The server's policy names their hash.
pub const STYLES: &str = concat!(include_str!("../eye.css"), include_str!("scan.css"));

/// What [`ScanView`] is given.
#[derive(Properties, Clone, PartialEq)]
pub struct ScanProps {
    /// What the server said.
    pub page: ScanPage,
    /// Who looks.
    pub session: Session,
    /// What has happened on the page before it is drawn; in the browser it happens there.
    #[cfg(not(target_arch = "wasm32"))]
    #[prop_or_default]
    pub happened: Rc<[Action]>,
}

impl ScanProps {
    /// Whether it is drawn where it can be used: what the server draws is for browsers in which the module
    /// has not come yet, or does not run, and where nothing happens.
    fn is_live(&self) -> bool {
        #[cfg(not(target_arch = "wasm32"))]
        return !self.happened.is_empty();
        #[cfg(target_arch = "wasm32")]
        true
    }
}

/// The page.
pub struct ScanView {
    life: Rc<Life>,
    wish: Callback<Wish>,
    listening: Option<Kept>,
}

/// The page of these, as a part of the application.
pub fn scan_view(page: &ScanPage, session: &Session) -> Html {
    let props = ScanProps {
        page: page.clone(),
        session: session.clone(),
        #[cfg(not(target_arch = "wasm32"))]
        happened: Rc::default(),
    };
    VChild::<ScanView>::new(props, None).into()
}

impl Component for ScanView {
    type Message = Action;
    type Properties = ScanProps;

    fn create(context: &Context<Self>) -> Self {
        let ScanProps { page, session, .. } = context.props();
        let life = Rc::new(Life::new(page, session.clone(), context.link().clone()));
        #[cfg(not(target_arch = "wasm32"))]
        for action in context.props().happened.iter() {
            life.reduce(action.clone());
        }
        let wish = {
            let life = life.clone();
            Callback::from(move |wish| life.wish(wish))
        };
        Self { life, wish, listening: None }
    }

    fn update(&mut self, _: &Context<Self>, action: Action) -> bool {
        self.life.reduce(action);
        self.life.follow();
        true
    }

    fn view(&self, context: &Context<Self>) -> Html {
        let ScanProps { page, session, .. } = context.props();
        let (state, text) = (self.life.state(), ScanText::of(session.language));
        let live = context.props().is_live();
        let drawing = Drawing { state: &state, text, wish: &self.wish, life: &self.life, live };
        let content = nodes![
            element!("style", [], [STYLES]),
            element!("h1", [("class", "page-title")], [session.text().to_scan]),
            element!("p", [("class", "lead")], [text.lead]),
            stage::stage(&drawing),
            typing(&drawing, page.typed.as_deref()),
        ];
        frame(session.text(), &page.mall.name, links(session, ""), content)
    }

    fn rendered(&mut self, context: &Context<Self>, first: bool) {
        if first {
            self.listening = Some(self.life.listen());
            self.life.prepare(&context.props().page);
        } else {
            self.life.keep_focus();
        }
    }

    fn destroy(&mut self, _: &Context<Self>) {
        self.life.leave();
    }
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
