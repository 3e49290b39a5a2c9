//! The offers after a payment.

mod arranging;
mod card;
mod claiming;
mod countdown;
mod life;
pub mod state;

use std::sync::Arc;

use mall_contract::{AfterRefund, Arrangement, ClaimPage, PaidLine};
use yew::prelude::*;

use crate::host::pull::Pull;
use crate::route::Route;
use crate::session::{Session, href};
use crate::text::Text;
use crate::ui::frame::frame;
use crate::ui::icon::{Icon, icon};
use crate::ui::notice::notice;
use arranging::{arranging, claim_all};
use card::CardView;
use life::{Wish, on_tap, use_life};
use state::{News, Reading, State};

/// What [`ClaimView`] is given.
#[derive(Properties, Clone)]
pub struct ClaimProps {
    /// What the server said.
    pub page: Arc<ClaimPage>,
    /// Who looks.
    pub session: Session,
}

impl PartialEq for ClaimProps {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.page, &other.page)
    }
}

/// The claim page.
#[component]
pub fn ClaimView(ClaimProps { page, session }: &ClaimProps) -> Html {
    let text = session.text();
    let state = use_reducer({
        let (page, now) = (page.clone(), session.clock.now());
        move || State::new(&page, now)
    });
    let (wish, places) = use_life(&state, &page.link, session);
    let cards = state.cards().enumerate().map(|(index, card)| {
        html! {
            <CardView
                key={card.data.offer.id.as_str()} card={card.clone()} now={state.now} {index}
                link={page.link.clone()} session={session.clone()} wish={wish.clone()}
            />
        }
    });
    let content = html! {
        <>
            { pulled(text, state.pull) }
            { paid_line(text, &state.paid) }
            <h2 class="section-title">
                { text.offers_heading }
                if state.total() > 0 { <small>{ (text.offers_count)(state.total()) }</small> }
            </h2>
            if page.choices.categories.len() > 1 { { arranging(text, page, &state, &wish) } }
            if state.cards().any(|card| card.data.offer.after_refund == AfterRefund::Revoked) {
                <div class="all">
                    <p>{ (text.after_refund)(AfterRefund::Revoked) }</p>
                    { claim_all(text, page, &state, &wish, &session.form_nonce) }
                </div>
            }
            <p class="offline" role="status">if state.offline { { text.offline } }</p>
            { nothing(text, &state, &wish) }
            <ul class="cards" ref={places.list}>{ for cards }</ul>
            { more(text, &state, &wish, places.more) }
            <p class="unseen" role="status">{ news(text, &state) }</p>
        </>
    };
    let query = state.arrangement.query();
    frame(session, &page.mall.name, &query, Some(Route::Wallet.path()), content)
}

fn paid_line(text: &Text, paid: &PaidLine) -> Html {
    let place = (text.where_to_use)(&paid.store.floor, &paid.store.unit);
    let (picture, words) = match paid.refunded {
        true => (Icon::Barred, text.refunded),
        false => (Icon::Check, text.paid),
    };
    html! {
        <section class="paid">
            <h1>{ icon(picture) }{ words }</h1>
            <p class="amount"><small>{ "¥" }</small>{ paid.amount.exact() }</p>
            <p class="store">{ &paid.store.name }{ " · " }{ place }</p>
        </section>
    }
}

/// What stands in the place of a list without cards.
fn nothing(text: &Text, state: &State, wish: &Callback<Wish>) -> Html {
    if state.cards().next().is_some() || state.reading == Reading::Loading {
        return Html::default();
    }
    if state.arrangement == Arrangement::default() {
        return notice(Icon::Barred, text.no_offers, text.no_offers_next, Html::default());
    }
    let onclick = on_tap(wish, Wish::Arrange(Arrangement::default()));
    let way_on = html! { <a class="button quiet" href={href(&[])} {onclick}>{ text.show_all }</a> };
    notice(Icon::Barred, text.none_match, text.none_match_next, way_on)
}

/// What stands where the next part of the list will: a link that works without the module too.
fn more(text: &Text, state: &State, wish: &Callback<Wish>, place: NodeRef) -> Html {
    let words = match state.reading {
        Reading::Loading => text.loading,
        Reading::Failed => text.not_loaded,
        Reading::Idle => text.more,
    };
    if state.reading == Reading::Idle && state.next_part().is_none() {
        return Html::default();
    }
    let from = state.next_part().map(|from| format!("from={from}")).unwrap_or_default();
    let address = href(&[&state.arrangement.query(), &from]);
    html! { <a class="more" ref={place} href={address} onclick={on_tap(wish, Wish::More)}>{ words }</a> }
}

fn pulled(text: &Text, pull: Pull) -> Html {
    let words = match pull {
        Pull::Not => return Html::default(),
        Pull::Short => text.pull_to_refresh,
        Pull::Far => text.release_to_refresh,
    };
    html! { <p class="pull" aria-hidden="true">{ words }</p> }
}

/// The latest news as a sentence, for a screen reader.
fn news(text: &Text, state: &State) -> Option<String> {
    if let Some(outcome) = state.outcome() {
        return Some((text.claimed_of_all)(outcome.claimed, outcome.refused, outcome.open));
    }
    let (News::Claimed(offer) | News::Refused(offer, _)) = state.news.as_ref()?;
    let title = &state.card(offer)?.data.offer.title;
    Some(match state.news.as_ref()? {
        News::Claimed(_) => (text.claimed_announcement)(title),
        News::Refused(_, refusal) => {
            (text.refused_announcement)(title, &(text.refusal)(refusal, state.now).message)
        }
    })
}
