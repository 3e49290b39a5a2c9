//! A mount's place in another site's document, a shadow root that isolates styles, and values from that
//! site's script.

use std::cell::RefCell;

use gloo::events::{EventListener, EventListenerOptions};
use js_sys::{Array, Function, Object, Promise, Reflect, TypeError};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element, Event, ShadowRoot, ShadowRootInit, ShadowRootMode};

use super::document;

/// The element that a mount adds. A custom element's name needs a hyphen.
const TAG: &str = "mall-coupons";

#[wasm_bindgen]
extern "C" {
    /// A style sheet made by script, which no content security policy forbids.
    #[wasm_bindgen(extends = Object)]
    type CSSStyleSheet;
    #[wasm_bindgen(constructor, catch)]
    fn new() -> Result<CSSStyleSheet, JsValue>;
    #[wasm_bindgen(method, catch, js_name = replaceSync)]
    fn replace_sync(this: &CSSStyleSheet, text: &str) -> Result<(), JsValue>;
}

/// A tap that leads to another page.
pub enum Tapped {
    /// A link, by its `href`.
    Link(String),
    /// A form that asks for an entry to a path.
    Form(String),
}

/// A mount's place.
pub struct Place {
    element: Element,
    /// Takes the part of the document's root and body in the styles.
    root: Element,
    listeners: RefCell<Vec<EventListener>>,
}

impl Place {
    /// Makes a place at the end of an element.
    ///
    /// # Errors
    /// A sentence on why the element cannot be used.
    pub fn within(element: &JsValue, styles: &str) -> Result<Self, &'static str> {
        let parent =
            element.dyn_ref::<Element>().ok_or("element must be an element of the page")?;
        if document::all(parent, &format!(":scope > {TAG}")).first().is_some() {
            return Err("element has a mount already; unmount it first");
        }
        let create = || {
            let document = parent.owner_document()?;
            let element = document.create_element(TAG).ok()?;
            let shadow = element.attach_shadow(&ShadowRootInit::new(ShadowRootMode::Open)).ok()?;
            add_styles(&document, &shadow, styles)?;
            let root = document.create_element("section").ok()?;
            root.set_class_name("root");
            shadow.append_child(&root).ok()?;
            parent.append_child(&element).ok()?;
            Some(Self { element, root, listeners: RefCell::default() })
        };
        let place = create().ok_or("this browser cannot show it: it has no shadow roots")?;
        place.clear();
        Ok(place)
    }

    /// Sets or removes an attribute of the root.
    pub fn set(&self, name: &str, value: Option<&str>) {
        let _ = match value {
            Some(value) => self.root.set_attribute(name, value),
            None => self.root.remove_attribute(name),
        };
    }

    /// Replaces the content by an empty element to draw on.
    #[must_use]
    pub fn fresh(&self) -> Option<Element> {
        let page = self.root.owner_document()?.create_element("div").ok()?;
        page.set_id("page");
        self.root.replace_children_with_node_1(&page);
        Some(page)
    }

    /// Shows a skeleton until there is something to draw.
    pub fn clear(&self) {
        let Some((page, document)) = self.fresh().zip(self.root.owner_document()) else { return };
        page.set_class_name("skeleton");
        for class in ["paid", "card", "card"] {
            if let Ok(shape) = document.create_element("div") {
                shape.set_class_name(class);
                let _ = page.append_child(&shape);
            }
        }
    }

    /// Calls on each tap that leads to another page. If the call returns true, the browser does not follow.
    pub fn listen(&self, call: impl Fn(Tapped) -> bool + Clone + 'static) {
        let options = EventListenerOptions::enable_prevent_default();
        let listener = |name: &'static str| {
            let (call, root) = (call.clone(), self.root.clone());
            EventListener::new_with_options(&self.root, name, options, move |event| {
                // The page itself has handled an event whose default is prevented.
                if !event.default_prevented() && is_handled(&root, event, &call) {
                    event.prevent_default();
                }
            })
        };
        // A click of the middle button is an `auxclick`.
        self.listeners.replace(["click", "auxclick", "submit"].map(listener).into());
    }

    /// Opens an address in a new tab.
    pub fn open_tab(&self, url: &str) {
        if let Some(window) = web_sys::window() {
            let _ = window.open_with_url_and_target_and_features(url, "_blank", "noopener");
        }
    }

    /// Removes the mount from the document.
    pub fn remove(&self) {
        self.listeners.take();
        self.element.remove();
    }
}

fn is_handled(root: &Element, event: &Event, call: &impl Fn(Tapped) -> bool) -> bool {
    let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else {
        return false;
    };
    if event.type_() == "submit" {
        let to = document::all(&target, "input[name=to]")
            .first()
            .and_then(|to| to.get_attribute("value"));
        return to.is_some_and(|to| call(Tapped::Form(to)));
    }
    let Ok(Some(link)) = target.closest("a[href]") else { return false };
    let to = link.get_attribute("href").unwrap_or_default();
    if to.starts_with('#') {
        // A browser does not find ids inside a shadow root.
        document::focus_within(root, &to);
        return true;
    }
    call(Tapped::Link(to))
}

/// Adds styles to a shadow root.
fn add_styles(document: &Document, shadow: &ShadowRoot, styles: &str) -> Option<()> {
    let adopted = || {
        let sheet = CSSStyleSheet::new().ok()?;
        sheet.replace_sync(styles).ok()?;
        let sheets = JsValue::from("adoptedStyleSheets");
        let is_supported = Reflect::has(shadow, &sheets).ok()?;
        is_supported.then(|| Reflect::set(shadow, &sheets, &Array::of1(&sheet)).ok())?
    };
    if adopted().is_some() {
        return Some(());
    }
    let style = document.create_element("style").ok()?;
    style.set_text_content(Some(styles));
    shadow.append_child(&style).ok().map(|_| ())
}

/// A function of the site that is called on events.
#[derive(Clone)]
pub struct Listener(Function);

impl Listener {
    /// Takes a JavaScript function; none if the value is no function.
    #[must_use]
    pub fn new(function: JsValue) -> Option<Self> {
        function.dyn_into().ok().map(Self)
    }

    /// Calls the function. Returns whether it returned `false`. An exception of the site is shown in its
    /// console.
    #[must_use]
    pub fn call(&self, event: &JsValue) -> bool {
        match self.0.call1(&JsValue::UNDEFINED, event) {
            Ok(answer) => answer == JsValue::FALSE,
            Err(exception) => {
                let _ = Promise::reject(&exception);
                false
            }
        }
    }
}

/// Checks whether a value is an object that can hold options.
#[must_use]
pub fn is_plain(value: &JsValue) -> bool {
    value.is_object() && !Array::is_array(value)
}

/// Returns the names of an object's own fields.
#[must_use]
pub fn names(object: &JsValue) -> Vec<String> {
    let names = object.dyn_ref::<Object>().map(Object::keys).unwrap_or_default();
    names.iter().filter_map(|name| name.as_string()).collect()
}

/// Returns a field of an object; none if it is missing or `undefined`.
#[must_use]
pub fn get(object: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(object, &name.into()).ok().filter(|value| !value.is_undefined())
}

/// Makes a `TypeError` with a message.
#[must_use]
pub fn type_error(message: &str) -> JsValue {
    TypeError::new(message).into()
}
