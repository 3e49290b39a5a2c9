//! A store's till: staff log in, read a coupon, see what it is, take it, and give it back.

pub mod amount;
mod life;
pub mod offline;
pub mod request;
#[cfg(test)]
mod samples;
pub mod state;
mod wedge;

use std::rc::Rc;

use mall_contract::TillPage;
use yew::virtual_dom::VChild;
use yew::{Component, Context, Html, Properties};

use super::leaving::links;
use crate::session::Session;
use crate::text::till_page::TillText;
use crate::ui::element::{element, nodes};
use crate::ui::frame::{Links, frame};
use life::Life;
use state::{Action, State};

/// The page's own styles: no other page carries them. The server's policy names their hash.
pub const STYLES: &str = include_str!("till.css");

/// What [`TillView`] is given.
#[derive(Properties, Clone, PartialEq)]
pub struct TillProps {
    /// What the server said.
    pub page: TillPage,
    /// Who looks.
    pub session: Session,
    /// What has happened on the page before it is drawn; in the browser it happens there.
    #[cfg(not(target_arch = "wasm32"))]
    #[prop_or_default]
    pub happened: Rc<[Action]>,
}

impl TillProps {
    /// Whether it is drawn where it works: what the server draws waits for the module.
    fn is_live(&self) -> bool {
        #[cfg(not(target_arch = "wasm32"))]
        return !self.happened.is_empty();
        #[cfg(target_arch = "wasm32")]
        true
    }
}

/// The page.
pub struct TillView {
    life: Rc<Life>,
}

/// The page of these, as a part of the application.
pub fn till_view(page: &TillPage, session: &Session) -> Html {
    let props = TillProps {
        page: page.clone(),
        session: session.clone(),
        #[cfg(not(target_arch = "wasm32"))]
        happened: Rc::default(),
    };
    VChild::<TillView>::new(props, None).into()
}

impl Component for TillView {
    type Message = Action;
    type Properties = TillProps;

    fn create(context: &Context<Self>) -> Self {
        let TillProps { page, session, .. } = context.props();
        let life = Rc::new(Life::new(page, session.clone(), context.link().clone()));
        #[cfg(not(target_arch = "wasm32"))]
        for action in context.props().happened.iter() {
            life.reduce(action.clone());
        }
        Self { life }
    }

    fn update(&mut self, _: &Context<Self>, action: Action) -> bool {
        self.life.reduce(action);
        true
    }

    fn view(&self, context: &Context<Self>) -> Html {
        let TillProps { page, session, .. } = context.props();
        let (state, text) = (self.life.state(), TillText::of(session.language));
        let drawing = Drawing { page, state: &state, text, live: context.props().is_live() };
        let content = nodes![
            element!("style", [], [STYLES]),
            element!("h1", [("class", "page-title")], [text.title]),
            till(&drawing),
        ];
        // Staff have no wallet.
        let links = Links { wallet: Html::default(), ..links(session, "") };
        frame(session.text(), &page.mall.name, links, content)
    }

    fn rendered(&mut self, _: &Context<Self>, first: bool) {
        if first {
            self.life.begin();
        }
    }

    fn destroy(&mut self, _: &Context<Self>) {
        self.life.leave();
    }
}

/// What the page's parts are drawn from.
struct Drawing<'a> {
    page: &'a TillPage,
    state: &'a State,
    text: &'static TillText,
    /// Whether it works.
    live: bool,
}

fn till(drawing: &Drawing<'_>) -> Html {
    let who = drawing.state.who.as_ref().map(|who| who.name.as_str());
    let _ = (drawing.page, drawing.text, drawing.live);
    element!("section", [("class", "till")], [who])
}
