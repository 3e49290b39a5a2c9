//! Draws how the list is arranged, and the button that claims all offers of it.

use mall_contract::{Arrangement, Sort};
use yew::Html;

use super::context::ViewContext;
use super::form::form;
use crate::pages::claim::intent::{Intent, on_tap};
use crate::pages::claim::state::BatchOutcome;
use crate::ui::element::{element, list};

/// Draws sorting and filters as links. They work without the module and can be shared; with it a tap
/// arranges the known cards at once.
pub fn arranging(context: &ViewContext<'_>) -> Html {
    let ViewContext { page, state, session, on_intent, .. } = *context;
    let (text, current) = (session.text(), &state.arrangement);
    let link = |words: &str, is_current: bool, to: Arrangement| {
        let address = session.href(&[&to.query()]);
        let chip = element!(
            "a",
            [
                ("class", "chip"),
                ("href", address),
                ("aria-current", is_current.then_some("true")),
                ("onclick", on_tap(on_intent, Intent::Arrange(to))),
            ],
            [words]
        );
        element!("li", [], [chip])
    };
    let sorts = Sort::ALL.map(|sort| {
        link((text.sort)(sort), current.sort == sort, Arrangement { sort, ..current.clone() })
    });
    let is_narrowed = current.category.is_some() || current.floor.is_some();
    let all = Arrangement { category: None, floor: None, ..current.clone() };
    let claimable = Arrangement { claimable: !current.claimable, ..current.clone() };
    let mut chips = vec![
        link(text.all, !is_narrowed, all),
        link(text.claimable_only, current.claimable, claimable),
    ];
    for category in &page.choices.categories {
        let is_current = current.category.as_ref() == Some(&category.id);
        let id = (!is_current).then(|| category.id.clone());
        let to = Arrangement { category: id, ..current.clone() };
        chips.push(link(&category.name, is_current, to));
    }
    for floor in &page.choices.floors {
        let is_current = current.floor.as_ref() == Some(floor);
        let id = (!is_current).then(|| floor.clone());
        chips.push(link(floor, is_current, Arrangement { floor: id, ..current.clone() }));
    }
    let sorts = element!("ul", [("class", "sorts")], [list(sorts.into())]);
    let chips = element!("ul", [("class", "chips")], [list(chips)]);
    element!("nav", [("class", "arrange"), ("aria-label", text.arrange)], [sorts, chips])
}

/// Draws the button that claims all claimable offers, then the outcome. Its form works without the
/// module.
pub fn claim_all(context: &ViewContext<'_>) -> Html {
    let ViewContext { page, state, session, on_intent, .. } = *context;
    let text = session.text();
    if let Some(BatchOutcome { claimed, refused, pending }) = state.batch_outcome() {
        let words = (text.claim_all_result)(claimed, refused, pending);
        return element!("p", [("class", "outcome")], [words]);
    }
    let claimable = state.claimable();
    if claimable.len() < 2 {
        return Html::default();
    }
    let mut offers = String::new();
    for offer in &claimable {
        offers.push_str(offer.as_str());
        offers.push(',');
    }
    let label = (text.claim_all)(claimable.len());
    let button = element!(
        "button",
        [
            ("class", "button quiet"),
            ("id", "claim-all"),
            ("type", "submit"),
            ("onclick", on_tap(on_intent, Intent::Claim(claimable))),
        ],
        [label]
    );
    let fields = || [("offers", offers), ("request_id", session.request_id("all"))];
    form(session, &page.link, "/all", fields, button)
}
