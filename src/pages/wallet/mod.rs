//! The shopper's coupons.

use mall_contract::{Coupon, CouponState, Moment, Wallet, coupon_state};
use yew::prelude::*;

use crate::pages::leaving::links;
use crate::session::Session;
use crate::text::Text;
use crate::ui::card::{Parts, at_till, card};
use crate::ui::frame::{Links, frame};
use crate::ui::icon::Icon;
use crate::ui::notice::notice;

/// All coupons: those that can be used first, soonest expiry first, then those that are over.
pub fn wallet(wallet: &Wallet, session: &Session) -> Html {
    let text = session.text();
    let now = session.clock.now();
    let (mut usable, over): (Vec<&Coupon>, Vec<&Coupon>) =
        wallet.coupons.iter().partition(|coupon| {
            matches!(coupon_state(coupon, now), CouponState::Usable | CouponState::NotYet { .. })
        });
    usable.sort_by_key(|coupon| coupon.valid_until);
    let content = html! {
        <>
            if wallet.coupons.is_empty() {
                { notice(Icon::Wallet, text.wallet_empty, text.wallet_empty_next, Html::default()) }
            } else {
                <h1 class="page-title">{ text.wallet_title }</h1>
            }
            { section(text, text.usable_heading, &usable, now) }
            { section(text, text.over_heading, &over, now) }
        </>
    };
    let links = Links { wallet: Html::default(), ..links(session, "") };
    frame(session.text(), &wallet.mall.name, links, content)
}

fn section(text: &Text, heading: &'static str, coupons: &[&Coupon], now: Moment) -> Html {
    if coupons.is_empty() {
        return Html::default();
    }
    html! {
        <section>
            <h2 class="section-title">{ heading }<small>{ (text.offers_count)(coupons.len()) }</small></h2>
            <ul class="cards">{ for coupons.iter().map(|coupon| item(text, coupon, now)) }</ul>
        </section>
    }
}

fn item(text: &Text, coupon: &Coupon, now: Moment) -> Html {
    let state = coupon_state(coupon, now);
    let over = !matches!(state, CouponState::Usable | CouponState::NotYet { .. });
    let (label, line) = match state {
        CouponState::Usable => (text.usable, (text.valid_until)(coupon.valid_until, now)),
        CouponState::NotYet { from } => (text.not_yet, (text.usable_from)(from, now)),
        CouponState::Used { at } => (text.used, (text.used_at)(at, now)),
        CouponState::Expired => (text.expired, (text.valid_until)(coupon.valid_until, now)),
        CouponState::Revoked { reason } => (text.withdrawn, (text.revoked)(reason).into()),
    };
    let left = (!over).then(|| (text.left)(coupon.valid_until.remaining(now))).flatten();
    let hint = (!over).then(|| at_till(text, &coupon.store));
    card(
        text,
        Parts {
            id: format!("coupon-{}", coupon.id),
            over,
            benefit: &coupon.benefit,
            threshold: coupon.threshold,
            why: None,
            title: &coupon.title,
            store: &coupon.store,
            time: Some(line),
            hint: hint.map(|hint| (format!("hint-{}", coupon.id), hint)),
            rules: Html::default(),
            aside: html! { <span class="stock">{ left }</span> },
            action: html! { <span class={if over { "state" } else { "state good" }}>{ label }</span> },
        },
    )
}
