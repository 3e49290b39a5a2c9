//! Draws the till.

mod context;
mod counter;
mod ledger;
mod login;
mod order;
mod settings;
mod undo;
mod verdict;

use mall_contract::StaffSession;
use yew::Html;

use super::intent::Intent;
use crate::pages::links::links;
use crate::ui::element::{element, list, nodes};
use crate::ui::frame::{Links, frame};
pub use context::{Refs, ViewContext};

/// The page's own styles, which stand in its HTML. The server's content security policy has their hash.
pub const STYLES: &str = concat!(include_str!("../camera.css"), include_str!("till.css"));

/// Draws the page.
pub fn view(context: &ViewContext<'_>) -> Html {
    let ViewContext { page, words, session, .. } = *context;
    let content = nodes![element!("style", [], [STYLES]), till(context)];
    // Staff have no wallet.
    let links = Links { wallet: Html::default(), ..links(session, "") };
    frame(words, &page.mall.name, links, content)
}

fn till(context: &ViewContext<'_>) -> Html {
    let text = context.text;
    let title = element!("h1", [("class", "page-title")], [text.title]);
    let coming = (!context.is_live).then(|| element!("p", [("class", "coming")], [text.opening]));
    let content = match (context.state.active_staff(), &context.state.staff) {
        (Some(active), _) => nodes![
            staff(context, active, title),
            coming,
            element!(
                "div",
                [("class", "columns")],
                [counter::counter(context), ledger::ledger(context)]
            ),
        ],
        (None, Some(_)) => nodes![title, coming, login::new_password(context)],
        (None, None) => nodes![title, coming, login::login(context)],
    };
    element!("div", [("id", "till"), ("class", "till"), ("tabindex", "-1")], [content])
}

/// Draws the staff member at work, and the menu.
fn staff(context: &ViewContext<'_>, staff: &StaffSession, title: Html) -> Html {
    let text = context.text;
    let store = context.page.stores.iter().find(|store| Some(&store.id) == staff.store.as_ref());
    let store = store.map(|store| element!("bdi", [], [&*store.name]));
    let name = nodes![element!("bdi", [], [&*staff.name]), " · ", (text.role)(staff.role)];
    let (sound, label) = match context.state.sound {
        true => (Intent::SetSound(false), text.sound_off),
        false => (Intent::SetSound(true), text.sound_on),
    };
    let items = [
        (sound, label),
        (Intent::LogOut { everywhere: false }, text.log_out),
        (Intent::LogOut { everywhere: true }, text.log_out_everywhere),
    ];
    let items = items.map(|(intent, label)| context.button("tool", intent, nodes![label]));
    let menu = element!(
        "details",
        [("class", "menu"), ("id", "menu")],
        [
            element!("summary", [], [text.menu]),
            context.controls(element!("div", [("class", "tools")], [list(items.into())])),
        ]
    );
    element!(
        "div",
        [("class", "staff")],
        [
            title,
            element!("p", [("class", "who")], [store, element!("span", [], [name])]),
            menu,
            settings::settings(context),
        ]
    )
}
