//! Reports traps of the module. After a trap nothing in the module can be trusted. Only the glue sees every trap: older
//! browsers report no more than "script error". Other errors are no traps: WebKit calls dropped intersection observers
//! once more, which the module refuses.

use anyhow::Result;

use super::edit::replace_once;

/// The place where the glue takes the module's exports.
const EXPORTS_ASSIGNMENT: &str = "wasm = instance.exports;";

/// The same with each function wrapped. The page's host listens for `module-trap`.
const WATCHED_EXPORTS: &str = "wasm = {};
        for (const name of Object.keys(instance.exports)) {
            const own = instance.exports[name];
            wasm[name] = own.call ? function() {
                try {
                    return own.apply(this, arguments);
                } catch (reason) {
                    if (/^(Runtime|Range)Error/.test(reason)) dispatchEvent(new CustomEvent('module-trap', { detail: reason }));
                    throw reason;
                }
            } : own;
        }";

/// Puts the watch into the glue.
pub fn watch(glue: &str) -> Result<String> {
    replace_once(glue, EXPORTS_ASSIGNMENT, WATCHED_EXPORTS)
}

#[cfg(test)]
mod tests {
    use super::watch;

    #[test]
    fn the_glue_is_watched_once_or_refused() {
        let glue = watch("a; wasm = instance.exports; b").unwrap();
        assert!(glue.starts_with("a; wasm = {};") && glue.ends_with("} b"), "{glue}");
        assert!(watch("wasm = other.exports;").is_err());
        assert!(watch("wasm = instance.exports; wasm = instance.exports;").is_err());
    }
}
