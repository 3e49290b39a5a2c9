//! Draws the card of one offer.

use std::rc::Rc;

use mall_contract::{CardState, Coupon, CouponState, Moment, Offer, Refusal};
use yew::virtual_dom::VChild;
use yew::{AttrValue, Callback, Component, Context, Html, Properties};

use super::countdown::{Ticker, digits};
use super::form::form;
use crate::pages::claim::intent::{Intent, on_tap};
use crate::pages::claim::state::Card;
use crate::pages::links::session_link;
use crate::route::Route;
use crate::session::Session;
use crate::text::{Text, Wording};
use crate::ui::card::{Parts, at_till, card};
use crate::ui::element::{Child, element, list, nodes};
use crate::ui::icon::{Icon, icon};

/// The properties of a [`CardView`].
#[derive(Properties, Clone)]
pub struct CardProps {
    pub card: Rc<Card>,
    /// The moment for which the card is drawn.
    pub now: Moment,
    /// The place of the card in the list, from 0.
    pub index: usize,
    pub link: AttrValue,
    pub session: Session,
    pub on_intent: Callback<Intent>,
}

/// An unchanged card is not drawn again.
impl PartialEq for CardProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.card, &other.card) && self.now == other.now
    }
}

/// The component that draws a card.
pub struct CardView(Ticker);

impl Component for CardView {
    /// A second has passed.
    type Message = ();
    type Properties = CardProps;

    fn create(_: &Context<Self>) -> Self {
        Self(Ticker::default())
    }

    fn view(&self, context: &Context<Self>) -> Html {
        draw(context.props())
    }

    fn rendered(&mut self, context: &Context<Self>, _: bool) {
        let CardProps { card, now, .. } = context.props();
        let opens_later =
            matches!(card.state(*now), CardState::Refused(Refusal::OfferNotStarted { .. }));
        self.0.set(opens_later, context.link());
    }
}

/// Makes a card of a list. Its offer's id is its key.
pub fn card_view(props: CardProps) -> Html {
    let key = props.card.data.offer.id.as_str().into();
    VChild::<CardView>::new(props, Some(key)).into()
}

fn draw(props: &CardProps) -> Html {
    let CardProps { card: card_props, now, session, .. } = props;
    let (text, offer) = (session.text(), &card_props.data.offer);
    let state = card_props.state(*now);
    let over = match &state {
        CardState::Refused(refusal) => !matches!(refusal, Refusal::OfferNotStarted { .. }),
        CardState::Held { state, another, .. } => !another && end_word(text, *state).is_some(),
        _ => false,
    };
    card(
        text,
        Parts {
            id: format!("offer-{}", offer.id),
            over,
            benefit: &offer.benefit,
            threshold: offer.threshold,
            why: Some(&card_props.data.why),
            title: &offer.title,
            store: &offer.store,
            time: validity(text, offer, &state, *now),
            hint: hint(text, &state, *now).map(|hint| (format!("hint-{}", offer.id), hint)),
            rules: rules(text, offer),
            aside: aside(text, offer, &state, session),
            action: action(props, text, &state),
        },
    )
}

/// Returns the time in which the coupon can be used; none if it can no longer be claimed or used.
fn validity(text: &Text, offer: &Offer, state: &CardState, now: Moment) -> Option<String> {
    match state {
        CardState::Held { state: CouponState::NotYet { from }, .. } => {
            Some((text.usable_from)(*from, now))
        }
        CardState::Held { state, .. } if end_word(text, *state).is_some() => None,
        CardState::Held { coupon, .. } => Some((text.valid_until)(coupon.valid_until, now)),
        CardState::Refused(
            Refusal::OfferNotStarted { starts_at: at } | Refusal::DailyLimit { again_at: at },
        ) => Some((text.validity_if_claimed)(offer.validity, *at, now)),
        CardState::Refused(Refusal::PaymentTooSmall { .. } | Refusal::PaymentFirst { .. }) => {
            Some((text.validity_if_claimed)(offer.validity, now, now))
        }
        CardState::Refused(_) => None,
        _ => Some((text.validity_if_claimed)(offer.validity, now, now)),
    }
}

/// Returns a sentence with the reason or the next step.
fn hint(text: &Text, state: &CardState, now: Moment) -> Option<Html> {
    match state {
        CardState::Claimable | CardState::Claiming => None,
        CardState::Checking => Some(text.checking_hint.child()),
        CardState::Queued(_) => Some(text.queued_hint.child()),
        CardState::Held { coupon, state, .. } => Some(coupon_hint(text, coupon, *state, now)),
        CardState::Refused(refusal) => {
            let Wording { message, next_step, .. } = (text.refusal)(refusal, now);
            Some((text.join_sentences)(&message, &next_step).child())
        }
    }
}

fn coupon_hint(text: &Text, coupon: &Coupon, state: CouponState, now: Moment) -> Html {
    match state {
        CouponState::Usable | CouponState::NotYet { .. } => at_till(text, &coupon.store),
        CouponState::Used { at } => (text.used_at)(at, now).child(),
        CouponState::Expired => text.expired.child(),
        CouponState::Revoked { reason } => (text.revoked)(reason).child(),
    }
}

