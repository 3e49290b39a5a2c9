//! One coupon, shown at a till.

mod code128;
mod life;
mod pass;
mod qr;
pub mod state;

use mall_contract::coupon_state;
use yew::Html;

use super::leaving::links;
use super::life::PageProps;
use crate::session::Session;
use crate::text::coupon::CouponText;
use crate::ui::card::{Parts, at_till, card};
use crate::ui::element::{element, list, nodes};
use crate::ui::frame::frame;
pub use life::Life;
use state::{Showing, State};

/// The page's own styles: no other page carries them. The server's policy names their hash.
pub const STYLES: &str = include_str!("coupon.css");

/// Draws the page.
fn draw(life: &Life, props: &PageProps<Life>) -> Html {
    let session = &props.session;
    let (state, text) = (life.state(), CouponText::of(session.language));
    let drawing = Drawing { state: &state, text, session, life, live: props.is_live() };
    let content = nodes![
        element!("style", [], [STYLES]),
        element!("h1", [("class", "page-title")], [heading(&drawing)]),
        pass::pass(&drawing),
        as_of(&drawing),
        about(&drawing),
    ];
    frame(session.text(), &state.shown.mall.name, links(session, ""), content)
}

/// What the page's parts are drawn from.
struct Drawing<'a> {
    state: &'a State,
    text: &'static CouponText,
    session: &'a Session,
    life: &'a Life,
    /// Whether it goes on by itself.
    live: bool,
}

/// What to do with the page.
fn heading(drawing: &Drawing<'_>) -> &'static str {
    match drawing.state.showing() {
        Showing::Used { .. } | Showing::Expired | Showing::Revoked { .. } => {
            drawing.text.title_over
        }
        _ => drawing.text.title,
    }
}

/// Of when all this is, while the server cannot be asked. One element, so that its change is read out.
fn as_of(drawing: &Drawing<'_>) -> Html {
    let state = drawing.state;
    let at = || (drawing.session.text().moment)(state.shown.server_time, state.now);
    let said = (drawing.live && state.cut_off).then(|| (drawing.text.as_of)(&at()));
    element!("p", [("class", "as-of"), ("role", "status")], [said])
}

/// What the coupon gives, where, until when, and its rules.
fn about(drawing: &Drawing<'_>) -> Html {
    let (text, state) = (drawing.session.text(), drawing.state);
    let (coupon, now) = (&state.shown.coupon, state.now);
    let over = coupon.redemption.is_some() || state.is_over();
    let left = (!over).then(|| (text.left)(coupon.valid_until.remaining(now))).flatten();
    let way = state.shown.way.as_ref().map(|way| element!("bdi", [("class", "way")], [&**way]));
    let hint =
        (!over).then(|| (format!("hint-{}", coupon.id), nodes![at_till(text, &coupon.store), way]));
    let time = match coupon_state(coupon, now) {
        mall_contract::CouponState::NotYet { from } => (text.usable_from)(from, now),
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
        aside: element!("span", [("class", "stock")], [left]),
        action: Html::default(),
    };
    let mut rules: Vec<Html> =
        coupon.rules.iter().map(|rule| element!("li", [], [&**rule])).collect();
    rules.extend(coupon.after_refund.map(|after| element!("li", [], [(text.after_refund)(after)])));
    let rules = (!rules.is_empty()).then(|| {
        let heading = element!("h2", [], [text.rules]);
        element!("section", [("class", "rules")], [heading, element!("ul", [], [list(rules)])])
    });
    let heading = element!("h2", [("class", "unseen")], [drawing.text.gives]);
    nodes![heading, element!("ul", [("class", "cards")], [card(text, parts)]), rules]
}
