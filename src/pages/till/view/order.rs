//! Draws the form for the order.

use mall_contract::amount;
use yew::Html;

use super::context::ViewContext;
use crate::pages::till::intent::Intent;
use crate::pages::till::state::counter::{Field, OrderError};
use crate::pages::till::state::doubt::AmountDoubt;
use crate::ui::element::{Value, element, input_value, nodes};

/// Draws the form, where the coupon may be redeemed.
pub fn order(context: &ViewContext<'_>) -> Html {
    let (text, counter) = (context.text, &context.state.counter);
    if !counter.needs_order() {
        return Html::default();
    }
    let (order_error, amount_error) = match counter.order_error {
        Some(OrderError::Number) => (Some(text.order_invalid.to_owned()), None),
        Some(OrderError::Amount(wrong)) => (None, Some((text.amount_invalid)(wrong).to_owned())),
        Some(OrderError::BelowThreshold(missing)) => (None, Some((text.amount_short)(missing))),
        None => (None, missing_amount(context)),
    };
    let order = Input {
        label: text.order,
        id: "order",
        field: Field::Order,
        value: &counter.order,
        mode: "text",
        error: order_error,
    };
    let amount = Input {
        label: text.amount,
        id: "amount",
        field: Field::Amount,
        value: &counter.amount,
        mode: "decimal",
        error: amount_error,
    };
    let redeem = match counter.doubt {
        Some(doubt) => question(context, doubt),
        None => element!("button", [("class", "button wide"), ("type", "submit")], [text.redeem]),
    };
    element!(
        "form",
        [("class", "order"), ("method", "post"), ("onsubmit", context.on_submit(Intent::Redeem))],
        [input(context, order), input(context, amount), redeem]
    )
}

/// Draws the question about an amount in the place of the form's button: Enter answers nothing.
fn question(context: &ViewContext<'_>, doubt: AmountDoubt) -> Html {
    let text = context.text;
    let amount = amount::parse(&context.state.counter.amount).unwrap_or_default();
    let question = match doubt {
        AmountDoubt::SameAsOrder => (text.amount_same_as_order)(amount),
        AmountDoubt::FarAboveUsual => (text.amount_far_above)(amount),
    };
    let revise = context.button("button wide", Intent::ReviseAmount, nodes![text.revise_amount]);
    let confirm =
        context.button("button quiet", Intent::ConfirmAmount, nodes![text.confirm_amount]);
    element!(
        "div",
        [("class", "ways"), ("role", "alert")],
        [element!("p", [("class", "wrong")], [question]), revise, confirm]
    )
}

/// Returns how much the typed amount is below the coupon's threshold.
fn missing_amount(context: &ViewContext<'_>) -> Option<String> {
    let counter = &context.state.counter;
    let amount = amount::parse(&counter.amount).ok()?;
    counter.missing_amount(amount).map(context.text.amount_short)
}

struct Input<'a> {
    label: &'static str,
    id: &'static str,
    field: Field,
    value: &'a str,
    mode: &'static str,
    error: Option<String>,
}

fn input(context: &ViewContext<'_>, input: Input<'_>) -> Html {
    let error_id = format!("{}-wrong", input.id);
    let is_wrong = input.error.is_some();
    let element = element!(
        "input",
        [
            ("id", input.id),
            ("name", input.id),
            ("value", input_value(input.value)),
            ("oninput", context.on_input(input.field)),
            ("inputmode", input.mode),
            ("autocomplete", "off"),
            ("maxlength", "64"),
            ("enterkeyhint", "go"),
            ("aria-invalid", is_wrong.then_some("true")),
            (
                "aria-describedby",
                if is_wrong { Value::from(error_id.clone()) } else { Value::Attribute(None) }
            ),
        ],
        []
    );
    let error =
        element!("p", [("class", "wrong"), ("id", error_id), ("role", "status")], [input.error]);
    let label = element!("label", [("for", input.id)], [input.label]);
    element!("div", [("class", "field")], [nodes![label, element, error]])
}
