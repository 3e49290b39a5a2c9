//! Draws the coupon page.

mod code128;
mod context;
mod pass;
mod qr;

use mall_contract::{CouponState, coupon_state};
use yew::Html;

use super::state::Display;
use crate::pages::links::links;
use crate::ui::card::{Parts, at_till, card};
use crate::ui::element::{element, list, nodes};
use crate::ui::frame::frame;
pub use context::{CodeCache, ViewContext};

/// The page's own styles, which stand in its HTML. The server's content security policy has their hash.
pub const STYLES: &str = include_str!("coupon.css");

/// Draws the page.
pub fn view(context: &ViewContext<'_>) -> Html {
    let ViewContext { state, session, .. } = *context;
    let content = nodes![
        element!("style", [], [STYLES]),
        element!("h1", [("class", "page-title")], [heading(context)]),
        pass::pass(context),
        as_of(context),
        about(context),
    ];
    frame(session.text(), &state.page.mall.name, links(session, ""), content)
}

fn heading(context: &ViewContext<'_>) -> &'static str {
    match context.state.display() {
        Display::Used { .. } | Display::Expired | Display::Revoked { .. } => {
            context.text.title_ended
        }
        _ => context.text.title,
    }
}

/// Draws the time of the last response, while the server cannot be reached. The element always exists, so that screen
/// readers read its change.
fn as_of(context: &ViewContext<'_>) -> Html {
    let state = context.state;
    let at = || (context.session.text().moment)(state.page.server_time, state.now);
    let message = (context.is_live && state.unreachable).then(|| (context.text.as_of)(&at()));
    element!("p", [("class", "as-of"), ("role", "status")], [message])
}

/// Draws the coupon's card and its rules.
fn about(context: &ViewContext<'_>) -> Html {
    let (text, state) = (context.session.text(), context.state);
    let (coupon, now) = (&state.page.coupon, state.now);
    let over = coupon.redemption.is_some() || state.is_over();
    let time_left = (!over).then(|| (text.time_left)(coupon.valid_until.remaining(now))).flatten();
    let directions =
        state.page.way.as_ref().map(|way| element!("bdi", [("class", "way")], [&**way]));
    let hint = (!over)
        .then(|| (format!("hint-{}", coupon.id), nodes![at_till(text, &coupon.store), directions]));
    let time = match coupon_state(coupon, now) {
        CouponState::NotYet { from } => (text.usable_from)(from, now),
        _ => (text.valid_until)(coupon.valid_until, now),
    };
    let parts = Parts {
        id: format!("coupon-{}", coupon.id),
        over,
        benefit: &coupon.benefit,
        threshold: coupon.threshold,
        why: None,
        title: &coupon.title,
        store: &coupon.store,
        time: Some(time),
        hint,
        rules: Html::default(),
        aside: element!("span", [("class", "stock")], [time_left]),
        action: Html::default(),
    };
    let mut rules: Vec<Html> =
        coupon.rules.iter().map(|rule| element!("li", [], [&**rule])).collect();
    rules.extend(coupon.after_refund.map(|after| element!("li", [], [(text.after_refund)(after)])));
    let rules = (!rules.is_empty()).then(|| {
        let heading = element!("h2", [], [text.rules]);
        element!("section", [("class", "rules")], [heading, element!("ul", [], [list(rules)])])
    });
    let heading = element!("h2", [("class", "unseen")], [context.text.benefit_heading]);
    nodes![heading, element!("ul", [("class", "cards")], [card(text, parts)]), rules]
}
