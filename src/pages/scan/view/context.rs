//! The data from which all parts of the scan page are drawn.

use mall_contract::ScanPage;
use yew::{Callback, Html, NodeRef};

use crate::host::code_camera::CodeCamera;
use crate::pages::scan::intent::Intent;
use crate::pages::scan::state::State;
use crate::session::Session;
use crate::text::scan::ScanText;
use crate::ui::element::{Kind, element, on};

/// The data from which all parts of the scan page are drawn.
pub struct ViewContext<'a> {
    pub page: &'a ScanPage,
    pub state: &'a State,
    pub text: &'static ScanText,
    pub session: &'a Session,
    pub on_intent: &'a Callback<Intent>,
    pub refs: &'a Refs,
    pub camera: &'a CodeCamera,
    /// True if the module runs. Without it only the form works.
    pub is_live: bool,
}

impl ViewContext<'_> {
    /// Draws a button that emits an intent.
    pub fn button(&self, class: &'static str, intent: Intent, label: Html) -> Html {
        let on_intent = self.on_intent.clone();
        let onclick = on(Kind::Click, move |_| on_intent.emit(intent));
        element!("button", [("class", class), ("type", "button"), ("onclick", onclick)], [label])
    }
}

/// Elements the controller works with.
///
/// An id would not find them: the page is drawn outside of the document, which still holds the
/// server's page.
#[derive(Clone, Default)]
pub struct Refs {
    /// The input for a picture.
    pub picture: NodeRef,
    /// The input for a typed code.
    pub code: NodeRef,
}
