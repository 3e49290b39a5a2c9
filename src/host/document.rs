//! The document: the data the server left in it, and putting the module's page in its place.

use js_sys::{JSON, JsString};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element, HtmlElement, HtmlInputElement};

fn document() -> Option<Document> {
    web_sys::window()?.document()
}

/// Where the page is drawn.
#[must_use]
pub fn page_element() -> Option<Element> {
    element("page")
}

/// The data the server left beside its HTML, and what the device's clock showed when it came.
#[must_use]
pub fn page_data() -> Option<(JsValue, i64)> {
    let element = element("page-data")?;
    let data = JSON::parse(&element.text_content()?).ok()?;
    // Set by the boot script, before the module was even fetched.
    let arrived = element.get_attribute("data-arrived")?.parse().ok()?;
    Some((data, arrived))
}

/// The language the document says it is in.
#[must_use]
pub fn language() -> Option<String> {
    document()?.document_element()?.get_attribute("lang")
}

/// The address: path and query.
#[must_use]
pub fn address() -> Option<(String, String)> {
    let location = web_sys::window()?.location();
    Some((location.pathname().ok()?, location.search().ok()?))
}

/// An element of the page, by its id.
#[must_use]
pub fn element(id: &str) -> Option<Element> {
    document()?.get_element_by_id(id)
}

/// Puts another address into the place of this one; going back still leaves the page.
pub fn replace_address(address: &str) {
    if let Some(Ok(history)) = web_sys::window().map(|window| window.history()) {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(address));
    }
}

/// Whether the document is set in large text.
#[must_use]
pub fn large_text() -> bool {
    let root = document().and_then(|d| d.document_element());
    root.is_some_and(|root| root.has_attribute("data-text"))
}

/// Whether the browser has a word in what it says it is.
#[must_use]
pub fn agent_says(word: &str) -> bool {
    let agent = || web_sys::window()?.navigator().user_agent().ok();
    agent().is_some_and(|agent| JsString::from(agent).includes(word, 0))
}

/// Changes what the browser calls the page.
pub fn set_title(title: &str) {
    if let Some(document) = document() {
        document.set_title(title);
    }
}

/// An element beside the document, to draw on unseen.
#[must_use]
pub fn detached_page() -> Option<Element> {
    let element = document()?.create_element("div").ok()?;
    element.set_id("page");
    Some(element)
}

/// Puts the drawn page in the place of the server's, in one step: no frame without content, and
/// focus and what was typed stay on the same control. Both are of the same height, so scrolling stays too.
pub fn take_over(drawn: &Element, served: &Element) {
    let focused =
        document().and_then(|d| d.active_element()).map(|e| e.id()).filter(|id| !id.is_empty());
    for opened in all(served, "details[open]") {
        if let Ok(Some(details)) = drawn.query_selector(&format!("#{}", opened.id())) {
            let _ = details.set_attribute("open", "");
        }
    }
    #[cfg(any(feature = "scan", feature = "wallet"))]
    for input in all(served, "input[id]") {
        keep_typed(&input, drawn);
    }
    let _ = served.replace_with_with_node_1(drawn);
    if let Some(element) = focused.and_then(|id| element(&id)) {
        focus(&element);
    }
}

/// What was typed before the module ran stands in the drawn page, too.
#[cfg(any(feature = "scan", feature = "wallet"))]
fn keep_typed(input: &Element, drawn: &Element) {
    let same = drawn.query_selector(&format!("#{}", input.id())).ok().flatten();
    let same = same.and_then(|same| same.dyn_into::<HtmlInputElement>().ok());
    if let Some((input, same)) = input.dyn_ref::<HtmlInputElement>().zip(same)
        && input.value() != input.default_value()
    {
        same.set_value(&input.value());
    }
}

/// The elements within another that a CSS selector means.
#[must_use]
pub fn all(within: &Element, selector: &str) -> Vec<Element> {
    let Ok(found) = within.query_selector_all(selector) else { return Vec::new() };
    (0..found.length()).filter_map(|i| found.get(i)?.dyn_into().ok()).collect()
}

