//! Draws the store's offline settings.

use yew::{Html, NodeRef};

use super::context::ViewContext;
use crate::pages::till::intent::Intent;
use crate::pages::till::state::SettingsError;
use crate::ui::element::{element, nodes};

/// Draws the form, for staff who may change the settings.
pub fn settings(context: &ViewContext<'_>) -> Html {
    let (text, state) = (context.text, context.state);
    let Some(settings) = state.settings.filter(|_| state.may_change_settings()) else {
        return Html::default();
    };
    let refs = &context.refs.settings;
    let check = element!(
        "input",
        [
            ("ref", refs.enabled.clone()),
            ("type", "checkbox"),
            ("checked", settings.on.then_some("")),
        ],
        []
    );
    let number = |id: &'static str, label: &'static str, input: &NodeRef, value: String| {
        let input = element!(
            "input",
            [
                ("ref", input.clone()),
                ("id", id),
                ("inputmode", "decimal"),
                ("autocomplete", "off"),
                ("value", value),
            ],
            []
        );
        nodes![element!("label", [("for", id)], [label]), input]
    };
    let result = state.settings_result.map(|result| match result {
        Ok(()) => element!("p", [("class", "example")], [text.settings_saved]),
        Err(SettingsError::Invalid) => element!("p", [("class", "wrong")], [text.limits_invalid]),
        Err(SettingsError::NoResponse) => element!("p", [("class", "wrong")], [text.unreachable]),
    });
    let save = element!("button", [("class", "button quiet"), ("type", "submit")], [text.save]);
    let form = element!(
        "form",
        [
            ("class", "door"),
            ("method", "post"),
            ("onsubmit", context.on_submit(Intent::SaveSettings))
        ],
        [
            element!("p", [("class", "example")], [text.offline_hint]),
            element!("label", [("class", "check")], [check, text.offline_on]),
            number(
                "most-value",
                text.value_limit,
                &refs.max_value,
                settings.most_value.to_string()
            ),
            number(
                "most-count",
                text.count_limit,
                &refs.max_count,
                settings.most_count.to_string()
            ),
            element!("div", [("role", "status")], [result]),
            save,
        ]
    );
    element!(
        "details",
        [("class", "menu"), ("id", "offline")],
        [element!("summary", [], [text.offline]), form]
    )
}
