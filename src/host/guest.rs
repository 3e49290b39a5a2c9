//! A place in another site's document: a shadow root, through which no styles go either way, and
//! what that site's script hands over.

use std::cell::RefCell;

use gloo::events::{EventListener, EventListenerOptions};
use js_sys::{Array, Function, Object, Promise, Reflect, TypeError};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element, Event, ShadowRoot, ShadowRootInit, ShadowRootMode};

use super::document;

/// The element that a mount adds. Its name has a hyphen, so that it is nobody else's.
const TAG: &str = "mall-coupons";

#[wasm_bindgen]
extern "C" {
    /// A style sheet made by script: no content security policy forbids it.
    #[wasm_bindgen(extends = Object)]
    type CSSStyleSheet;
    #[wasm_bindgen(constructor, catch)]
    fn new() -> Result<CSSStyleSheet, JsValue>;
    #[wasm_bindgen(method, catch, js_name = replaceSync)]
    fn replace_sync(this: &CSSStyleSheet, text: &str) -> Result<(), JsValue>;
}

/// What a shopper tapped that leads somewhere.
pub enum Tapped {
    /// A link, by what it says in the page.
    Link(String),
    /// A form that asks for an entry to a path; left to itself, the browser sends it.
    Form(String),
}

/// The place.
pub struct Place {
    element: Element,
    /// Stands for the document's root and body.
    root: Element,
    listeners: RefCell<Vec<EventListener>>,
}

impl Place {
    /// Makes a place at the end of an element.
    ///
    /// # Errors
    /// A sentence on what is wrong with the element.
    pub fn within(element: &JsValue, styles: &str) -> Result<Self, &'static str> {
        let parent =
            element.dyn_ref::<Element>().ok_or("element must be an element of the page")?;
        if document::all(parent, &format!(":scope > {TAG}")).first().is_some() {
            return Err("element has a mount already; unmount it first");
        }
        let made = || {
            let document = parent.owner_document()?;
            let element = document.create_element(TAG).ok()?;
            let shadow = element.attach_shadow(&ShadowRootInit::new(ShadowRootMode::Open)).ok()?;
            dress(&document, &shadow, styles)?;
            let root = document.create_element("section").ok()?;
            root.set_class_name("root");
            shadow.append_child(&root).ok()?;
            parent.append_child(&element).ok()?;
            Some(Self { element, root, listeners: RefCell::default() })
        };
        let place = made().ok_or("this browser cannot show it: it has no shadow roots")?;
        place.clear();
        Ok(place)
    }

    /// Sets an attribute of the root, or takes it away.
    pub fn set(&self, name: &str, value: Option<&str>) {
        let _ = match value {
            Some(value) => self.root.set_attribute(name, value),
            None => self.root.remove_attribute(name),
        };
    }

    /// An empty element to draw on, in the place of what is there.
    #[must_use]
    pub fn fresh(&self) -> Option<Element> {
        let page = self.root.owner_document()?.create_element("div").ok()?;
        page.set_id("page");
        self.root.replace_children_with_node_1(&page);
        Some(page)
    }

    /// Shows grey shapes until there is something to draw.
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

    /// Calls with what leads somewhere; answered with true, the browser does nothing by itself.
    pub fn listen(&self, call: impl Fn(Tapped) -> bool + Clone + 'static) {
        let options = EventListenerOptions::enable_prevent_default();
        let listener = |name: &'static str| {
            let (call, root) = (call.clone(), self.root.clone());
            EventListener::new_with_options(&self.root, name, options, move |event| {
                // What the page has seen to itself leads nowhere.
                if !event.default_prevented() && seen_to(&root, event, &call) {
                    event.prevent_default();
                }
            })
        };
        // A click with the middle button is an event of its own.
        self.listeners.replace(["click", "auxclick", "submit"].map(listener).into());
    }

    /// Opens an address beside the site.
    pub fn open_tab(&self, url: &str) {
        if let Some(window) = web_sys::window() {
            let _ = window.open_with_url_and_target_and_features(url, "_blank", "noopener");
        }
    }

    /// Takes it away.
    pub fn remove(&self) {
        self.listeners.take();
        self.element.remove();
    }
}

fn seen_to(root: &Element, event: &Event, call: &impl Fn(Tapped) -> bool) -> bool {
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
        // The document's own way to a part of it ends at a shadow root.
        document::focus_within(root, &to);
        return true;
    }
    call(Tapped::Link(to))
}

/// Gives a shadow root its styles.
fn dress(document: &Document, shadow: &ShadowRoot, styles: &str) -> Option<()> {
    let adopted = || {
        let sheet = CSSStyleSheet::new().ok()?;
        sheet.replace_sync(styles).ok()?;
        let sheets = JsValue::from("adoptedStyleSheets");
        let known = Reflect::has(shadow, &sheets).ok()?;
        known.then(|| Reflect::set(shadow, &sheets, &Array::of1(&sheet)).ok())?
    };
    if adopted().is_some() {
        return Some(());
    }
    let style = document.create_element("style").ok()?;
    style.set_text_content(Some(styles));
    shadow.append_child(&style).ok().map(|_| ())
}

/// A site's function that is told what happens.
#[derive(Clone)]
pub struct Listener(Function);

impl Listener {
    /// Takes a function.
    #[must_use]
    pub fn new(function: JsValue) -> Option<Self> {
        function.dyn_into().ok().map(Self)
    }

    /// Calls it, and says whether it answered `false`. What it throws is the site's own trouble, and
    /// stands in its console.
    #[must_use]
    pub fn call(&self, event: &JsValue) -> bool {
        match self.0.call1(&JsValue::UNDEFINED, event) {
            Ok(answer) => answer == JsValue::FALSE,
            Err(thrown) => {
                let _ = Promise::reject(&thrown);
                false
            }
        }
    }
}

/// Whether a value is an object that can hold options.
#[must_use]
pub fn is_plain(value: &JsValue) -> bool {
    value.is_object() && !Array::is_array(value)
}

/// The names of an object's own fields.
#[must_use]
pub fn names(object: &JsValue) -> Vec<String> {
    let names = object.dyn_ref::<Object>().map(Object::keys).unwrap_or_default();
    names.iter().filter_map(|name| name.as_string()).collect()
}

/// A field of an object; nothing when it is missing or `undefined`.
#[must_use]
pub fn get(object: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(object, &name.into()).ok().filter(|value| !value.is_undefined())
}

/// A `TypeError` with a message.
#[must_use]
pub fn type_error(message: &str) -> JsValue {
    TypeError::new(message).into()
}
