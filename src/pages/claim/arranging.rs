//! How the list is arranged, and what to do with all that it shows.

use mall_contract::{Arrangement, ClaimPage, Sort};
use yew::prelude::*;

use super::life::{Wish, on_tap};
use super::state::{Outcome, State};
use crate::pages::leaving::named;
use crate::session::Session;

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
        let onclick = on_tap(wish, Wish::Arrange(to));
        html! {
            <li><a class="chip" href={address} aria-current={chosen.then_some("true")} {onclick}>{ words }</a></li>
        }
    };
    let sorts = Sort::ALL
        .map(|sort| link((text.sort)(sort), now.sort == sort, Arrangement { sort, ..now.clone() }));
    let narrowed = now.category.is_some() || now.floor.is_some();
    let all = Arrangement { category: None, floor: None, ..now.clone() };
    let categories = page.choices.categories.iter().map(|category| {
        let chosen = now.category.as_ref() == Some(&category.id);
        let id = (!chosen).then(|| category.id.clone());
        link(&category.name, chosen, Arrangement { category: id, ..now.clone() })
    });
    let floors = page.choices.floors.iter().map(|floor| {
        let chosen = now.floor.as_ref() == Some(floor);
        let floor_id = (!chosen).then(|| floor.clone());
        link(floor, chosen, Arrangement { floor: floor_id, ..now.clone() })
    });
    let claimable = Arrangement { claimable: !now.claimable, ..now.clone() };
    html! {
        <nav class="arrange" aria-label={text.arrange}>
            <ul class="sorts">{ for sorts }</ul>
            <ul class="chips">
                { link(text.all, !narrowed, all) }
                { link(text.claimable_only, now.claimable, claimable) }
                { for categories }
                { for floors }
            </ul>
        </nav>
    }
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
        return html! { <p class="outcome">{ (text.claimed_of_all)(claimed, refused, open) }</p> };
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
    html! {
        <form method="post" action={session.claims(&page.link, "/all")}>
            { named(session, &page.link.clone().into()) }
            <input type="hidden" name="offers" value={offers} />
            <input type="hidden" name="request_id" value={format!("{}-all", session.form_nonce)} />
            <button class="button quiet" id="claim-all" type="submit" onclick={on_tap(wish, Wish::Claim(free.clone()))}>
                { (text.claim_all)(free.len()) }
            </button>
        </form>
    }
}
