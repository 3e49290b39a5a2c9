//! The order a coupon is taken for.

use mall_contract::amount;
use yew::Html;

use super::counter::typing;
use super::state::counter::{Field, Step, Wrong};
use super::{Drawing, Wish};
use crate::ui::element::{Value, element, input_value, nodes};

/// The form, where the coupon may be used.
pub fn order(drawing: &Drawing<'_>) -> Html {
    match &drawing.state.counter.step {
        Step::Prepared(prepared) if prepared.refused.is_none() => {}
        Step::Proven(_) => {}
        _ => return Html::default(),
    }
    let (text, counter) = (drawing.text, &drawing.state.counter);
    let (in_order, in_amount) = match counter.wrong {
        Some(Wrong::Order) => (Some(text.order_wrong.to_owned()), None),
        Some(Wrong::Amount(wrong)) => (None, Some((text.amount_wrong)(wrong).to_owned())),
        Some(Wrong::Short(short)) => (None, Some((text.short)(short))),
        None => (None, short(drawing)),
    };
    let order = Input {
        label: text.order,
        id: "order",
        field: Field::Order,
        value: &counter.order,
        mode: "text",
        wrong: in_order,
    };
    let amount = Input {
        label: text.amount,
        id: "amount",
        field: Field::Amount,
        value: &counter.amount,
        mode: "decimal",
        wrong: in_amount,
    };
    let redeem = element!("button", [("class", "button wide"), ("type", "submit")], [text.redeem]);
    element!(
        "form",
        [("class", "order"), ("method", "post"), ("onsubmit", drawing.sent(Wish::Redeem))],
        [input(drawing, order), input(drawing, amount), redeem]
    )
}

/// What the amount lacks for the coupon, as soon as it is one.
fn short(drawing: &Drawing<'_>) -> Option<String> {
    let counter = &drawing.state.counter;
    let amount = amount::parse(&counter.amount).ok()?;
    counter.short(amount).map(drawing.text.short)
}

struct Input<'a> {
    label: &'static str,
    id: &'static str,
    field: Field,
    value: &'a str,
    mode: &'static str,
    wrong: Option<String>,
}

fn input(drawing: &Drawing<'_>, input: Input<'_>) -> Html {
    let below = format!("{}-wrong", input.id);
    let wrong = input.wrong.is_some();
    let element = element!(
        "input",
        [
            ("id", input.id),
            ("name", input.id),
            ("value", input_value(input.value)),
            ("oninput", typing(drawing, input.field)),
            ("inputmode", input.mode),
            ("autocomplete", "off"),
            ("maxlength", "64"),
            ("enterkeyhint", "go"),
            ("aria-invalid", wrong.then_some("true")),
            (
                "aria-describedby",
                if wrong { Value::from(below.clone()) } else { Value::Attribute(None) }
            ),
        ],
        []
    );
    let said =
        element!("p", [("class", "wrong"), ("id", below), ("role", "status")], [input.wrong]);
    let label = element!("label", [("for", input.id)], [input.label]);
    element!("div", [("class", "field")], [nodes![label, element, said]])
}
