//! The data from which all parts of the till are drawn.

use mall_contract::TillPage;
use yew::{Callback, Html, NodeRef};

use crate::host::code_camera::CodeCamera;
use crate::host::document;
use crate::pages::till::intent::Intent;
use crate::pages::till::state::State;
use crate::pages::till::state::counter::Field;
use crate::session::Session;
use crate::text::Text;
use crate::text::till_page::TillText;
use crate::ui::element::{Kind, Value, element, on};

/// The data from which all parts of the till are drawn.
pub struct ViewContext<'a> {
    pub page: &'a TillPage,
    pub state: &'a State,
    pub text: &'static TillText,
    /// The text all pages share.
    pub words: &'static Text,
    pub session: &'a Session,
    pub on_intent: &'a Callback<Intent>,
    pub refs: &'a Refs,
    pub camera: &'a CodeCamera,
    /// True if a new password needs the old one to be typed.
    pub asks_old_password: bool,
    /// True if the module runs. Without it no control works.
    pub is_live: bool,
}

impl ViewContext<'_> {
    /// Returns a listener that emits an intent on a tap.
    pub fn on_tap(&self, intent: Intent) -> Value {
        let on_intent = self.on_intent.clone();
        on(Kind::Click, move |_| on_intent.emit(intent.clone()))
    }

    /// Returns a listener that emits an intent in place of sending a form.
    pub fn on_submit(&self, intent: Intent) -> Value {
        let on_intent = self.on_intent.clone();
        on(Kind::Submit, move |event| {
            event.prevent_default();
            on_intent.emit(intent.clone());
        })
    }

    /// Returns a listener that emits the text of a field as it is typed.
    pub fn on_input(&self, field: Field) -> Value {
        let on_intent = self.on_intent.clone();
        on(Kind::Input, move |event| {
            on_intent.emit(Intent::Input(field, document::value_at(&event)));
        })
    }

    pub fn button(&self, class: &'static str, intent: Intent, label: Html) -> Html {
        element!(
            "button",
            [("class", class), ("type", "button"), ("onclick", self.on_tap(intent))],
            [label]
        )
    }

    /// Draws controls that are disabled until the module runs.
    pub fn controls(&self, content: Html) -> Html {
        let disabled = (!self.is_live).then_some("");
        element!("fieldset", [("disabled", disabled)], [content])
    }
}

/// Elements the controller works with.
///
/// An id would not find them: the page is drawn outside of the document, which still holds the
/// server's page.
#[derive(Clone, Default)]
pub struct Refs {
    pub login: LoginRefs,
    pub password: PasswordRefs,
    /// The input for a reason to undo.
    pub reason: NodeRef,
    pub settings: SettingsRefs,
}

/// The inputs of the login.
#[derive(Clone, Default)]
pub struct LoginRefs {
    pub store: NodeRef,
    pub name: NodeRef,
    pub password: NodeRef,
}

/// The inputs of a change of password.
#[derive(Clone, Default)]
pub struct PasswordRefs {
    pub old: NodeRef,
    pub new: NodeRef,
    /// The new password again.
    pub repeat: NodeRef,
}

/// The inputs of the store's offline settings.
#[derive(Clone, Default)]
pub struct SettingsRefs {
    pub enabled: NodeRef,
    pub max_value: NodeRef,
    pub max_count: NodeRef,
}
