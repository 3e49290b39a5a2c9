//! Logging in, and choosing a password, as forms.

use yew::{Html, NodeRef};

use super::state::door::Kept;
use super::{Drawing, Wish};
use crate::ui::element::{element, list, nodes};

/// A field of a form: what it is called, its id, and what browsers fill in.
struct Field<'a> {
    label: &'static str,
    id: &'static str,
    kind: &'static str,
    fills: &'static str,
    place: &'a NodeRef,
}

fn field(field: &Field<'_>) -> Html {
    let input = element!(
        "input",
        [
            ("ref", field.place.clone()),
            ("id", field.id),
            ("name", field.id),
            ("type", field.kind),
            ("autocomplete", field.fills),
            ("required", ""),
            ("maxlength", "128"),
            ("autocapitalize", "off"),
            ("spellcheck", "false"),
        ],
        []
    );
    nodes![element!("label", [("for", field.id)], [field.label]), input]
}

/// The form by which one comes in.
pub fn door(drawing: &Drawing<'_>) -> Html {
    let text = drawing.text;
    let [store, name, password] = &drawing.life.places.login;
    let ended = drawing.state.door.ended;
    let ended = ended.then(|| element!("p", [("class", "note")], [text.session_ended]));
    let name = field(&Field {
        label: text.name,
        id: "name",
        kind: "text",
        fills: "username",
        place: name,
    });
    let password = field(&Field {
        label: text.password,
        id: "password",
        kind: "password",
        fills: "current-password",
        place: password,
    });
    let content = nodes![ended, stores(drawing, store), name, password];
    form(drawing, Wish::LogIn, content, text.log_in)
}

fn stores(drawing: &Drawing<'_>, place: &NodeRef) -> Html {
    let text = drawing.text;
    let option = |value: String, words: String| element!("option", [("value", value)], [words]);
    // Chosen by word: a list whose first entry comes last has another one chosen by then.
    let none = element!("option", [("value", ""), ("selected", "")], [text.choose_store]);
    let mut all = vec![none];
    all.extend(drawing.page.stores.iter().map(|store| {
        let place = (drawing.words.where_to_use)(&store.floor, &store.unit);
        option(store.id.to_string(), format!("{} · {place}", store.name))
    }));
    nodes![
        element!("label", [("for", "store")], [text.store]),
        element!(
            "select",
            [("ref", place.clone()), ("id", "store"), ("name", "store"), ("required", "")],
            [list(all)]
        ),
    ]
}

/// The form by which somebody new chooses a password.
pub fn password(drawing: &Drawing<'_>) -> Html {
    let text = drawing.text;
    let [old, new, again] = &drawing.life.places.passwords;
    let of = |label, id, fills, place| field(&Field { label, id, kind: "password", fills, place });
    let known = drawing.life.knows_password();
    let old = (!known).then(|| of(text.old_password, "old", "current-password", old));
    let content = nodes![
        element!("p", [("class", "lead")], [text.own_password_why]),
        old,
        of(text.new_password, "new", "new-password", new),
        of(text.again_password, "again", "new-password", again),
    ];
    let heading = element!("h2", [], [text.own_password]);
    let leave = drawing.button("tool", Wish::LogOut(false), nodes![text.log_out]);
    let leave = drawing.controls(element!("div", [("class", "tools")], [leave]));
    nodes![heading, form(drawing, Wish::ChoosePassword, content, text.save), leave]
}

fn form(drawing: &Drawing<'_>, wish: Wish, content: Html, label: &'static str) -> Html {
    let (text, state) = (drawing.text, drawing.state);
    let locked = state.door.locked_for(state.now) > 0;
    let (class, label) = match state.door.busy {
        true => ("button wide waiting", text.one_moment),
        false => ("button wide", label),
    };
    let stopped = locked.then_some("");
    let button =
        element!("button", [("class", class), ("type", "submit"), ("disabled", stopped)], [label]);
    let said = element!("div", [("class", "wrong"), ("role", "alert")], [kept(drawing)]);
    element!(
        "form",
        // What it holds is never part of an address.
        [("class", "door"), ("method", "post"), ("onsubmit", drawing.sent(wish))],
        [drawing.controls(nodes![content, said, button])]
    )
}

/// Why the last try did not succeed, and what to do.
fn kept(drawing: &Drawing<'_>) -> Html {
    let (text, state) = (drawing.text, drawing.state);
    let words = match &state.door.kept {
        None => return Html::default(),
        Some(Kept::NoAnswer) => text.no_answer.to_owned(),
        Some(Kept::NotTheSame) => text.not_the_same.to_owned(),
        Some(Kept::Locked(_)) => match state.door.locked_for(state.now) {
            0 => return Html::default(),
            seconds => (text.locked_for)(seconds),
        },
        Some(Kept::Refused(refusal)) => {
            let said = (drawing.words.refusal)(refusal, state.now);
            (drawing.words.sentences)(&said.message, &said.next_step)
        }
    };
    element!("p", [], [words])
}
