//! The page as a module for other sites: `mount` puts it into an element of theirs.

mod event;
mod mount;
mod options;

use std::rc::Rc;

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::host::guest::{Place, type_error};
use mount::Mount;
use options::{InvalidOption, Options};

/// A mount, as the site holds it.
#[wasm_bindgen]
pub struct Handle(Rc<Mount>);

/// Puts the claim page of a link at the end of an element. `styles` are those of the page, made for
/// standing in a shadow root.
///
/// # Errors
/// A `TypeError` that names what is wrong: the element, or a field of the options.
#[wasm_bindgen]
pub fn mount(element: &JsValue, options: &JsValue, styles: &str) -> Result<Handle, JsValue> {
    let failed = |message| type_error(&format!("mount: {message}"));
    let options = Options::read(options).map_err(|InvalidOption(message)| failed(message))?;
    let place = Place::within(element, styles).map_err(|message| failed(message.into()))?;
    Ok(Handle(Mount::begin(place, options)))
}

#[wasm_bindgen]
impl Handle {
    /// Changes options; those that are not named stay.
    ///
    /// # Errors
    /// A `TypeError` that names the field; then nothing is changed.
    pub fn update(&self, options: &JsValue) -> Result<(), JsValue> {
        let failed = |InvalidOption(message)| type_error(&format!("update: {message}"));
        self.0.update(|now| now.with(options)).map_err(failed)
    }

    /// Takes the page out of the element again. Nothing of it stays.
    pub fn unmount(&self) {
        self.0.end();
    }
}
