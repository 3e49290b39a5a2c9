//! The question before an entry takes the place of another wallet in this browser. Only the server draws it.

use yew::{AttrValue, Component, Context, Html, Properties};

use super::links::{hidden, links};
use crate::route::Route;
use crate::session::Session;
use crate::text::entering::EnteringText;
use crate::ui::element::element;
use crate::ui::frame::{Links, frame};
use crate::ui::icon::Icon;
use crate::ui::notice::notice;

/// The properties of an [`Entering`].
#[derive(Properties, Clone, PartialEq)]
pub struct EnteringProps {
    /// The path that the answer is posted to.
    pub action: AttrValue,
    /// The page to go on to; none for the entry's own.
    pub to: Option<AttrValue>,
    pub session: Session,
}

/// The page with the question.
pub struct Entering;

impl Component for Entering {
    type Message = ();
    type Properties = EnteringProps;

    fn create(_: &Context<Self>) -> Self {
        Self
    }

    fn view(&self, context: &Context<Self>) -> Html {
        let EnteringProps { action, to, session } = context.props();
        let text = EnteringText::of(session.language);
        let to = to.clone().map(|to| hidden("to", to)).unwrap_or_default();
        let change =
            element!("button", [("class", "button quiet"), ("type", "submit")], [text.change]);
        let form = element!("form", [("method", "post"), ("action", action.clone())], [to, change]);
        let stay =
            element!("a", [("class", "button"), ("href", Route::Wallet.path())], [text.stay]);
        let actions = element!("div", [], [stay, form]);
        let content = notice(Icon::Wallet, text.title, text.question, actions);
        let links = Links { wallet: Html::default(), ..links(session, "") };
        frame(session.text(), "", links, content)
    }
}
