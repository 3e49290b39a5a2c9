//! The shopper's coupons.

use mall_contract::{Coupon, CouponState, Moment, Wallet, coupon_state};
use yew::prelude::*;

use crate::session::Session;
use crate::text::Text;
use crate::ui::benefit::benefit;
use crate::ui::frame::{Links, frame};
use crate::ui::icon::{Icon, icon};

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
            <h1 class="page-title">{ text.wallet_title }</h1>
            if wallet.coupons.is_empty() {
                <section class="notice">
                    <span class="notice-icon">{ icon(Icon::Wallet) }</span>
                    <h2>{ text.wallet_empty }</h2>
                    <p>{ text.wallet_empty_next }</p>
                </section>
            }
            { section(text, text.usable_heading, &usable, now) }
            { section(text, text.over_heading, &over, now) }
        </>
    };
    let other_language = format!("?lang={}", session.language.other().code());
    frame(session.language, &wallet.mall.name, &Links { other_language, wallet: None }, content)
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
    let place = (text.where_to_use)(&coupon.store.floor, &coupon.store.unit);
    let (label, line) = match state {
        CouponState::Usable => (text.usable, (text.valid_until)(coupon.valid_until, now)),
        CouponState::NotYet { from } => (text.not_yet, (text.usable_from)(from, now)),
        CouponState::Used { at } => (text.over_heading, (text.used_at)(at, now)),
        CouponState::Expired => (text.expired, (text.valid_until)(coupon.valid_until, now)),
        CouponState::Revoked => (text.revoked, (text.valid_until)(coupon.valid_until, now)),
    };
    let left = (!over).then(|| (text.left)(coupon.valid_until.remaining(now))).flatten();
    html! {
        <li class={classes!("card", over.then_some("over"))} id={format!("coupon-{}", coupon.id)} key={coupon.id.as_str()}>
            { benefit(text, &coupon.benefit, coupon.threshold) }
            <div class="body">
                <h3>{ &coupon.title }</h3>
                <p class="meta">{ icon(Icon::Pin) }<span>{ &coupon.store.name }{ " · " }<span class="place">{ &place }</span></span></p>
                <p class="meta">{ icon(Icon::Clock) }<span>{ line }</span></p>
                if !over {
                    <p class="hint">{ (text.show_at_till)(&coupon.store.name, &place) }</p>
                }
                <div class="foot">
                    <span class="stock">{ left }</span>
                    <span class={classes!("state", (!over).then_some("good"))}>{ label }</span>
                </div>
            </div>
        </li>
    }
}
