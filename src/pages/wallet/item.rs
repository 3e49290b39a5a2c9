//! A coupon in the list.

use std::rc::Rc;

use mall_contract::{Coupon, CouponState, Moment, coupon_state, expires_soon};
use yew::virtual_dom::VChild;
use yew::{Callback, Component, Context, Html, Properties};

use super::life::{Wish, card_id};
use crate::route::Route;
use crate::session::Session;
use crate::text::wallet::WalletText;
use crate::ui::card::{Parts, card};
use crate::ui::element::{Kind, element, on};
use crate::ui::icon::{Icon, icon};

/// Milliseconds of a minute: what is drawn of time is right for so long.
const MINUTE: i64 = 60_000;

/// What [`ItemView`] is given.
#[derive(Properties, Clone)]
pub struct ItemProps {
    /// The coupon.
    pub coupon: Rc<Coupon>,
    /// Whether it opens without asking the server.
    pub at_hand: bool,
    /// The moment it is drawn for.
    pub now: Moment,
    /// Who looks.
    pub session: Session,
    /// Opens it.
    pub wish: Callback<Wish>,
}

/// What has not changed is not drawn again: there may be thousands.
impl PartialEq for ItemProps {
    fn eq(&self, other: &Self) -> bool {
        let seen = |props: &Self| {
            let Self { coupon, now, at_hand, .. } = props;
            (*at_hand, now.ms / MINUTE, coupon_state(coupon, *now), expires_soon(coupon, *now))
        };
        Rc::ptr_eq(&self.coupon, &other.coupon) && seen(self) == seen(other)
    }
}

/// A coupon.
pub struct ItemView;

impl Component for ItemView {
    type Message = ();
    type Properties = ItemProps;

    fn create(_: &Context<Self>) -> Self {
        Self
    }

    fn view(&self, context: &Context<Self>) -> Html {
        drawn(context.props())
    }
}

/// A coupon of a list, under its id.
pub fn item(props: ItemProps) -> Html {
    let key = props.coupon.id.as_str().into();
    VChild::<ItemView>::new(props, Some(key)).into()
}

fn drawn(props: &ItemProps) -> Html {
    let ItemProps { coupon, now, session, .. } = props;
    let (words, text) = (session.text(), WalletText::of(session.language));
    let state = coupon_state(coupon, *now);
    let (over, class) = match state {
        CouponState::Usable => (false, "button"),
        CouponState::NotYet { .. } => (false, "button quiet"),
        _ => (true, "state"),
    };
    let left = (!over).then(|| {
        let class = if expires_soon(coupon, *now) { "stock few" } else { "stock" };
        element!("span", [("class", class)], [(text.left)(coupon.valid_until, *now)])
    });
    let label = match state {
        CouponState::Usable => text.show,
        CouponState::NotYet { .. } => text.look,
        CouponState::Used { .. } => words.used,
        CouponState::Expired => words.expired,
        CouponState::Revoked { .. } => words.withdrawn,
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
            aside: left.unwrap_or_default(),
            action: match over {
                true => element!("span", [("class", class)], [used, label]),
                false => way(props, class, label),
            },
        },
    )
}

/// When it can be used, or what ended it; nothing where what is left says as much.
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

/// The way to the coupon: in the page where its codes are at hand, to the server's page where they are not.
fn way(props: &ItemProps, class: &'static str, label: &'static str) -> Html {
    let id = props.coupon.id.clone();
    let to = Route::Coupon { id: id.clone() }.path();
    let place = format!("show-{id}");
    let onclick = props.at_hand.then(|| {
        let wish = props.wish.clone();
        on(Kind::Click, move |event| {
            event.prevent_default();
            wish.emit(Wish::Open(id.clone()));
        })
    });
    let title = element!("span", [("class", "unseen")], [" ", &*props.coupon.title]);
    element!(
        "a",
        [("class", class), ("id", place), ("href", to), ("onclick", onclick)],
        [label, title]
    )
}
