//! Claims as real forms. They work before the module runs, and without it.

use yew::Html;

use crate::session::Session;
use crate::ui::element::element;

/// Draws an empty form around a button: with the module the button's tap is taken, and the form is
/// never sent.
#[cfg(target_arch = "wasm32")]
pub fn form<S>(_: &Session, _: &str, _: &str, _: impl FnOnce() -> S, button: Html) -> Html {
    element!("form", [], [button])
}

/// Draws a form around a button, with hidden fields as names and values. `subpath` follows the
/// address of claims.
#[cfg(not(target_arch = "wasm32"))]
pub fn form<const N: usize>(
    session: &Session,
    link: &str,
    subpath: &str,
    fields: impl FnOnce() -> [(&'static str, String); N],
    button: Html,
) -> Html {
    use crate::pages::links::hidden;
    use crate::ui::element::{list, nodes};

    // A pass names the shopper where cookies are not sent.
    let pass = session.pass.as_ref();
    let identity = pass.map(|pass| nodes![hidden("pass", pass), hidden("link", link.to_owned())]);
    let fields = fields().map(|(name, value)| hidden(name, value));
    element!(
        "form",
        [("method", "post"), ("action", session.claims(link, subpath))],
        [identity, list(fields.into()), button]
    )
}
