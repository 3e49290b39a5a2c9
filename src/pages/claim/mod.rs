//! The offers after a payment.

mod card;
mod claiming;
mod countdown;
pub mod state;

use std::sync::Arc;

use mall_contract::{ClaimPage, PaidLine};
use yew::prelude::*;

use super::leaving::links;
use crate::session::Session;
use crate::text::Text;
use crate::ui::frame::frame;
use crate::ui::icon::{Icon, icon};
use crate::ui::notice::notice;
use card::CardView;
use state::{News, State};

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
        move || State::new(page.cards.clone(), now)
    });
    claiming::use_opened(&state, &page.link, session);
    claiming::use_passing_time(&state, session.clock);
    claiming::use_kept_focus(&state);
    let on_claim = claiming::use_claim(&state, &page.link, session);

    let cards = state.cards.iter().enumerate().map(|(index, card)| {
        html! {
            <CardView
                key={card.data.offer.id.as_str()} card={card.clone()} now={state.now} {index}
                link={page.link.clone()} session={session.clone()} on_claim={on_claim.clone()}
            />
        }
    });
    let content = html! {
        <>
            { paid_line(text, &page.paid) }
            <h2 class="section-title">
                { text.offers_heading }
                if !state.cards.is_empty() { <small>{ (text.offers_count)(state.cards.len()) }</small> }
            </h2>
            if state.cards.is_empty() {
                { notice(Icon::Barred, text.no_offers, text.no_offers_next, Html::default()) }
            }
            <ul class="cards">{ for cards }</ul>
            <p class="unseen" role="status">{ news(text, &state) }</p>
        </>
    };
    frame(session.language, &page.mall.name, &links(session), content)
}

fn paid_line(text: &Text, paid: &PaidLine) -> Html {
    let place = (text.where_to_use)(&paid.store.floor, &paid.store.unit);
    html! {
        <section class="paid">
            <h1>{ icon(Icon::Check) }{ if paid.refunded { text.refunded } else { text.paid } }</h1>
            <p class="amount"><small>{ "¥" }</small>{ paid.amount.exact() }</p>
            <p class="store">{ &paid.store.name }{ " · " }{ place }</p>
        </section>
    }
}

/// The latest news as a sentence, for a screen reader.
fn news(text: &Text, state: &State) -> Option<String> {
    let (News::Claimed(offer) | News::Refused(offer, _)) = state.news.as_ref()?;
    let title = &state.card(offer)?.data.offer.title;
    Some(match state.news.as_ref()? {
        News::Claimed(_) => (text.claimed_announcement)(title),
        News::Refused(_, refusal) => {
            (text.refused_announcement)(title, &(text.refusal)(refusal, state.now).message)
        }
    })
}
