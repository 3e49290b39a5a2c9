//! A watch on the module: what it throws, it throws once. After a trap nothing in it can be trusted,
//! and only the glue sees every one of them: older browsers tell the page no more than "script error".

use anyhow::{Result, bail};

/// Where the glue takes what the module offers.
const TAKES: &str = "wasm = instance.exports;";

/// The same with each function watched. Whoever shows the page listens for `module-trap`.
const WATCHED: &str = "wasm = {};
        for (const name of Object.keys(instance.exports)) {
            const own = instance.exports[name];
            wasm[name] = typeof own === 'function' ? function() {
                try {
                    return own.apply(this, arguments);
                } catch (reason) {
                    dispatchEvent(new CustomEvent('module-trap', { detail: reason }));
                    throw reason;
                }
            } : own;
        }";

/// Puts the watch into the glue.
pub fn watch(glue: &str) -> Result<String> {
    match glue.matches(TAKES).count() {
        1 => Ok(glue.replacen(TAKES, WATCHED, 1)),
        count => {
            bail!("the glue has `{TAKES}` {count} times instead of once; its generator changed")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::watch;

    #[test]
    fn the_watch_is_put_in_once_or_not_at_all() {
        let glue = watch("a; wasm = instance.exports; b").unwrap();
        assert!(glue.starts_with("a; wasm = {};") && glue.ends_with("} b"), "{glue}");
        assert!(watch("wasm = other.exports;").is_err());
        assert!(watch("wasm = instance.exports; wasm = instance.exports;").is_err());
    }
}
