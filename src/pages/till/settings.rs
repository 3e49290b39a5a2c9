//! What the store's tills may take offline, for who may change it.

use yew::Html;

use super::state::Unsettled;
use super::{Drawing, Wish};
use crate::ui::element::{element, nodes};

/// The form; nothing for who may not.
pub fn settings(drawing: &Drawing<'_>) -> Html {
    let (text, state) = (drawing.text, drawing.state);
    let Some(settings) = state.settings.filter(|_| state.may_settle()) else {
        return Html::default();
    };
    let [on, most_value, most_count] = &drawing.life.places.settings;
    let check = element!(
        "input",
        [("ref", on.clone()), ("type", "checkbox"), ("checked", settings.on.then_some("")),],
        []
    );
    let number = |id: &'static str, label: &'static str, place: &yew::NodeRef, value: String| {
        let input = element!(
            "input",
            [
                ("ref", place.clone()),
                ("id", id),
                ("inputmode", "decimal"),
                ("autocomplete", "off"),
                ("value", value),
            ],
            []
        );
        nodes![element!("label", [("for", id)], [label]), input]
    };
    let said = state.settled.map(|settled| match settled {
        Ok(()) => element!("p", [("class", "example")], [text.saved_settings]),
        Err(Unsettled::Wrong) => element!("p", [("class", "wrong")], [text.bounds_wrong]),
        Err(Unsettled::NoAnswer) => element!("p", [("class", "wrong")], [text.no_answer]),
    });
    let save = element!("button", [("class", "button quiet"), ("type", "submit")], [text.save]);
    let form = element!(
        "form",
        [("class", "door"), ("method", "post"), ("onsubmit", drawing.sent(Wish::Settle))],
        [
            element!("p", [("class", "example")], [text.offline_why]),
            element!("label", [("class", "check")], [check, text.offline_on]),
            number("most-value", text.most_value, most_value, settings.most_value.to_string()),
            number("most-count", text.most_count, most_count, settings.most_count.to_string()),
            element!("div", [("role", "status")], [said]),
            save,
        ]
    );
    element!(
        "details",
        [("class", "menu"), ("id", "offline")],
        [element!("summary", [], [text.offline]), form]
    )
}
