//! Draws the verdict on a code or a request: in colour, with an icon, and in words.

use mall_contract::{
    CodePayload, Fen, Moment, PrepareResponse, Refusal, TillCoupon, TillRedemption, TillRefusal,
};
use yew::Html;

use super::context::ViewContext;
use super::undo::{UndoPlace, undo};
use crate::pages::till::intent::Intent;
use crate::pages::till::state::counter::Step;
use crate::pages::till::state::ledger::may_undo;
use crate::text::use_windows;
use crate::ui::benefit::benefit;
use crate::ui::element::{element, list, nodes};
use crate::ui::icon::{Icon, icon};

/// Draws a heading and a sentence below an icon.
pub fn message(picture: &'static str, heading: &str, sentence: String) -> Html {
    nodes![
        element!("i", [("class", picture), ("aria-hidden", "true")], []),
        element!("h2", [], [heading]),
        element!("p", [], [sentence]),
    ]
}

/// Returns the class of the stage, and its content.
pub fn verdict(context: &ViewContext<'_>) -> (&'static str, Html) {
    let text = context.text;
    let text_message = |[heading, sentence]: [&'static str; 2], picture| {
        message(picture, heading, sentence.to_owned())
    };
    match &context.state.counter.step {
        Step::Ready => ("stage said", text_message(text.ready, "icon scan")),
        Step::NotACode => ("stage bad", text_message(text.not_a_code, "icon barred")),
        Step::LookingUp => ("stage said", element!("p", [("class", "busy")], [text.looking_up])),
        Step::NoResponse => {
            let again = context.button("button quiet", Intent::CheckAgain, nodes![text.try_again]);
            ("stage wait", nodes![text_message(text.lookup_failed, "icon clock"), again])
        }
        Step::Prepared(prepared) => prepared_verdict(context, prepared),
        Step::Redeeming(_) => {
            let [heading, sentence] = text.redeeming;
            ("stage wait", message("icon clock", heading, sentence.to_owned()))
        }
        Step::Unknown(_, reason) => {
            let [heading, sentence] = text.result_unknown;
            let reason = reason
                .as_ref()
                .map(|reason| (context.words.refusal)(reason, context.state.now).message);
            let sentence = match reason {
                Some(reason) => (context.words.join_sentences)(&reason, sentence),
                None => sentence.to_owned(),
            };
            let next = context.button(
                "button quiet",
                Intent::NextShopper,
                nodes![text.serve_next_shopper],
            );
            ("stage wait", nodes![message("icon clock", heading, sentence), next])
        }
        Step::Redeemed(redemption) => redeemed_verdict(context, redemption),
        Step::Proven(proof) => {
            let sentence = (text.usable_offline_for)(proof.value, proof.threshold);
            ("stage good", message("icon check", text.usable_offline, sentence))
        }
        Step::RedeemedOffline(redemption) => {
            let value = CodePayload::parse(&redemption.code).ok().and_then(|payload| payload.proof);
            let sentence = (text.redeemed_offline_for)(
                &redemption.order_number,
                value.map(|proof| proof.value).unwrap_or_default(),
            );
            ("stage good", message("icon check", text.redeemed_offline, sentence))
        }
        Step::Refused(refusal) => refused_verdict(context, refusal),
    }
}

fn prepared_verdict(context: &ViewContext<'_>, prepared: &PrepareResponse) -> (&'static str, Html) {
    match &prepared.refused {
        None => {
            let text = context.text;
            ("stage good", message("icon check", text.usable, text.usable_next.to_owned()))
        }
        Some(problem) => refused_verdict(context, &problem.refusal),
    }
}

/// Draws a refusal: yellow if waiting or a larger order helps, else red.
fn refused_verdict(context: &ViewContext<'_>, refusal: &Refusal) -> (&'static str, Html) {
    if let Some([heading, sentence]) = (context.text.refused_offline)(refusal) {
        return ("stage bad", message("icon barred", &heading, sentence));
    }
    let words = (context.words.refusal)(refusal, context.state.now);
    let sentence = (context.words.join_sentences)(&words.message, &words.next_step);
    let may_pass = refusal.is_passing()
        || matches!(
            refusal,
            Refusal::Till(TillRefusal::CouponNotYet { .. })
                | Refusal::Till(TillRefusal::WrongTimeWindow { .. })
                | Refusal::Till(TillRefusal::ThresholdNotMet { .. })
                | Refusal::Till(TillRefusal::CodeStale)
        );
    let (class, picture) =
        if may_pass { ("stage wait", "icon clock") } else { ("stage bad", "icon barred") };
    (class, message(picture, words.label, sentence))
}

