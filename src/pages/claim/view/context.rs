//! The data from which all parts of the claim page are drawn.

use mall_contract::ClaimPage;
use yew::{Callback, NodeRef};

use crate::pages::claim::intent::Intent;
use crate::pages::claim::state::State;
use crate::session::Session;

/// The data from which all parts of the claim page are drawn.
pub struct ViewContext<'a> {
    pub page: &'a ClaimPage,
    pub state: &'a State,
    pub session: &'a Session,
    pub on_intent: &'a Callback<Intent>,
    pub refs: &'a Refs,
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
}
