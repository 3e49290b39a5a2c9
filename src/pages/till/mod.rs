//! A store's till: staff log in, read a coupon, see what it is, take it, and give it back.

mod counter;
mod door;
mod ledger;
mod life;
pub mod offline;
mod order;
#[cfg(test)]
mod samples;
mod settings;
pub mod state;
mod undo;
mod verdict;
mod wedge;

use mall_contract::{StaffSession, TillPage};
use yew::{Callback, Html};

use super::leaving::links;
use super::life::PageProps;
use crate::text::Text;
use crate::text::till_page::TillText;
use crate::ui::element::{Kind, Value, element, list, nodes, on};
use crate::ui::frame::{Links, frame};
pub use life::Life;
use life::Wish;
use state::State;

/// The page's own styles: no other page carries them. The server's policy names their hash.
pub const STYLES: &str = concat!(include_str!("../eye.css"), include_str!("till.css"));

/// Draws the page.
fn draw(life: &Life, props: &PageProps<Life>, wish: &Callback<Wish>) -> Html {
    let PageProps { page, session, .. } = props;
    let (state, text, words) = (life.state(), TillText::of(session.language), session.text());
    let drawing = Drawing { page, state: &state, text, words, wish, life, live: props.is_live() };
    let content = nodes![element!("style", [], [STYLES]), till(&drawing)];
    // Staff have no wallet.
    let links = Links { wallet: Html::default(), ..links(session, "") };
    frame(words, &page.mall.name, links, content)
}

/// What the page's parts are drawn from.
struct Drawing<'a> {
    page: &'a TillPage,
    state: &'a State,
    text: &'static TillText,
    words: &'static Text,
    wish: &'a Callback<Wish>,
    life: &'a Life,
    /// Whether it works.
    live: bool,
}

impl Drawing<'_> {
    /// Wishes when it is tapped.
    fn tapped(&self, wish: Wish) -> Value {
        let told = self.wish.clone();
        on(Kind::Click, move |_| told.emit(wish.clone()))
    }

    /// Wishes when a form is sent, in its place.
    fn sent(&self, wish: Wish) -> Value {
        let told = self.wish.clone();
        on(Kind::Submit, move |event| {
            event.prevent_default();
            told.emit(wish.clone());
        })
    }

    fn button(&self, class: &'static str, wish: Wish, label: Html) -> Html {
        element!(
            "button",
            [("class", class), ("type", "button"), ("onclick", self.tapped(wish))],
            [label]
        )
    }

    /// What holds controls: none of them works before the page does.
    fn controls(&self, content: Html) -> Html {
        let waits = (!self.live).then_some("");
        element!("fieldset", [("disabled", waits)], [content])
    }
}

fn till(drawing: &Drawing<'_>) -> Html {
    let text = drawing.text;
    let title = element!("h1", [("class", "page-title")], [text.title]);
    let coming = (!drawing.live).then(|| element!("p", [("class", "coming")], [text.coming]));
    let content = match (drawing.state.at_work(), &drawing.state.who) {
        (Some(who), _) => nodes![
            staff(drawing, who, title),
            coming,
            element!(
                "div",
                [("class", "columns")],
                [counter::counter(drawing), ledger::ledger(drawing)]
            ),
        ],
        (None, Some(_)) => nodes![title, coming, door::password(drawing)],
        (None, None) => nodes![title, coming, door::door(drawing)],
    };
    element!("div", [("id", "till"), ("class", "till"), ("tabindex", "-1")], [content])
}

/// Who is at work, and what they can do besides.
fn staff(drawing: &Drawing<'_>, who: &StaffSession, title: Html) -> Html {
    let text = drawing.text;
    let store = drawing.page.stores.iter().find(|store| Some(&store.id) == who.store.as_ref());
    let store = store.map(|store| element!("bdi", [], [&*store.name]));
    let name = nodes![element!("bdi", [], [&*who.name]), " · ", (text.role)(who.role)];
    let (sound, label) = match drawing.state.sound {
        true => (Wish::Sound(false), text.sound_off),
        false => (Wish::Sound(true), text.sound_on),
    };
    let items = [
        (sound, label),
        (Wish::LogOut(false), text.log_out),
        (Wish::LogOut(true), text.log_out_everywhere),
    ];
    let items = items.map(|(wish, label)| drawing.button("tool", wish, nodes![label]));
    let menu = element!(
        "details",
        [("class", "menu"), ("id", "menu")],
        [
            element!("summary", [], [text.menu]),
            drawing.controls(element!("div", [("class", "tools")], [list(items.into())])),
        ]
    );
    element!(
        "div",
        [("class", "staff")],
        [
            title,
            element!("p", [("class", "who")], [store, element!("span", [], [name])]),
            menu,
            settings::settings(drawing),
        ]
    )
}
