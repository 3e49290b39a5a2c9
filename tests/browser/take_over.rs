//! The module's page replaces the server's page.

use mall_coupons::host::document;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, HtmlElement};

fn element(html: &str) -> Element {
    let document = web_sys::window().and_then(|w| w.document()).expect("a document");
    let element = document.create_element("div").expect("an element");
    element.set_inner_html(html);
    element
}

#[wasm_bindgen_test]
fn focus_and_unfolded_parts_are_kept() {
    let html = r#"<button id="act-keep">claim</button><details id="rules-keep"><summary>rules</summary></details>"#;
    let body = web_sys::window().and_then(|w| w.document()).and_then(|d| d.body()).expect("a body");
    let (served, rendered) = (element(html), element(html));
    body.append_child(&served).expect("added");
    let button: HtmlElement = served.first_element_child().expect("a button").unchecked_into();
    button.focus().expect("focus");
    served
        .query_selector("details")
        .expect("a query")
        .expect("details")
        .set_attribute("open", "")
        .expect("set");

    document::take_over(&rendered, &served);

    assert!(!served.is_connected() && rendered.is_connected());
    let focused = body.owner_document().and_then(|d| d.active_element()).expect("a focus");
    assert!(rendered.contains(Some(&focused)) && focused.id() == "act-keep");
    assert!(rendered.query_selector("details[open]").expect("a query").is_some());
    rendered.remove();
}
