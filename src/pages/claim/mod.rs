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

use super::leaving::links;
use crate::host::pull::Pull;
use crate::session::Session;
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
    /// What has happened on the page before it is drawn; in the browser it happens there.
    #[cfg(not(target_arch = "wasm32"))]
    #[prop_or_default]
    pub happened: std::rc::Rc<[state::Action]>,
}

impl PartialEq for ClaimProps {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.page, &other.page)
    }
}

/// The claim page.
#[component]
pub fn ClaimView(props: &ClaimProps) -> Html {
    let ClaimProps { page, session, .. } = props;
    let text = session.text();
    let state = use_reducer({
        let props = props.clone();
        move || opened(&props)
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
            if page.choices.categories.len() > 1 { { arranging(session, page, &state, &wish) } }
            if state.cards().any(|card| card.data.offer.after_refund == AfterRefund::Revoked) {
                <div class="all">
                    <p>{ (text.after_refund)(AfterRefund::Revoked) }</p>
                    { claim_all(session, page, &state, &wish) }
                </div>
            }
            <p class="offline" role="status">if state.offline { { text.offline } }</p>
            { nothing(session, &state, &wish) }
            <ul class="cards" ref={places.list}>{ for cards }</ul>
            { more(session, &state, &wish, places.more) }
            <p class="unseen" role="status">{ news(text, &state) }</p>
        </>
    };
    let links = links(session, &state.arrangement.query());
    frame(text, &page.mall.name, links, content)
}

/// The page as it opens.
#[cfg(target_arch = "wasm32")]
fn opened(props: &ClaimProps) -> State {
    State::new(&props.page, props.session.clock.now())
}

/// The page as it opens, and after what has happened on it.
#[cfg(not(target_arch = "wasm32"))]
fn opened(props: &ClaimProps) -> State {
    State::new(&props.page, props.session.clock.now()).after(&props.happened)
}

fn paid_line(text: &Text, paid: &PaidLine) -> Html {
    let place = (text.where_to_use)(&paid.store.floor, &paid.store.unit);
    let (picture, words) = match paid.refunded {
        true => (Icon::Barred, text.refunded),
        false => (Icon::Check, text.paid),
    };
    html! {
        <section class="paid">
            <h1 class={paid.refunded.then_some("over")}>{ icon(picture) }{ words }</h1>
            <p class="amount"><small>{ "¥" }</small>{ paid.amount.exact() }</p>
            <p class="store"><bdi>{ &paid.store.name }</bdi>{ " · " }<span class="place">{ place }</span></p>
        </section>
    }
}

/// What stands in the place of a list without cards.
fn nothing(session: &Session, state: &State, wish: &Callback<Wish>) -> Html {
    let text = session.text();
    if state.cards().next().is_some() || state.reading == Reading::Loading {
        return Html::default();
    }
    if state.arrangement == Arrangement::default() {
        return notice(Icon::Barred, text.no_offers, text.no_offers_next, Html::default());
    }
    let onclick = on_tap(wish, Wish::Arrange(Arrangement::default()));
    let way_on =
        html! { <a class="button quiet" href={session.href(&[])} {onclick}>{ text.show_all }</a> };
    notice(Icon::Barred, text.none_match, text.none_match_next, way_on)
}

/// What stands where the next part of the list will: a link that works without the module too.
fn more(session: &Session, state: &State, wish: &Callback<Wish>, place: NodeRef) -> Html {
    let text = session.text();
    let words = match state.reading {
        Reading::Loading => text.loading,
        Reading::Failed => text.not_loaded,
        Reading::Idle => text.more,
    };
    if state.reading == Reading::Idle && state.next_part().is_none() {
        return Html::default();
    }
    let from = state.next_part().map(|from| format!("from={from}")).unwrap_or_default();
    let address = session.href(&[&state.arrangement.query(), &from]);
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
