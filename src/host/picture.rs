//! A picture that somebody chooses.

use gloo::events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::{Element, File, FileReader, HtmlImageElement, HtmlInputElement};

use super::once;

/// The file chosen in an input, which is then empty again: the same one may be chosen twice.
#[must_use]
pub fn chosen(input: &Element) -> Option<File> {
    let input: &HtmlInputElement = input.dyn_ref()?;
    let file = input.files()?.get(0);
    input.set_value("");
    file
}

/// Calls when a file is chosen, until what this gives is dropped.
pub fn on_chosen(input: &Element, call: impl Fn() + 'static) -> EventListener {
    EventListener::new(input, "change", move |_| call())
}

/// A file as a picture; nothing when the browser knows none in it. It travels as a `data:` address, which
/// the page's policy allows and old browsers have.
pub async fn image(file: &File) -> Option<HtmlImageElement> {
    let reader = FileReader::new().ok()?;
    // What cannot be begun says so by its event.
    let read = || drop(reader.read_as_data_url(file));
    if !once::either(&reader, ["load", "error"], read).await {
        return None;
    }
    let address = reader.result().ok()?.as_string()?;
    let image = HtmlImageElement::new().ok()?;
    let loaded = once::either(&image, ["load", "error"], || image.set_src(&address)).await;
    (loaded && image.natural_width() > 0).then_some(image)
}
