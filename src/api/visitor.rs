//! The key that names a browser on another site's page, where cookies are not sent.

use crate::host::{random, storage};

const KEY: &str = "mall visitor";

/// Returns the browser's key. It stays the same, so that a link stays open over reloads, and a request whose response
/// was lost can be sent again. A browser without storage gets a new key for each mount. Returns none in a browser
/// without a random source.
#[must_use]
pub fn key() -> Option<String> {
    storage::get(KEY).filter(|key| key.len() == 32).or_else(|| {
        let key = random::request_id()?.to_string();
        storage::set(KEY, &key);
        Some(key)
    })
}
