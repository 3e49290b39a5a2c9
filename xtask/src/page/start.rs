//! Replaces the glue's start of the module. The generated one takes addresses, bytes, modules and more. Our boot script
//! always has a response of the server, and handles one that cannot be compiled itself.

use anyhow::{Context, Result};

/// From here on the generated glue only starts the module.
const LOAD_FUNCTION: &str = "async function __wbg_load(";

/// The places where the generated glue looks for its own address.
const OWN_ADDRESS: [&str; 2] = ["let script_src;", "function start()"];

/// Takes the module's response. Compiles it while it arrives, if the boot script wants that and the browser can.
const START: &str = "return (answer, whole) => {
        const imports = __wbg_get_imports();
        const streams = !whole && WebAssembly.instantiateStreaming && /wasm/.test(answer.headers.get('content-type'));
        const made = streams ? WebAssembly.instantiateStreaming(answer, imports) : answer.arrayBuffer().then((bytes) => WebAssembly.instantiate(bytes, imports));
        return made.then(({ instance, module }) => __wbg_finalize_init(instance, module));
    };
})({ __proto__: null });
";

/// Puts our start in the place of the generated one.
pub fn start_with_answer(glue: &str) -> Result<String> {
    let changed = "the glue's generator changed";
    let (glue, _) = glue.split_once(LOAD_FUNCTION).context(changed)?;
    let (before, rest) = glue.split_once(OWN_ADDRESS[0]).context(changed)?;
    let (_, after) = rest.split_once(OWN_ADDRESS[1]).context(changed)?;
    Ok([before, OWN_ADDRESS[1], after, START].concat())
}

#[cfg(test)]
mod tests {
    use super::{START, start_with_answer};

    #[test]
    fn the_start_is_replaced_or_refused() {
        let glue = "a; let script_src; b; function start() {} c; async function __wbg_load(d) {} e";
        let expected = ["a; function start() {} c; ", START].concat();
        assert_eq!(start_with_answer(glue).unwrap(), expected);
        assert!(start_with_answer("a; async function __wbg_load(d)").is_err());
        assert!(start_with_answer("let script_src; function start() {}").is_err());
    }
}
