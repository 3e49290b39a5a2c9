//! The name a browser goes by on another site's page, where no cookie reaches.

use crate::host::{random, storage};

const KEY: &str = "mall visitor";

/// The browser's key: the same each time, so that a link stays its own over reloads, and an opening
/// whose answer was lost is asked again. A browser that keeps nothing has a new one for each mount.
/// Nothing in a browser without a random source.
#[must_use]
pub fn key() -> Option<String> {
    storage::get(KEY).filter(|kept| kept.len() == 32).or_else(|| {
        let key = random::request_id()?.to_string();
        storage::set(KEY, &key);
        Some(key)
    })
}
