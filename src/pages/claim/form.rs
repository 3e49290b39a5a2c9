//! Claims as real forms: they work before the module runs, and without it.

use yew::Html;

use crate::session::Session;
use crate::ui::element::element;

/// A form around a button. In a page that the module has drawn the button's tap is taken, and the form
/// has nothing to say.
#[cfg(target_arch = "wasm32")]
pub fn form<S>(_: &Session, _: &str, _: &str, _: impl FnOnce() -> S, button: Html) -> Html {
    element!("form", [], [button])
}

/// A form around a button, with what it says: names and values. `which` is what comes behind the address
/// of claims.
#[cfg(not(target_arch = "wasm32"))]
pub fn form<const N: usize>(
    session: &Session,
    link: &str,
    which: &str,
    said: impl FnOnce() -> [(&'static str, String); N],
    button: Html,
) -> Html {
    use crate::pages::leaving::hidden;
    use crate::ui::element::{list, nodes};

    // Where no cookie names the shopper, a pass does.
    let pass = session.pass.as_ref();
    let named = pass.map(|pass| nodes![hidden("pass", pass), hidden("link", link.to_owned())]);
    let said = said().map(|(name, value)| hidden(name, value));
    element!(
        "form",
        [("method", "post"), ("action", session.claims(link, which))],
        [named, list(said.into()), button]
    )
}
