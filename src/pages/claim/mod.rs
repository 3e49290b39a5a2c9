//! The offers after a payment.

mod arranging;
mod card;
mod claiming;
mod countdown;
mod form;
mod life;
pub mod state;

use mall_contract::{
    AfterRefund, Arrangement, ClaimPage, PaymentSummary, PlacementSummary, Source,
};
use yew::{Callback, Html, NodeRef};

use super::leaving::links;
use super::life::PageProps;
use crate::host::pull::Pull;
use crate::session::Session;
use crate::text::Text;
use crate::ui::element::{element, list, nodes};
use crate::ui::frame::frame;
use crate::ui::icon::{Icon, icon};
use crate::ui::notice::notice;
use arranging::{arranging, claim_all};
use card::{CardProps, card_view};
pub use life::Life;
use life::{Wish, on_tap};
use state::{News, Reading, State};

/// Draws the page.
fn draw(life: &Life, props: &PageProps<Life>, wish: &Callback<Wish>) -> Html {
    let (PageProps { page, session, .. }, state) = (props, life.state());
    let content = content(life, page, session, wish);
    frame(session.text(), &page.mall.name, links(session, &state.arrangement.query()), content)
}

fn content(life: &Life, page: &ClaimPage, session: &Session, wish: &Callback<Wish>) -> Html {
    let (text, state) = (session.text(), life.state());
    let total = state.total();
    let count = (total > 0).then(|| element!("small", [], [(text.offers_count)(total)]));
    let several = page.choices.categories.len() > 1;
    let offline = state.offline.then_some(text.offline);
    let cards = element!(
        "ul",
        [("class", "cards"), ("ref", life.places.list.clone())],
        [list(cards(page, session, &state, wish))]
    );
    nodes![
        pulled(text, state.pull),
        match &state.source {
            Source::Payment(paid) => paid_line(text, paid),
            Source::Placement(place) => place_line(text, place),
        },
        element!("h2", [("class", "section-title")], [text.offers_heading, count]),
        several.then(|| arranging(session, page, &state, wish)),
        for_all(session, page, &state, wish),
        element!("p", [("class", "offline"), ("role", "status")], [offline]),
        nothing(session, &state, wish),
        cards,
        more(session, &state, wish, life.places.more.clone()),
        element!("p", [("class", "unseen"), ("role", "status")], [news(text, &state)]),
    ]
}

fn cards(page: &ClaimPage, session: &Session, state: &State, wish: &Callback<Wish>) -> Vec<Html> {
    let props = state.cards().enumerate().map(|(index, card)| CardProps {
        card: card.clone(),
        now: state.now,
        index,
        link: page.link.clone().into(),
        session: session.clone(),
        wish: wish.clone(),
    });
    props.map(card_view).collect()
}

/// What concerns all offers: what a refund does to them, and one tap for all that can be claimed.
fn for_all(session: &Session, page: &ClaimPage, state: &State, wish: &Callback<Wish>) -> Html {
    let revoked = AfterRefund::Revoked;
    let any = state.cards().any(|card| card.data.offer.after_refund == Some(revoked));
    let refund = any.then(|| element!("p", [], [(session.text().after_refund)(revoked)]));
    element!("div", [("class", "all")], [refund, claim_all(session, page, state, wish)])
}

fn paid_line(text: &Text, paid: &PaymentSummary) -> Html {
    let place = (text.where_to_use)(&paid.store.floor, &paid.store.unit);
    let (picture, words) = match paid.refunded {
        true => (Icon::Barred, text.refunded),
        false => (Icon::Check, text.paid),
    };
    let class = paid.refunded.then_some("over");
    let heading = element!("h1", [("class", class)], [icon(picture), words]);
    let sign = element!("small", [], ["¥"]);
    let amount = element!("p", [("class", "amount")], [sign, paid.amount.exact()]);
    let place = element!("span", [("class", "place")], [place]);
    let name = element!("bdi", [], [&*paid.store.name]);
    let store = element!("p", [("class", "store")], [name, " · ", place]);
    element!("section", [("class", "paid")], [heading, amount, store])
}

fn place_line(text: &Text, place: &PlacementSummary) -> Html {
    let heading = element!("h1", [], [icon(Icon::Pin), text.scanned]);
    let name = element!("bdi", [], [&*place.name]);
    let floor = element!("span", [("class", "place")], [&*place.floor]);
    let place = element!("p", [("class", "store")], [name, " · ", floor]);
    element!("section", [("class", "paid")], [heading, place])
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
    let tap = on_tap(wish, Wish::Arrange(Arrangement::default()));
    let way_on = element!(
        "a",
        [("class", "button quiet"), ("href", session.href(&[])), ("onclick", tap)],
        [text.show_all]
    );
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
    let tap = on_tap(wish, Wish::More);
    element!("a", [("class", "more"), ("ref", place), ("href", address), ("onclick", tap)], [words])
}

fn pulled(text: &Text, pull: Pull) -> Html {
    let words = match pull {
        Pull::Not => return Html::default(),
        Pull::Short => text.pull_to_refresh,
        Pull::Far => text.release_to_refresh,
    };
    element!("p", [("class", "pull"), ("aria-hidden", "true")], [words])
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
