//! The document: its data, its controls, its address, and the focus.

use js_sys::{JSON, JsString};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element, HtmlElement, HtmlInputElement};

use super::json;

/// True in a build whose page has inputs for typed text when the server draws it.
const HAS_INPUTS: bool = cfg!(any(feature = "scan", feature = "wallet"));

fn document() -> Option<Document> {
    web_sys::window()?.document()
}

/// Returns the element that holds the page.
#[must_use]
pub fn page_element() -> Option<Element> {
    element("page")
}

/// Checks whether the server has drawn the page.
#[must_use]
pub fn is_drawn(page: &Element) -> bool {
    page.has_attribute("data-drawn")
}

/// Returns the page's data, and when it arrived in milliseconds of the device's clock.
#[must_use]
pub fn page_data() -> Option<(JsValue, i64)> {
    let element = element("page-data")?;
    let data = JSON::parse(&element.text_content()?).ok()?;
    // Set by the boot script, before the module was even fetched.
    let arrived = json::number(&element.get_attribute("data-arrived")?)?;
    Some((data, arrived))
}

/// Returns the language of the document.
#[must_use]
pub fn language() -> Option<String> {
    document()?.document_element()?.get_attribute("lang")
}

/// Returns the path and the query of the address.
#[must_use]
pub fn address() -> Option<(String, String)> {
    let location = web_sys::window()?.location();
    Some((location.pathname().ok()?, location.search().ok()?))
}

/// Finds an element by its id.
#[must_use]
pub fn element(id: &str) -> Option<Element> {
    document()?.get_element_by_id(id)
}

/// Replaces the address without a navigation. The history gets no new entry.
pub fn replace_address(address: &str) {
    if let Some(Ok(history)) = web_sys::window().map(|window| window.history()) {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(address));
    }
}

/// Checks whether the document is set in large text.
#[must_use]
pub fn large_text() -> bool {
    let root = document().and_then(|d| d.document_element());
    root.is_some_and(|root| root.has_attribute("data-text"))
}

/// Checks whether the browser's user agent has a word.
#[must_use]
pub fn user_agent_has(word: &str) -> bool {
    let agent = || web_sys::window()?.navigator().user_agent().ok();
    agent().is_some_and(|agent| JsString::from(agent).includes(word, 0))
}

/// Sets the title of the document.
pub fn set_title(title: &str) {
    if let Some(document) = document() {
        document.set_title(title);
    }
}

/// Makes an element outside the document, to draw the page on.
#[must_use]
pub fn detached_page() -> Option<Element> {
    let element = document()?.create_element("div").ok()?;
    element.set_id("page");
    Some(element)
}

/// Replaces the server's page by the drawn one in one step. No frame is without content, and focus and
/// typed text stay. Both are of the same height, so the scroll position stays too.
pub fn take_over(rendered: &Element, served: &Element) {
    let focused =
        document().and_then(|d| d.active_element()).map(|e| e.id()).filter(|id| !id.is_empty());
    for opened in all(served, "details[open]") {
        if let Ok(Some(details)) = rendered.query_selector(&format!("#{}", opened.id())) {
            let _ = details.set_attribute("open", "");
        }
    }
    if HAS_INPUTS {
        for input in all(served, "input[id]") {
            copy_typed_text(&input, rendered);
        }
    }
    let _ = served.replace_with_with_node_1(rendered);
    if let Some(element) = focused.and_then(|id| element(&id)) {
        focus(&element);
    }
}

/// Copies a text that was typed before the module ran.
fn copy_typed_text(input: &Element, rendered: &Element) {
    let same = rendered.query_selector(&format!("#{}", input.id())).ok().flatten();
    let same = same.and_then(|same| same.dyn_into::<HtmlInputElement>().ok());
    if let Some((input, same)) = input.dyn_ref::<HtmlInputElement>().zip(same)
        && input.value() != input.default_value()
    {
        same.set_value(&input.value());
    }
}

/// Finds the elements inside another one by a CSS selector.
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

/// Moves the focus to the element of an id, if there is one.
pub fn focus_on(id: &str) {
    if let Some(element) = element(id) {
        focus(&element);
    }
}

/// Moves the focus to the first element inside another one that matches a CSS selector.
pub fn focus_within(within: &Element, selector: &str) {
    if let Ok(Some(element)) = within.query_selector(selector) {
        focus(&element);
    }
}

/// Checks whether the focus fell back to the document because its control is gone.
#[must_use]
pub fn focus_is_lost() -> bool {
    document().and_then(|d| d.active_element()).is_none_or(|e| e.tag_name() == "BODY")
}

/// Checks whether the document is visible.
#[must_use]
pub fn is_visible() -> bool {
    document().is_some_and(|document| !document.hidden())
}

/// Returns the folder of this build's files: that of the page's own script.
#[must_use]
pub fn assets() -> Option<String> {
    let script = document()?.query_selector("script[src*='/assets/']").ok()??;
    let address = script.get_attribute("src")?;
    Some(address[..=address.rfind('/')?].to_owned())
}

/// Returns the whole address without its fragment.
#[must_use]
pub fn whole_address() -> Option<String> {
    let address = web_sys::window()?.location().href().ok()?;
    address.split('#').next().map(Into::into)
}

/// Returns the fragment of the address.
#[must_use]
pub fn fragment() -> Option<String> {
    web_sys::window()?.location().hash().ok()?.strip_prefix('#').map(Into::into)
}

/// Goes to another address. The history does not keep this one.
pub fn redirect(address: &str) {
    if let Some(window) = web_sys::window() {
        let _ = window.location().replace(address);
    }
}

/// Goes to another address.
pub fn go(address: &str) {
    if let Some(window) = web_sys::window() {
        let _ = window.location().assign(address);
    }
}

/// Encodes a text as a part of a query.
#[must_use]
pub fn encoded(text: &str) -> String {
    js_sys::encode_uri_component(text).into()
}

/// Returns the text of an input.
#[must_use]
pub fn input_value(input: &Element) -> Option<String> {
    input.dyn_ref::<HtmlInputElement>().map(HtmlInputElement::value)
}

/// Returns the value of the control an event came from.
#[must_use]
pub fn value_at(event: &web_sys::Event) -> String {
    event.target().map(|control| value_of(&control)).unwrap_or_default()
}

/// Returns the value of any control, also of a select.
#[must_use]
pub fn value_of(control: &JsValue) -> String {
    let value = js_sys::Reflect::get(control, &"value".into());
    value.ok().and_then(|value| value.as_string()).unwrap_or_default()
}

/// Selects an option of a select by its value, if it has one.
pub fn choose(list: &JsValue, value: &str) {
    let before = js_sys::Reflect::get(list, &"value".into());
    let set = |value: &JsValue| js_sys::Reflect::set(list, &"value".into(), value);
    // An unknown value would leave nothing selected.
    if set(&value.into()).is_ok() && value_of(list) != value {
        let _ = before.and_then(|before| set(&before));
    }
}

/// Checks whether a checkbox is checked.
#[must_use]
pub fn is_checked(control: &JsValue) -> bool {
    js_sys::Reflect::get(control, &"checked".into()).is_ok_and(|checked| checked == true)
}

/// Checks whether the device has a fine pointer, and so most likely a keyboard. Then a focus opens no
/// keyboard on the screen.
#[must_use]
pub fn has_fine_pointer() -> bool {
    let matches = || web_sys::window()?.match_media("(pointer: fine)").ok()?;
    matches().is_some_and(|list| list.matches())
}

/// Loads the page again.
pub fn reload() {
    if let Some(window) = web_sys::window() {
        let _ = window.location().reload();
    }
}
