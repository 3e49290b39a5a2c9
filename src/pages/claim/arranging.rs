//! How the list is arranged, and what to do with all that it shows.

use mall_contract::{Arrangement, ClaimPage, Sort};
use yew::{Callback, Html};

use super::form::form;
use super::life::{Wish, on_tap};
use super::state::{Outcome, State};
use crate::session::Session;
use crate::ui::element::{element, list};

/// Draws the arrangement as links: they work before the module runs, and can be shared. With the
/// module a tap arranges at once what is known.
pub fn arranging(
    session: &Session,
    page: &ClaimPage,
    state: &State,
    wish: &Callback<Wish>,
) -> Html {
    let (text, now) = (session.text(), &state.arrangement);
    let link = |words: &str, chosen: bool, to: Arrangement| {
        let address = session.href(&[&to.query()]);
        let chip = element!(
            "a",
            [
                ("class", "chip"),
                ("href", address),
                ("aria-current", chosen.then_some("true")),
                ("onclick", on_tap(wish, Wish::Arrange(to))),
            ],
            [words]
        );
        element!("li", [], [chip])
    };
    let sorts = Sort::ALL
        .map(|sort| link((text.sort)(sort), now.sort == sort, Arrangement { sort, ..now.clone() }));
    let narrowed = now.category.is_some() || now.floor.is_some();
    let all = Arrangement { category: None, floor: None, ..now.clone() };
    let claimable = Arrangement { claimable: !now.claimable, ..now.clone() };
    let mut chips =
        vec![link(text.all, !narrowed, all), link(text.claimable_only, now.claimable, claimable)];
    for category in &page.choices.categories {
        let chosen = now.category.as_ref() == Some(&category.id);
        let id = (!chosen).then(|| category.id.clone());
        chips.push(link(&category.name, chosen, Arrangement { category: id, ..now.clone() }));
    }
    for floor in &page.choices.floors {
        let chosen = now.floor.as_ref() == Some(floor);
        let id = (!chosen).then(|| floor.clone());
        chips.push(link(floor, chosen, Arrangement { floor: id, ..now.clone() }));
    }
    let sorts = element!("ul", [("class", "sorts")], [list(sorts.into())]);
    let chips = element!("ul", [("class", "chips")], [list(chips)]);
    element!("nav", [("class", "arrange"), ("aria-label", text.arrange)], [sorts, chips])
}

/// One tap for all that can be claimed, and what came of it. The form works without the module.
pub fn claim_all(
    session: &Session,
    page: &ClaimPage,
    state: &State,
    wish: &Callback<Wish>,
) -> Html {
    let text = session.text();
    if let Some(Outcome { claimed, refused, open }) = state.outcome() {
        let words = (text.claimed_of_all)(claimed, refused, open);
        return element!("p", [("class", "outcome")], [words]);
    }
    let free = state.claimable();
    if free.len() < 2 {
        return Html::default();
    }
    let mut offers = String::new();
    for offer in &free {
        offers.push_str(offer.as_str());
        offers.push(',');
    }
    let label = (text.claim_all)(free.len());
    let button = element!(
        "button",
        [
            ("class", "button quiet"),
            ("id", "claim-all"),
            ("type", "submit"),
            ("onclick", on_tap(wish, Wish::Claim(free))),
        ],
        [label]
    );
    let said = || [("offers", offers), ("request_id", session.request_id("all"))];
    form(session, &page.link, "/all", said, button)
}
