//! The frame the page may stand in: what it is told.

use std::cell::RefCell;

use js_sys::JSON;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, HtmlFormElement};

thread_local! {
    static PARENT: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Takes over from the boot script, which has told the frame that the page is there. Says whether
/// there is one.
pub fn enter(served: &Element) -> bool {
    let parent = served.get_attribute("data-parent");
    let framed = parent.is_some();
    PARENT.set(parent);
    framed
}

/// Asks the frame to leave for an address.
pub fn jump_out(url: &str) {
    let told = || {
        let url = JSON::stringify(&url.into()).ok()?;
        let message: JsValue =
            format!(r#"{{"action":"jumpOut","jumpOutUrl":{}}}"#, String::from(url)).into();
        let parent = PARENT.with_borrow(Clone::clone)?;
        web_sys::window()?.parent().ok()??.post_message(&message, &parent).ok()
    };
    // Nobody to tell is nobody to leave.
    let _: Option<()> = told();
}

/// A form whose submission was taken over.
pub struct Form(HtmlFormElement);

impl Form {
    /// Takes over the submission of a form in a frame; elsewhere it goes its way.
    #[must_use]
    pub fn in_frame(event: &Event) -> Option<Self> {
        PARENT.with_borrow(Option::is_some).then_some(())?;
        let form = event.target()?.dyn_into().ok()?;
        event.prevent_default();
        Some(Self(form))
    }

    /// Lets it go its way after all.
    pub fn submit(&self) {
        let _ = self.0.submit();
    }
}
