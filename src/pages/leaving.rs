//! Ways to pages that need a session: links, or out of a frame where cookies do not reach.

use std::borrow::Cow;

use mall_contract::{Entry, EntryRequest};
use yew::{AttrValue, Html};

use crate::api::entries;
use crate::host::caller::Caller;
use crate::host::frame::{self, Form};
use crate::route::Route;
use crate::session::Session;
use crate::ui::element::{Kind, Value, element, nodes, on};
use crate::ui::frame::Links;
use crate::ui::icon::{Icon, icon};

/// A way to a path of the page, with an element's id and class. With a pass it is a form that asks
/// for an entry: it works without the module, which only spares the shopper a step.
pub fn way(
    session: &Session,
    to: String,
    id: Option<String>,
    class: Option<&'static str>,
    label: Html,
) -> Html {
    let Some(pass) = session.pass.clone() else {
        return element!("a", [("class", class), ("id", id), ("href", to)], [label]);
    };
    let onsubmit = {
        let (to, caller) = (to.clone(), session.caller.clone());
        on(Kind::Submit, move |event| {
            // Only in a frame is there somebody to ask for the way out.
            if let Some(form) = Form::in_frame(&event) {
                caller.spawn(leave(caller.clone(), to.clone(), form));
            }
        })
    };
    // Another's page stays where it is.
    let (action, target) = match session.caller.address("/entries") {
        Cow::Borrowed(own) => (AttrValue::Static(own), "_top"),
        Cow::Owned(elsewhere) => (elsewhere.into(), "_blank"),
    };
    let button = element!("button", [("class", class), ("id", id), ("type", "submit")], [label]);
    element!(
        "form",
        [("method", "post"), ("action", action), ("target", target), ("onsubmit", onsubmit)],
        [hidden("pass", pass), hidden("to", to), button]
    )
}

/// What a form says without being asked.
pub fn hidden(name: &'static str, value: impl Into<Value>) -> Html {
    element!("input", [("type", "hidden"), ("name", name), ("value", value.into())], [])
}

/// The links around a page that leads to the wallet. `query` is what of the page's address stays
/// when the language or the size of text changes.
pub fn links(session: &Session, query: &str) -> Links {
    let (text, other) = (session.text(), session.language.other());
    let label = nodes![icon(Icon::Wallet), text.wallet];
    let (size, words) = match session.large_text {
        true => ("text=normal", text.normal_text),
        false => ("text=large", text.large_text),
    };
    let language = format!("lang={}", other.code());
    Links {
        other_language: (session.href(&[query, &language]), other.tag()),
        other_size: (session.href(&[query, size]), words),
        wallet: way(session, Route::Wallet.path(), None, None, label),
    }
}

async fn leave(caller: Caller, to: String, form: Form) {
    match entries::make(&caller, &EntryRequest { to }).await {
        Ok(Entry { url, .. }) => frame::jump_out(&url),
        // As if there were no module.
        Err(_) => form.submit(),
    }
}
