//! Draws the forms for logging in and for a new password.

use yew::{Html, NodeRef};

use super::context::ViewContext;
use crate::pages::till::intent::Intent;
use crate::pages::till::state::login::LoginFailure;
use crate::ui::element::{element, list, nodes};

/// A field of a form.
struct Field<'a> {
    label: &'static str,
    id: &'static str,
    kind: &'static str,
    /// The `autocomplete` hint for browsers.
    autocomplete: &'static str,
    input: &'a NodeRef,
}

fn field(field: &Field<'_>) -> Html {
    let input = element!(
        "input",
        [
            ("ref", field.input.clone()),
            ("id", field.id),
            ("name", field.id),
            ("type", field.kind),
            ("autocomplete", field.autocomplete),
            ("required", ""),
            ("maxlength", "128"),
            ("autocapitalize", "off"),
            ("spellcheck", "false"),
        ],
        []
    );
    nodes![element!("label", [("for", field.id)], [field.label]), input]
}

/// Draws the form for logging in.
pub fn login(context: &ViewContext<'_>) -> Html {
    let text = context.text;
    let refs = &context.refs.login;
    let ended = context.state.login.session_ended;
    let ended = ended.then(|| element!("p", [("class", "note")], [text.session_ended]));
    let name = field(&Field {
        label: text.name,
        id: "name",
        kind: "text",
        autocomplete: "username",
        input: &refs.name,
    });
    let password = field(&Field {
        label: text.password,
        id: "password",
        kind: "password",
        autocomplete: "current-password",
        input: &refs.password,
    });
    let content = nodes![ended, stores(context, &refs.store), name, password];
    form(context, Intent::LogIn, content, text.log_in)
}

fn stores(context: &ViewContext<'_>, select: &NodeRef) -> Html {
    let text = context.text;
    let option = |value: String, words: String| element!("option", [("value", value)], [words]);
    // Selected explicitly: Yew adds the first option last, and the browser has selected another by then.
    let none = element!("option", [("value", ""), ("selected", "")], [text.choose_store]);
    let mut all = vec![none];
    all.extend(context.page.stores.iter().map(|store| {
        let place = (context.words.where_to_use)(&store.floor, &store.unit);
        option(store.id.to_string(), format!("{} · {place}", store.name))
    }));
    nodes![
        element!("label", [("for", "store")], [text.store]),
        element!(
            "select",
            [("ref", select.clone()), ("id", "store"), ("name", "store"), ("required", "")],
            [list(all)]
        ),
    ]
}

/// Draws the form for a new password.
pub fn new_password(context: &ViewContext<'_>) -> Html {
    let text = context.text;
    let refs = &context.refs.password;
    let of = |label, id, autocomplete, input| {
        field(&Field { label, id, kind: "password", autocomplete, input })
    };
    let old = || of(text.current_password, "old", "current-password", &refs.old);
    let old = context.asks_old_password.then(old);
    let content = nodes![
        element!("p", [("class", "lead")], [text.choose_password_hint]),
        old,
        of(text.new_password, "new", "new-password", &refs.new),
        of(text.repeat_password, "again", "new-password", &refs.repeat),
    ];
    let heading = element!("h2", [], [text.choose_password]);
    let log_out =
        context.button("tool", Intent::LogOut { everywhere: false }, nodes![text.log_out]);
    let log_out = context.controls(element!("div", [("class", "tools")], [log_out]));
    nodes![heading, form(context, Intent::ChangePassword, content, text.save), log_out]
}

fn form(context: &ViewContext<'_>, intent: Intent, content: Html, label: &'static str) -> Html {
    let (text, state) = (context.text, context.state);
    let is_locked = state.login.locked_seconds(state.now) > 0;
    let (class, label) = match state.login.is_pending {
        true => ("button wide waiting", text.one_moment),
        false => ("button wide", label),
    };
    let disabled = is_locked.then_some("");
    let button =
        element!("button", [("class", class), ("type", "submit"), ("disabled", disabled)], [label]);
    let failure = element!("div", [("class", "wrong"), ("role", "alert")], [failure(context)]);
    element!(
        "form",
        // By POST, so that a password is never part of an address.
        [("class", "door"), ("method", "post"), ("onsubmit", context.on_submit(intent))],
        [context.controls(nodes![content, failure, button])]
    )
}

/// Draws why the last try failed, and the next step.
fn failure(context: &ViewContext<'_>) -> Html {
    let (text, state) = (context.text, context.state);
    let words = match &state.login.failure {
        None => return Html::default(),
        Some(LoginFailure::NoResponse) => text.unreachable.to_owned(),
        Some(LoginFailure::PasswordsDiffer) => text.passwords_differ.to_owned(),
        Some(LoginFailure::Locked(_)) => match state.login.locked_seconds(state.now) {
            0 => return Html::default(),
            seconds => (text.locked_for)(seconds),
        },
        Some(LoginFailure::Refused(refusal)) => {
            let wording = (context.words.refusal)(refusal, state.now);
            (context.words.join_sentences)(&wording.message, &wording.next_step)
        }
    };
    element!("p", [], [words])
}
