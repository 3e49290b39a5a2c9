//! One offer: what it gives, where, until when, and what can be done about it.

use std::rc::Rc;

use mall_contract::{CardState, Coupon, CouponState, Moment, Offer, Refusal};
use yew::prelude::*;

use super::countdown::{digits, use_ticking};
use super::life::{Wish, on_tap};
use super::state::Card;
use crate::pages::leaving::{named, way};
use crate::route::Route;
use crate::session::Session;
use crate::text::{Text, Wording};
use crate::ui::card::{Parts, at_till, card};
use crate::ui::icon::{Icon, icon};

/// What [`CardView`] is given.
#[derive(Properties, Clone)]
pub struct CardProps {
    /// The card.
    pub card: Rc<Card>,
    /// The moment it is drawn for.
    pub now: Moment,
    /// Its place in the list, from 0.
    pub index: usize,
    /// The claim link.
    pub link: AttrValue,
    /// Who looks.
    pub session: Session,
    /// Claims it.
    pub wish: Callback<Wish>,
}

/// A card that has not changed is not drawn again.
impl PartialEq for CardProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.card, &other.card) && self.now == other.now
    }
}

/// A card.
#[component]
pub fn CardView(props: &CardProps) -> Html {
    let CardProps { card: card_data, now, session, .. } = props;
    let (text, offer) = (session.text(), &card_data.data.offer);
    let state = card_data.state(*now);
    use_ticking(matches!(&state, CardState::Refused(Refusal::OfferNotStarted { .. })));
    let over = match &state {
        CardState::Refused(refusal) => !matches!(refusal, Refusal::OfferNotStarted { .. }),
        CardState::Held { state, another, .. } => !another && ended(text, *state).is_some(),
        _ => false,
    };
    card(
        text,
        Parts {
            id: format!("offer-{}", offer.id),
            over,
            benefit: &offer.benefit,
            threshold: offer.threshold,
            why: Some(&card_data.data.why),
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

/// When it can be used; nothing for what can no longer be had.
fn validity(text: &Text, offer: &Offer, state: &CardState, now: Moment) -> Option<String> {
    match state {
        CardState::Held { state: CouponState::NotYet { from }, .. } => {
            Some((text.usable_from)(*from, now))
        }
        CardState::Held { state, .. } if ended(text, *state).is_some() => None,
        CardState::Held { coupon, .. } => Some((text.valid_until)(coupon.valid_until, now)),
        CardState::Refused(
            Refusal::OfferNotStarted { starts_at: at } | Refusal::DailyLimit { again_at: at },
        ) => Some((text.validity_if_claimed)(offer.validity, *at, now)),
        CardState::Refused(refusal) if !matches!(refusal, Refusal::PaymentTooSmall { .. }) => None,
        _ => Some((text.validity_if_claimed)(offer.validity, now, now)),
    }
}

/// The sentence that says why, or what to do next.
fn hint(text: &Text, state: &CardState, now: Moment) -> Option<Html> {
    match state {
        CardState::Claimable | CardState::Claiming => None,
        CardState::Checking => Some(text.checking_hint.into()),
        CardState::Queued(_) => Some(text.queued_hint.into()),
        CardState::Held { coupon, state, .. } => Some(held_hint(text, coupon, *state, now)),
        CardState::Refused(refusal) => {
            let Wording { message, next_step, .. } = (text.refusal)(refusal, now);
            Some((text.sentences)(&message, &next_step).into())
        }
    }
}

fn held_hint(text: &Text, coupon: &Coupon, state: CouponState, now: Moment) -> Html {
    match state {
        CouponState::Usable | CouponState::NotYet { .. } => at_till(text, &coupon.store),
        CouponState::Used { at } => (text.used_at)(at, now).into(),
        CouponState::Expired => text.expired.into(),
        CouponState::Revoked { reason } => (text.revoked)(reason).into(),
    }
}

/// What became of a coupon that is good for nothing any more, in a word.
fn ended(text: &Text, state: CouponState) -> Option<&'static str> {
    match state {
        CouponState::Usable | CouponState::NotYet { .. } => None,
        CouponState::Used { .. } => Some(text.used),
        CouponState::Expired => Some(text.expired),
        CouponState::Revoked { .. } => Some(text.withdrawn),
    }
}

fn rules(text: &Text, offer: &Offer) -> Html {
    html! {
        <details id={format!("rules-{}", offer.id)}>
            <summary>{ text.rules }</summary>
            <ul>
                { for offer.rules.iter().map(|rule| html! { <li>{ rule }</li> }) }
                <li>{ (text.after_refund)(offer.after_refund) }</li>
            </ul>
        </details>
    }
}

/// Beside the button: what is left, or how long until it opens. A screen reader is not told each
/// second of that; the sentence above names the moment.
fn aside(text: &Text, offer: &Offer, state: &CardState, session: &Session) -> Html {
    match state {
        CardState::Refused(Refusal::OfferNotStarted { starts_at }) => html! {
            <span class="stock">{ text.starts_in }{ " " }
                // A screen reader is not told each second: the sentence above names the moment.
                <span class="countdown" role="timer" aria-live="off">{ digits(starts_at.remaining(session.clock.now())) }</span></span>
        },
        CardState::Held { state, .. } => match ended(text, *state) {
            Some(word) => html! { <span class="stock">{ word }</span> },
            None => {
                html! { <span class="stock held">{ icon(Icon::Check) }{ text.claimed }</span> }
            }
        },
        CardState::Refused(_) => html! { <span class="stock" /> },
        _ => stock(text, offer),
    }
}

fn stock(text: &Text, offer: &Offer) -> Html {
    let Some(percent) = offer.stock.percent_claimed() else {
        return html! { <span class="stock" /> };
    };
    let few = offer.stock.few_left();
    let words = few.map_or_else(|| (text.percent_claimed)(percent), text.few_left);
    html! {
        <span class={classes!("stock", few.map(|_| "few"))}>
            <progress max="100" value={percent.to_string()} aria-hidden="true" />
            { words }
        </span>
    }
}

fn action(props: &CardProps, text: &Text, state: &CardState) -> Html {
    let id = format!("act-{}", props.card.data.offer.id);
    match state {
        CardState::Claimable => form(props, id, text.claim.into(), false),
        CardState::Claiming => form(props, id, text.claiming.into(), true),
        CardState::Checking => form(props, id, text.checking.into(), true),
        CardState::Queued(_) => form(props, id, text.queued.into(), true),
        CardState::Held { coupon, another, .. } => {
            let wallet = format!("{}#coupon-{}", Route::Wallet.path(), coupon.id);
            html! {
                <>
                    { way(&props.session, wallet, Some(id), Some("button quiet"), text.see_in_wallet.into()) }
                    if *another { { another_form(props, text) } }
                </>
            }
        }
        CardState::Refused(refusal) => {
            let label = (text.refusal)(refusal, props.now).label;
            html! { <span class="state" {id} tabindex="-1">{ label }</span> }
        }
    }
}

fn another_form(props: &CardProps, text: &Text) -> Html {
    let held = props.card.next_nth() - 1;
    let label = (text.claim_another)(held, props.card.data.offer.per_person_limit);
    form(props, format!("more-{}", props.card.data.offer.id), label, false)
}

/// The claim as a real form: it works before the module runs, and without it. While an answer is
/// awaited the same button stays, so that the focus stays on it.
fn form(props: &CardProps, id: String, label: String, waiting: bool) -> Html {
    let offer = &props.card.data.offer;
    let onclick = on_tap(&props.wish, Wish::Claim(vec![offer.id.clone()]));
    // In these there is no hint.
    let plain = matches!(props.card.state(props.now), CardState::Claimable | CardState::Claiming);
    let described = (!plain).then(|| format!("hint-{}", offer.id));
    html! {
        <form method="post" action={props.session.claims(&props.link, "")}>
            { named(&props.session, &props.link) }
            <input type="hidden" name="offer_id" value={offer.id.to_string()} />
            <input type="hidden" name="request_id" value={format!("{}-{}", props.session.form_nonce, props.index)} />
            <input type="hidden" name="nth" value={props.card.next_nth().to_string()} />
            <button class={classes!("button", waiting.then_some("waiting"))} {id} type="submit" {onclick}
                aria-label={format!("{label} {}", offer.title)} aria-disabled={waiting.then_some("true")}
                aria-describedby={described}>
                { label }
            </button>
        </form>
    }
}