fn focus(element: &Element) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        let options = web_sys::FocusOptions::new();
        options.set_prevent_scroll(true);
        let _ = element.focus_with_options(&options);
    }
}

/// Moves the focus to an element, when there is one of that id.
pub fn focus_on(id: &str) {
    if let Some(element) = element(id) {
        focus(&element);
    }
}

/// Moves the focus to the first element within another that a CSS selector means, when there is one.
pub fn focus_within(within: &Element, selector: &str) {
    if let Ok(Some(element)) = within.query_selector(selector) {
        focus(&element);
    }
}

/// Whether the focused control is gone: the focus has fallen back to the document.
#[must_use]
pub fn focus_is_lost() -> bool {
    document().and_then(|d| d.active_element()).is_none_or(|e| e.tag_name() == "BODY")
}

/// Whether the document is looked at.
#[must_use]
pub fn is_seen() -> bool {
    document().is_some_and(|document| !document.hidden())
}

/// The folder of this build's files: where the page's own script comes from.
#[must_use]
pub fn assets() -> Option<String> {
    let script = document()?.query_selector("script[src*='/assets/']").ok()??;
    let address = script.get_attribute("src")?;
    Some(address[..=address.rfind('/')?].to_owned())
}

/// The whole address, without what stands behind a `#`.
#[must_use]
pub fn whole_address() -> Option<String> {
    let address = web_sys::window()?.location().href().ok()?;
    address.split('#').next().map(Into::into)
}

/// What stands behind the address's `#`.
#[must_use]
pub fn fragment() -> Option<String> {
    web_sys::window()?.location().hash().ok()?.strip_prefix('#').map(Into::into)
}

/// Goes to another address in the place of this one: going back does not lead here.
pub fn go_instead(address: &str) {
    if let Some(window) = web_sys::window() {
        let _ = window.location().replace(address);
    }
}

/// Goes to another address; going back leads here.
pub fn go(address: &str) {
    if let Some(window) = web_sys::window() {
        let _ = window.location().assign(address);
    }
}

/// A text as a part of an address's query.
#[must_use]
pub fn encoded(text: &str) -> String {
    js_sys::encode_uri_component(text).into()
}

/// What stands in an input.
#[must_use]
pub fn typed(input: &Element) -> Option<String> {
    input.dyn_ref::<HtmlInputElement>().map(HtmlInputElement::value)
}

/// What stands in the control that an event came from.
#[cfg(feature = "till")]
#[must_use]
pub fn value_at(event: &web_sys::Event) -> String {
    event.target().map(|control| value_of(&control)).unwrap_or_default()
}

/// What stands in a control, also in a list to choose from.
#[cfg(feature = "till")]
#[must_use]
pub fn value_of(control: &JsValue) -> String {
    let value = js_sys::Reflect::get(control, &"value".into());
    value.ok().and_then(|value| value.as_string()).unwrap_or_default()
}

/// Chooses from a list by value, where the list has it.
#[cfg(feature = "till")]
pub fn choose(list: &JsValue, value: &str) {
    let before = js_sys::Reflect::get(list, &"value".into());
    let set = |value: &JsValue| js_sys::Reflect::set(list, &"value".into(), value);
    // One that it does not have would leave nothing chosen.
    if set(&value.into()).is_ok() && value_of(list) != value {
        let _ = before.and_then(|before| set(&before));
    }
}

/// Whether a box is checked.
#[cfg(feature = "till")]
#[must_use]
pub fn is_checked(control: &JsValue) -> bool {
    js_sys::Reflect::get(control, &"checked".into()).is_ok_and(|checked| checked == true)
}

/// Whether who looks has something finer than a finger to point with, and so most likely a keyboard: to focus a
/// field opens none on the screen then.
#[cfg(feature = "till")]
#[must_use]
pub fn points_finely() -> bool {
    let matches = || web_sys::window()?.match_media("(pointer: fine)").ok()?;
    matches().is_some_and(|list| list.matches())
}

/// Loads the page again.
pub fn reload() {
    if let Some(window) = web_sys::window() {
        let _ = window.location().reload();
    }
}
