//! What came of reading and taking, in colour, with an icon and in words.

use mall_contract::{CodePayload, Moment, PrepareResponse, Refusal, TillCoupon, TillRedemption};
use yew::Html;

use super::state::counter::Step;
use super::state::ledger::may_undo;
use super::undo::undo;
use super::{Drawing, Wish};
use crate::text::use_windows;
use crate::ui::benefit::benefit;
use crate::ui::element::{element, list, nodes};
use crate::ui::icon::{Icon, icon};

/// A heading and a sentence below an icon.
pub fn said(picture: &'static str, heading: &str, sentence: String) -> Html {
    nodes![
        element!("i", [("class", picture), ("aria-hidden", "true")], []),
        element!("h2", [], [heading]),
        element!("p", [], [sentence]),
    ]
}

/// How the stage looks, and what stands on it.
pub fn verdict(drawing: &Drawing<'_>) -> (&'static str, Html) {
    let text = drawing.text;
    let of = |[heading, sentence]: [&'static str; 2], picture| {
        said(picture, heading, sentence.to_owned())
    };
    match &drawing.state.counter.step {
        Step::Ready => ("stage said", of(text.ready, "icon scan")),
        Step::NotACode => ("stage bad", of(text.not_a_code, "icon barred")),
        Step::Asking => ("stage said", element!("p", [("class", "busy")], [text.asking])),
        Step::NoAnswer => {
            let again = drawing.button("button quiet", Wish::CheckAgain, nodes![text.try_again]);
            ("stage wait", nodes![of(text.not_asked, "icon clock"), again])
        }
        Step::Prepared(prepared) => prepared_as(drawing, prepared),
        Step::Taking(_) => {
            let [heading, sentence] = text.taking;
            ("stage wait", said("icon clock", heading, sentence.to_owned()))
        }
        Step::Unknown(_, why) => {
            let [heading, sentence] = text.unknown;
            let why =
                why.as_ref().map(|why| (drawing.words.refusal)(why, drawing.state.now).message);
            let sentence = match why {
                Some(why) => (drawing.words.sentences)(&why, sentence),
                None => sentence.to_owned(),
            };
            let next = drawing.button("button quiet", Wish::Next, nodes![text.serve_next]);
            ("stage wait", nodes![said("icon clock", heading, sentence), next])
        }
        Step::Taken(taken) => taken_as(drawing, taken),
        Step::Proven(proof) => {
            let sentence = (text.proven_for)(proof.value, proof.threshold);
            ("stage good", said("icon check", text.proven, sentence))
        }
        Step::TakenOffline(taken) => {
            let value = CodePayload::parse(&taken.code).ok().and_then(|shown| shown.proof);
            let sentence = (text.taken_offline_for)(
                &taken.order_number,
                value.map(|proof| proof.value).unwrap_or_default(),
            );
            ("stage good", said("icon check", text.taken_offline, sentence))
        }
        Step::Refused(refusal) => refused(drawing, refusal),
    }
}

fn prepared_as(drawing: &Drawing<'_>, prepared: &PrepareResponse) -> (&'static str, Html) {
    match &prepared.refused {
        None => {
            let text = drawing.text;
            ("stage good", said("icon check", text.usable, text.usable_next.to_owned()))
        }
        Some(problem) => refused(drawing, &problem.refusal),
    }
}

/// Yellow is what passes by waiting or by a larger order, red what does not.
fn refused(drawing: &Drawing<'_>, refusal: &Refusal) -> (&'static str, Html) {
    if let Some([heading, sentence]) = (drawing.text.refused_offline)(refusal) {
        return ("stage bad", said("icon barred", &heading, sentence));
    }
    let words = (drawing.words.refusal)(refusal, drawing.state.now);
    let sentence = (drawing.words.sentences)(&words.message, &words.next_step);
    let passes = refusal.is_passing()
        || matches!(
            refusal,
            Refusal::CouponNotYet { .. }
                | Refusal::WrongTimeWindow { .. }
                | Refusal::ThresholdNotMet { .. }
                | Refusal::CodeStale
        );
    let (class, picture) =
        if passes { ("stage wait", "icon clock") } else { ("stage bad", "icon barred") };
    (class, said(picture, words.label, sentence))
}

fn taken_as(drawing: &Drawing<'_>, taken: &TillRedemption) -> (&'static str, Html) {
    let text = drawing.text;
    let at = |at| (drawing.words.moment)(at, drawing.state.now);
    if let Some(undone) = &taken.undone {
        let words = (text.undone_by)(&at(undone.at), &undone.by, &undone.reason);
        return ("stage said", said("icon check", text.given_back, words));
    }
    let sum = |label: &'static str, amount: mall_contract::Fen| {
        nodes![element!("dt", [], [label]), element!("dd", [], [format!("¥{}", amount.exact())]),]
    };
    let pay = taken.saved.map(|saved| {
        let rest = mall_contract::Fen(taken.amount.0 - saved.0);
        element!("dl", [("class", "sums")], [sum(text.saved, saved), sum(text.to_pay, rest)])
    });
    let sentence = (text.order_of)(&taken.order_number);
    ("stage good", nodes![said("icon check", text.taken, sentence), pay])
}

/// What stands below the stage: what the coupon is, and what can be done next.
pub fn after(drawing: &Drawing<'_>) -> Html {
    let text = drawing.text;
    match &drawing.state.counter.step {
        Step::Prepared(prepared) => {
            let next = prepared.refused.is_some().then(|| next(drawing));
            nodes![next, coupon(drawing, &prepared.coupon)]
        }
        Step::Taken(taken) => nodes![
            next(drawing),
            undoing(drawing, taken),
            coupon(drawing, &taken.coupon),
            facts(vec![
                (text.by, taken.by.clone()),
                (text.time, (drawing.words.moment)(taken.at, drawing.state.now)),
                (text.totals[2], format!("¥{}", taken.amount.exact())),
            ]),
        ],
        Step::TakenOffline(taken) => nodes![
            next(drawing),
            facts(vec![
                (text.time, (drawing.words.moment)(taken.taken_at, drawing.state.now)),
                (text.totals[2], format!("¥{}", taken.amount.exact())),
            ]),
        ],
        Step::Refused(_) => next(drawing),
        _ => Html::default(),
    }
}

fn next(drawing: &Drawing<'_>) -> Html {
    drawing.button("button wide", Wish::Next, nodes![drawing.text.next])
}

/// The way to give it back, while there is one.
fn undoing(drawing: &Drawing<'_>, taken: &TillRedemption) -> Html {
    if !may_undo(taken, drawing.state.now) {
        return Html::default();
    }
    let until = (drawing.words.moment)(taken.undo_until, drawing.state.now);
    let hint = element!("p", [("class", "example")], [(drawing.text.undo_until)(&until)]);
    element!("div", [("class", "undoing")], [undo(drawing, taken, "result"), hint])
}

/// What a coupon gives, from when, until when, and its rules.
pub fn coupon(drawing: &Drawing<'_>, coupon: &TillCoupon) -> Html {
    let (words, now) = (drawing.words, drawing.state.now);
    let line = |picture, words: String| {
        element!("p", [("class", "meta")], [icon(picture), element!("span", [], [words])])
    };
    let time = |moment: Moment| (words.valid_until)(moment, now);
    let from = (now < coupon.valid_from)
        .then(|| line(Icon::Clock, (words.usable_from)(coupon.valid_from, now)));
    let windows = use_windows(drawing.life.session.language, &coupon.windows)
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
            element!("p", [("class", "example")], [(drawing.text.code_end)(&coupon.code_end)]),
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
