//! Pictures the visitor chooses.

use gloo::events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::{Element, File, FileReader, HtmlImageElement, HtmlInputElement};

use super::load_event;

/// Takes the chosen file out of an input. The input is empty then, so that the same file can be chosen
/// again.
#[must_use]
pub fn take_chosen(input: &Element) -> Option<File> {
    let input: &HtmlInputElement = input.dyn_ref()?;
    let file = input.files()?.get(0);
    input.set_value("");
    file
}

/// Calls when a file is chosen, until the listener is dropped.
pub fn on_chosen(input: &Element, call: impl Fn() + 'static) -> EventListener {
    EventListener::new(input, "change", move |_| call())
}

/// Loads a file as a picture; none if the browser cannot read it. It goes through a `data:` address, which
/// the page's content security policy allows and old browsers know.
pub async fn load(file: &File) -> Option<HtmlImageElement> {
    let reader = FileReader::new().ok()?;
    // A failure to start comes as an event.
    let read = || drop(reader.read_as_data_url(file));
    if !load_event::wait(&reader, read).await {
        return None;
    }
    let address = reader.result().ok()?.as_string()?;
    let image = HtmlImageElement::new().ok()?;
    let loaded = load_event::wait(&image, || image.set_src(&address)).await;
    (loaded && image.natural_width() > 0).then_some(image)
}
