//! Links to pages that need a session.

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

/// Draws a link to a page that needs a session.
///
/// Cookies do not reach a page in another site's frame. There the link is a form that asks the server
/// for an entry, which leads out of the frame to a session. It works without the module too.
pub fn session_link(
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
            if let Some(form) = Form::in_frame(&event) {
                caller.spawn(leave_frame(caller.clone(), to.clone(), form));
            }
        })
    };
    // Another site's page stays open.
    let (action, target) = match session.caller.address("/entries") {
        Cow::Borrowed(own) => (AttrValue::Static(own), "_top"),
        Cow::Owned(other) => (other.into(), "_blank"),
    };
    let button = element!("button", [("class", class), ("id", id), ("type", "submit")], [label]);
    element!(
        "form",
        [("method", "post"), ("action", action), ("target", target), ("onsubmit", onsubmit)],
        [hidden("pass", pass), hidden("to", to), button]
    )
}

/// Draws a hidden field of a form.
pub fn hidden(name: &'static str, value: impl Into<Value>) -> Html {
    element!("input", [("type", "hidden"), ("name", name), ("value", value.into())], [])
}

/// Returns the links of a page's frame. `query` is the part of the page's address that stays when the
/// language or the text size changes.
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
        wallet: session_link(session, Route::Wallet.path(), None, None, label),
    }
}

async fn leave_frame(caller: Caller, to: String, form: Form) {
    match entries::make(&caller, &EntryRequest { to }).await {
        Ok(Entry { url, .. }) => frame::jump_out(&url),
        // The browser sends the form, as it would without the module.
        Err(_) => form.submit(),
    }
}
