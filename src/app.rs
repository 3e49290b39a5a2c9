//! The application: one page.

use std::rc::Rc;

use yew::{Callback, Component, Context, Html, Properties};

use crate::page::{CLAIM, Page};
use crate::pages::waiting::{WaitOutcome, wait_for_payment};
use crate::session::Session;

/// The properties of an [`App`].
#[derive(Properties, Clone)]
pub struct AppProps {
    /// The page to draw.
    pub page: Rc<Page>,
    pub session: Session,
    /// Called once after the first drawing.
    #[prop_or_default]
    pub on_drawn: Callback<()>,
}

/// An application keeps its page. What changes on the page is the page's own state.
impl PartialEq for AppProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.page, &other.page)
    }
}

/// The component that draws the page.
pub struct App {
    /// The outcome of waiting for a payment, on a page that waits.
    outcome: Option<WaitOutcome>,
}

impl Component for App {
    type Message = WaitOutcome;
    type Properties = AppProps;

    fn create(_: &Context<Self>) -> Self {
        Self { outcome: None }
    }

    fn update(&mut self, _: &Context<Self>, outcome: WaitOutcome) -> bool {
        self.outcome = Some(outcome);
        true
    }

    fn view(&self, context: &Context<Self>) -> Html {
        let AppProps { page, session, .. } = context.props();
        page.view(session, self.outcome.as_ref())
    }

    fn rendered(&mut self, context: &Context<Self>, first: bool) {
        if !first {
            return;
        }
        let AppProps { page, session, on_drawn } = context.props();
        on_drawn.emit(());
        if let Page::Waiting(waiting) = page.as_ref()
            && CLAIM
        {
            let (link, outcome) =
                (context.link().clone(), wait_for_payment(waiting.ask.clone(), session.clone()));
            session.caller.spawn(async move { link.send_message(outcome.await) });
        }
    }
}
