//! The data from which all parts of the wallet are drawn.

use mall_contract::Wallet;
use yew::{Callback, NodeRef};

use crate::pages::wallet::intent::Intent;
use crate::pages::wallet::state::State;
use crate::session::Session;
use crate::text::wallet::WalletText;
use crate::ui::element::{Kind, Value, on};

/// The data from which all parts of the wallet are drawn.
pub struct ViewContext<'a> {
    pub wallet: &'a Wallet,
    pub state: &'a State,
    pub text: &'static WalletText,
    pub session: &'a Session,
    pub on_intent: &'a Callback<Intent>,
    pub refs: &'a Refs,
}

impl<'a> ViewContext<'a> {
    pub fn new(
        wallet: &'a Wallet,
        state: &'a State,
        session: &'a Session,
        on_intent: &'a Callback<Intent>,
        refs: &'a Refs,
    ) -> Self {
        let text = WalletText::of(session.language);
        Self { wallet, state, text, session, on_intent, refs }
    }

    /// Returns a listener that emits an intent on a tap, in place of following a link.
    pub fn on_tap(&self, intent: Intent) -> Value {
        let on_intent = self.on_intent.clone();
        on(Kind::Click, move |event| {
            event.prevent_default();
            on_intent.emit(intent.clone());
        })
    }
}

/// Elements the controller works with.
///
/// An id would not find them: the page is drawn outside of the document, which still holds the
/// server's page.
#[derive(Clone, Default)]
pub struct Refs {
    pub list: NodeRef,
    /// The link behind the last card.
    pub more: NodeRef,
    /// The input of the search.
    pub search: NodeRef,
}
