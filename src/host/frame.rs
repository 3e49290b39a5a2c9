//! Messages to the frame that WeChat Pay may show the page in, as a receipt.

use std::cell::RefCell;

use js_sys::JSON;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, HtmlFormElement};

thread_local! {
    static PARENT: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Takes over from the boot script, which has found the frame and told it that the page is there. Returns
/// whether there is a frame.
pub fn enter(served: &Element) -> bool {
    let parent = served.get_attribute("data-parent");
    let framed = parent.is_some();
    PARENT.set(parent);
    framed
}

/// Asks the frame to go to an address.
pub fn jump_out(url: &str) {
    let post = || {
        let url = JSON::stringify(&url.into()).ok()?;
        let message: JsValue =
            format!(r#"{{"action":"jumpOut","jumpOutUrl":{}}}"#, String::from(url)).into();
        let parent = PARENT.with_borrow(Clone::clone)?;
        web_sys::window()?.parent().ok()??.post_message(&message, &parent).ok()
    };
    // Without a frame nothing happens.
    let _: Option<()> = post();
}

/// A form whose submission was stopped.
pub struct Form(HtmlFormElement);

impl Form {
    /// Stops the submission of a form inside a frame. Elsewhere the browser sends it.
    #[must_use]
    pub fn in_frame(event: &Event) -> Option<Self> {
        PARENT.with_borrow(Option::is_some).then_some(())?;
        let form = event.target()?.dyn_into().ok()?;
        event.prevent_default();
        Some(Self(form))
    }

    /// Sends the form after all.
    pub fn submit(&self) {
        let _ = self.0.submit();
    }
}