/// Returns one word for how a coupon ended; none while it can still be used.
fn end_word(text: &Text, state: CouponState) -> Option<&'static str> {
    match state {
        CouponState::Usable | CouponState::NotYet { .. } => None,
        CouponState::Used { .. } => Some(text.used),
        CouponState::Expired => Some(text.expired),
        CouponState::Revoked { .. } => Some(text.no_longer_valid),
    }
}

fn rules(text: &Text, offer: &Offer) -> Html {
    let mut rules: Vec<Html> =
        offer.rules.iter().map(|rule| element!("li", [], [&**rule])).collect();
    rules.extend(offer.after_refund.map(|after| element!("li", [], [(text.after_refund)(after)])));
    let summary = element!("summary", [], [text.rules]);
    let rules = element!("ul", [], [list(rules)]);
    element!("details", [("id", format!("rules-{}", offer.id))], [summary, rules])
}

/// Draws the part beside the button: the stock, or the countdown. Screen readers do not read each second; the sentence
/// above names the instant.
fn aside(text: &Text, offer: &Offer, state: &CardState, session: &Session) -> Html {
    match state {
        CardState::Refused(Refusal::OfferNotStarted { starts_at }) => {
            let remaining = digits(starts_at.remaining(session.clock.now()));
            let count = element!(
                "span",
                [("class", "countdown"), ("role", "timer"), ("aria-live", "off")],
                [remaining]
            );
            beside_button(nodes![text.starts_in, " ", count])
        }
        CardState::Held { state, .. } => match end_word(text, *state) {
            Some(word) => beside_button(word.child()),
            None => element!("span", [("class", "stock held")], [icon(Icon::Check), text.claimed]),
        },
        CardState::Refused(_) => beside_button(Html::default()),
        _ => stock(text, offer),
    }
}

fn beside_button(words: Html) -> Html {
    element!("span", [("class", "stock")], [words])
}

fn stock(text: &Text, offer: &Offer) -> Html {
    let Some(percent) = offer.stock.percent_claimed() else {
        return beside_button(Html::default());
    };
    let few = offer.stock.few_left();
    let words = few.map_or_else(|| (text.percent_claimed)(percent), text.few_left);
    let bar = element!(
        "progress",
        [("max", "100"), ("value", percent.to_string()), ("aria-hidden", "true")],
        []
    );
    let class = if few.is_some() { "stock few" } else { "stock" };
    element!("span", [("class", class)], [bar, words])
}

fn action(props: &CardProps, text: &Text, state: &CardState) -> Html {
    let id = format!("act-{}", props.card.data.offer.id);
    match state {
        CardState::Claimable => claim(props, id, text.claim.into(), false),
        CardState::Claiming => claim(props, id, text.claiming.into(), true),
        CardState::Checking => claim(props, id, text.checking.into(), true),
        CardState::Queued(_) => claim(props, id, text.queued.into(), true),
        CardState::Held { coupon, another, .. } => {
            let wallet = format!("{}#coupon-{}", Route::Wallet.path(), coupon.id);
            let label = text.open_in_wallet.child();
            let wallet =
                session_link(&props.session, wallet, Some(id), Some("button quiet"), label);
            nodes![wallet, another.then(|| another_form(props, text))]
        }
        CardState::Refused(refusal) => {
            let label = (text.refusal)(refusal, props.now).label;
            element!("span", [("class", "state"), ("id", id), ("tabindex", "-1")], [label])
        }
    }
}

fn another_form(props: &CardProps, text: &Text) -> Html {
    let held = props.card.next_nth() - 1;
    let label = (text.claim_another)(held, props.card.data.offer.per_person_limit);
    claim(props, format!("more-{}", props.card.data.offer.id), label, false)
}

/// Draws the claim button. It stays while a claim is pending, so that it keeps the focus.
fn claim(props: &CardProps, id: String, label: String, is_pending: bool) -> Html {
    let offer = &props.card.data.offer;
    let onclick = on_tap(&props.on_intent, Intent::Claim(vec![offer.id.clone()]));
    // These states have no hint.
    let has_no_hint =
        matches!(props.card.state(props.now), CardState::Claimable | CardState::Claiming);
    let described_by = (!has_no_hint).then(|| format!("hint-{}", offer.id));
    let button = element!(
        "button",
        [
            ("class", if is_pending { "button waiting" } else { "button" }),
            ("id", id),
            ("type", "submit"),
            ("onclick", onclick),
            ("aria-label", format!("{label} {}", offer.title)),
            ("aria-disabled", is_pending.then_some("true")),
            ("aria-describedby", described_by),
        ],
        [label]
    );
    let fields = || {
        [
            ("offer_id", offer.id.to_string()),
            ("request_id", props.session.request_id(props.index)),
            ("nth", props.card.next_nth().to_string()),
        ]
    };
    form(&props.session, &props.link, "", fields, button)
}
