//! Draws the claim page.

mod arranging;
mod card;
mod context;
mod countdown;
mod form;

use mall_contract::{AfterRefund, Arrangement, PaymentSummary, PlacementSummary, Source};
use yew::Html;

use super::intent::{Intent, on_tap};
use super::state::{Announcement, ListStatus, State};
use crate::host::pull::Pull;
use crate::pages::links::links;
use crate::text::Text;
use crate::ui::element::{element, list, nodes};
use crate::ui::frame::frame;
use crate::ui::icon::{Icon, icon};
use crate::ui::notice::notice;
use arranging::{arranging, claim_all};
use card::{CardProps, card_view};
pub use context::{Refs, ViewContext};

/// Draws the page.
pub fn view(context: &ViewContext<'_>) -> Html {
    let ViewContext { page, state, session, .. } = *context;
    let links = links(session, &state.arrangement.query());
    frame(session.text(), &page.mall.name, links, content(context))
}

fn content(context: &ViewContext<'_>) -> Html {
    let ViewContext { page, state, session, refs, .. } = *context;
    let (text, total) = (session.text(), state.total());
    let count = (total > 0).then(|| element!("small", [], [(text.offers_count)(total)]));
    // A page has one main heading, also where a newer server's source has no line.
    let level = if matches!(state.source, Source::Unknown) { "h1" } else { "h2" };
    let has_categories = page.choices.categories.len() > 1;
    let offline = state.is_offline.then_some(text.offline);
    let cards =
        element!("ul", [("class", "cards"), ("ref", refs.list.clone())], [list(cards(context))]);
    nodes![
        pull_hint(text, state.pull),
        match &state.source {
            Source::Payment(paid) => paid_line(text, paid),
            Source::Placement(place) => place_line(text, place),
            Source::Unknown => Html::default(),
        },
        element!(level, [("class", "section-title")], [text.offers_heading, count]),
        has_categories.then(|| arranging(context)),
        for_all(context),
        element!("p", [("class", "offline"), ("role", "status")], [offline]),
        empty_list(context),
        cards,
        more(context),
        element!("p", [("class", "unseen"), ("role", "status")], [announcement(text, state)]),
    ]
}

fn cards(context: &ViewContext<'_>) -> Vec<Html> {
    let ViewContext { page, state, session, on_intent, .. } = *context;
    let props = state.cards().enumerate().map(|(index, card)| CardProps {
        card: card.clone(),
        now: state.now,
        index,
        link: page.link.clone().into(),
        session: session.clone(),
        on_intent: on_intent.clone(),
    });
    props.map(card_view).collect()
}

/// Draws what concerns all offers: the effect of a refund, and one button that claims them all.
fn for_all(context: &ViewContext<'_>) -> Html {
    let revoked = AfterRefund::Revoked;
    let any = context.state.cards().any(|card| card.data.offer.after_refund == Some(revoked));
    let refund = any.then(|| element!("p", [], [(context.session.text().after_refund)(revoked)]));
    element!("div", [("class", "all")], [refund, claim_all(context)])
}

fn paid_line(text: &Text, paid: &PaymentSummary) -> Html {
    let place = (text.where_to_use)(&paid.store.floor, &paid.store.unit);
    let (picture, words) = match paid.refunded {
        true => (Icon::Barred, text.refunded),
        false => (Icon::Check, text.payment_complete),
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
    let heading = element!("h1", [], [icon(Icon::Pin), text.scanned_at]);
    let name = element!("bdi", [], [&*place.name]);
    let floor = element!("span", [("class", "place")], [&*place.floor]);
    let place = element!("p", [("class", "store")], [name, " · ", floor]);
    element!("section", [("class", "paid")], [heading, place])
}

/// Draws a notice in place of a list without cards.
fn empty_list(context: &ViewContext<'_>) -> Html {
    let ViewContext { state, session, on_intent, .. } = *context;
    let text = session.text();
    if state.cards().next().is_some() || state.list_status == ListStatus::Loading {
        return Html::default();
    }
    if state.arrangement == Arrangement::default() {
        return notice(Icon::Barred, text.no_offers, text.no_offers_hint, Html::default());
    }
    let onclick = on_tap(on_intent, Intent::Arrange(Arrangement::default()));
    let show_all = element!(
        "a",
        [("class", "button quiet"), ("href", session.href(&[])), ("onclick", onclick)],
        [text.show_all]
    );
    notice(Icon::Barred, text.no_match, text.no_match_hint, show_all)
}

/// Draws the link to the next part of the list. It works without the module too.
fn more(context: &ViewContext<'_>) -> Html {
    let ViewContext { state, session, on_intent, refs, .. } = *context;
    let text = session.text();
    let words = match state.list_status {
        ListStatus::Loading => text.loading,
        ListStatus::Failed => text.not_loaded,
        ListStatus::Idle => text.more,
    };
    if state.list_status == ListStatus::Idle && state.next_part().is_none() {
        return Html::default();
    }
    let from = state.next_part().map(|from| format!("from={from}")).unwrap_or_default();
    let address = session.href(&[&state.arrangement.query(), &from]);
    element!(
        "a",
        [
            ("class", "more"),
            ("ref", refs.more.clone()),
            ("href", address),
            ("onclick", on_tap(on_intent, Intent::More)),
        ],
        [words]
    )
}

fn pull_hint(text: &Text, pull: Pull) -> Html {
    let words = match pull {
        Pull::Not => return Html::default(),
        Pull::Short => text.pull_to_refresh,
        Pull::Far => text.release_to_refresh,
    };
    element!("p", [("class", "pull"), ("aria-hidden", "true")], [words])
}

/// Returns the latest announcement as a sentence for screen readers.
fn announcement(text: &Text, state: &State) -> Option<String> {
    if let Some(outcome) = state.batch_outcome() {
        return Some((text.claim_all_result)(outcome.claimed, outcome.refused, outcome.pending));
    }
    let announcement = state.announcement.as_ref()?;
    let (Announcement::Claimed(offer) | Announcement::Refused(offer, _)) = announcement;
    let title = &state.card(offer)?.data.offer.title;
    Some(match announcement {
        Announcement::Claimed(_) => (text.claimed_announcement)(title),
        Announcement::Refused(_, refusal) => {
            (text.refused_announcement)(title, &(text.refusal)(refusal, state.now).message)
        }
    })
}