fn redeemed_verdict(
    context: &ViewContext<'_>,
    redemption: &TillRedemption,
) -> (&'static str, Html) {
    let text = context.text;
    let at = |at| (context.words.moment)(at, context.state.now);
    if let Some(undone) = &redemption.undone {
        let words = (text.undone_by)(&at(undone.at), &undone.by, &undone.reason);
        return ("stage said", message("icon check", text.undone, words));
    }
    let sum = |label: &'static str, amount: Fen| {
        nodes![element!("dt", [], [label]), element!("dd", [], [format!("¥{}", amount.exact())]),]
    };
    let pay = redemption.saved.map(|saved| {
        let rest = Fen(redemption.amount.0 - saved.0);
        element!("dl", [("class", "sums")], [sum(text.saving, saved), sum(text.to_pay, rest)])
    });
    let sentence = (text.order_of)(&redemption.order_number);
    ("stage good", nodes![message("icon check", text.redeemed, sentence), pay])
}

/// Draws the part below the stage: the coupon, and the next steps.
pub fn below_stage(context: &ViewContext<'_>) -> Html {
    let text = context.text;
    match &context.state.counter.step {
        Step::Prepared(prepared) => {
            let next = prepared.refused.is_some().then(|| next(context));
            nodes![next, coupon(context, &prepared.coupon)]
        }
        Step::Redeemed(redemption) => nodes![
            next(context),
            undo_section(context, redemption),
            coupon(context, &redemption.coupon),
            facts(vec![
                (text.cashier, redemption.by.clone()),
                (text.time, (context.words.moment)(redemption.at, context.state.now)),
                (text.totals[2], format!("¥{}", redemption.amount.exact())),
            ]),
        ],
        Step::RedeemedOffline(redemption) => nodes![
            next(context),
            facts(vec![
                (text.time, (context.words.moment)(redemption.taken_at, context.state.now)),
                (text.totals[2], format!("¥{}", redemption.amount.exact())),
            ]),
        ],
        Step::Refused(_) => next(context),
        _ => Html::default(),
    }
}

fn next(context: &ViewContext<'_>) -> Html {
    context.button("button wide", Intent::NextShopper, nodes![context.text.next_shopper])
}

/// Draws the undo, while it is allowed.
fn undo_section(context: &ViewContext<'_>, redemption: &TillRedemption) -> Html {
    if !may_undo(redemption, context.state.now) {
        return Html::default();
    }
    let until = (context.words.moment)(redemption.undo_until, context.state.now);
    let hint = element!("p", [("class", "example")], [(context.text.undo_until)(&until)]);
    element!("div", [("class", "undoing")], [undo(context, redemption, UndoPlace::Result), hint])
}

/// Draws a coupon: its benefit, validity and rules.
fn coupon(context: &ViewContext<'_>, coupon: &TillCoupon) -> Html {
    let (words, now) = (context.words, context.state.now);
    let line = |picture, words: String| {
        element!("p", [("class", "meta")], [icon(picture), element!("span", [], [words])])
    };
    let time = |moment: Moment| (words.valid_until)(moment, now);
    let from = (now < coupon.valid_from)
        .then(|| line(Icon::Clock, (words.usable_from)(coupon.valid_from, now)));
    let windows = use_windows(context.session.language, &coupon.windows)
        .map(|windows| line(Icon::Clock, windows.into_owned()));
    let rules: Vec<Html> = coupon.rules.iter().map(|rule| element!("li", [], [&**rule])).collect();
    let rules = (!rules.is_empty()).then(|| element!("ul", [("class", "small")], [list(rules)]));
    let body = element!(
        "div",
        [("class", "body")],
        [
            element!("h3", [], [&*coupon.title]),
            from,
            line(Icon::Clock, time(coupon.valid_until)),
            windows,
            rules,
            element!("p", [("class", "example")], [(context.text.code_end)(&coupon.code_end)]),
        ]
    );
    element!(
        "article",
        [("class", "card")],
        [benefit(words, &coupon.benefit, coupon.threshold), body]
    )
}

fn facts(all: Vec<(&'static str, String)>) -> Html {
    let one = |(label, words): (&'static str, String)| {
        element!("div", [], [element!("dt", [], [label]), element!("dd", [], [words])])
    };
    element!("dl", [("class", "facts")], [list(all.into_iter().map(one).collect())])
}
