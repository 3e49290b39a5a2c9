//! The shopper's coupons.

use mall_contract::{Coupon, CouponState, Moment, Wallet, coupon_state};
use yew::Html;

use crate::pages::leaving::links;
use crate::route::Route;
use crate::session::Session;
use crate::text::coupon as coupon_text;
use crate::text::{Language, Text};
use crate::ui::card::{Parts, at_till, card};
use crate::ui::element::{element, list, nodes};
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
    let scan = |class: &'static str| {
        element!("a", [("class", class), ("href", Route::Scan.path())], [text.to_scan])
    };
    let heading = match wallet.coupons.is_empty() {
        true => notice(Icon::Wallet, text.wallet_empty, text.wallet_empty_next, scan("button")),
        false => {
            let title = element!("h1", [], [text.wallet_title]);
            element!("div", [("class", "page-title")], [title, scan("button quiet")])
        }
    };
    let content = nodes![
        heading,
        section(session, text.usable_heading, &usable, now),
        section(session, text.over_heading, &over, now),
    ];
    let links = Links { wallet: Html::default(), ..links(session, "") };
    frame(session.text(), &wallet.mall.name, links, content)
}

fn section(session: &Session, heading: &'static str, coupons: &[&Coupon], now: Moment) -> Html {
    if coupons.is_empty() {
        return Html::default();
    }
    let text = session.text();
    let count = element!("small", [], [(text.offers_count)(coupons.len())]);
    let heading = element!("h2", [("class", "section-title")], [heading, count]);
    let cards = coupons.iter().map(|coupon| item(session.language, coupon, now)).collect();
    let cards = element!("ul", [("class", "cards")], [list(cards)]);
    element!("section", [], [heading, cards])
}

fn item(language: Language, coupon: &Coupon, now: Moment) -> Html {
    let text = Text::of(language);
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
    let show = || {
        let to = Route::Coupon { id: coupon.id.clone() }.path();
        element!("a", [("class", "button"), ("href", to)], [coupon_text::show(language)])
    };
    let state_class = if over { "state" } else { "state good" };
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
            aside: element!("span", [("class", "stock")], [left]),
            action: match state {
                CouponState::Usable => show(),
                _ => element!("span", [("class", state_class)], [label]),
            },
        },
    )
}
