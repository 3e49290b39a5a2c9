//! Draws a coupon of the list.

use std::rc::Rc;

use mall_contract::{Coupon, CouponId, CouponState, Moment, coupon_state, expires_soon};
use yew::virtual_dom::VChild;
use yew::{Callback, Component, Context, Html, Properties};

use crate::pages::wallet::intent::Intent;
use crate::route::Route;
use crate::session::Session;
use crate::text::wallet::WalletText;
use crate::ui::card::{Parts, card};
use crate::ui::element::{Kind, element, on};
use crate::ui::icon::{Icon, icon};

/// A card shows times by the minute, so it changes no more often.
const MINUTE_MS: i64 = 60_000;

/// The properties of an [`ItemView`].
#[derive(Properties, Clone)]
pub struct ItemProps {
    pub coupon: Rc<Coupon>,
    /// True if the coupon opens without a request.
    pub is_prefetched: bool,
    /// The server time for which the card is drawn.
    pub now: Moment,
    pub session: Session,
    pub on_intent: Callback<Intent>,
}

/// An unchanged card is not drawn again: there may be thousands.
impl PartialEq for ItemProps {
    fn eq(&self, other: &Self) -> bool {
        let appearance = |props: &Self| {
            let Self { coupon, now, is_prefetched, .. } = props;
            (
                *is_prefetched,
                now.ms / MINUTE_MS,
                coupon_state(coupon, *now),
                expires_soon(coupon, *now),
            )
        };
        Rc::ptr_eq(&self.coupon, &other.coupon) && appearance(self) == appearance(other)
    }
}

/// The component that draws a coupon.
pub struct ItemView;

impl Component for ItemView {
    type Message = ();
    type Properties = ItemProps;

    fn create(_: &Context<Self>) -> Self {
        Self
    }

    fn view(&self, context: &Context<Self>) -> Html {
        draw(context.props())
    }
}

/// Makes an item of a list. The coupon's id is its key.
pub fn item(props: ItemProps) -> Html {
    let key = props.coupon.id.as_str().into();
    VChild::<ItemView>::new(props, Some(key)).into()
}

/// Returns the id of a coupon's card.
pub fn card_id(id: &CouponId) -> String {
    format!("coupon-{id}")
}

fn draw(props: &ItemProps) -> Html {
    let ItemProps { coupon, now, session, .. } = props;
    let (words, text) = (session.text(), WalletText::of(session.language));
    let state = coupon_state(coupon, *now);
    let (over, class) = match state {
        CouponState::Usable => (false, "button"),
        CouponState::NotYet { .. } => (false, "button quiet"),
        _ => (true, "state"),
    };
    let time_left = (!over).then(|| {
        let class = if expires_soon(coupon, *now) { "stock few" } else { "stock" };
        element!("span", [("class", class)], [(text.time_left)(coupon.valid_until, *now)])
    });
    let label = match state {
        CouponState::Usable => text.show,
        CouponState::NotYet { .. } => text.view,
        CouponState::Used { .. } => words.used,
        CouponState::Expired => words.expired,
        CouponState::Revoked { .. } => words.no_longer_valid,
    };
    let used = matches!(state, CouponState::Used { .. }).then(|| icon(Icon::Check));
    card(
        words,
        Parts {
            id: card_id(&coupon.id),
            over,
            benefit: &coupon.benefit,
            threshold: coupon.threshold,
            why: None,
            title: &coupon.title,
            store: &coupon.store,
            time: time(props, state),
            hint: None,
            rules: Html::default(),
            aside: time_left.unwrap_or_default(),
            action: match over {
                true => element!("span", [("class", class)], [used, label]),
                false => open_link(props, class, label),
            },
        },
    )
}

/// Returns the time in which the coupon can be used, or its end; none if the countdown says the same.
fn time(props: &ItemProps, state: CouponState) -> Option<String> {
    let ItemProps { coupon, now, session, .. } = props;
    let (words, text, until) =
        (session.text(), WalletText::of(session.language), coupon.valid_until);
    let moment = |at| (words.moment)(at, *now);
    match state {
        CouponState::Usable if WalletText::names_the_hour(until, *now) => None,
        CouponState::Usable => Some((words.valid_until)(until, *now)),
        CouponState::NotYet { from } => Some((words.usable_from)(from, *now)),
        CouponState::Used { at } => Some((text.used)(&moment(at))),
        CouponState::Expired => Some((text.ended)(&moment(until.last_minute_before()))),
        CouponState::Revoked { reason } => Some((words.revoked)(reason).into()),
    }
}

/// Draws the link to the coupon. A prefetched coupon opens in this document.
fn open_link(props: &ItemProps, class: &'static str, label: &'static str) -> Html {
    let id = props.coupon.id.clone();
    let to = Route::Coupon { id: id.clone() }.path();
    let element_id = format!("show-{id}");
    let onclick = props.is_prefetched.then(|| {
        let on_intent = props.on_intent.clone();
        on(Kind::Click, move |event| {
            event.prevent_default();
            on_intent.emit(Intent::Open(id.clone()));
        })
    });
    let title = element!("span", [("class", "unseen")], [" ", &*props.coupon.title]);
    element!(
        "a",
        [("class", class), ("id", element_id), ("href", to), ("onclick", onclick)],
        [label, title]
    )
}
