//! The browser's local storage. A browser may refuse it, in private windows or frames; then a value is lost
//! with a reload, and nothing else changes.

use web_sys::Storage;

fn local() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}

/// Returns the text of a key.
#[must_use]
pub fn get(key: &str) -> Option<String> {
    local()?.get_item(key).ok()?
}

/// Stores a text under a key.
pub fn set(key: &str, text: &str) {
    if let Some(storage) = local() {
        let _ = storage.set_item(key, text);
    }
}

/// Removes a key.
pub fn remove(key: &str) {
    if let Some(storage) = local() {
        let _ = storage.remove_item(key);
    }
}
