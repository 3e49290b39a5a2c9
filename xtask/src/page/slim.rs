//! Leaves out of the glue what the page does without. The generated glue is made for speed and for every way to load a
//! module.

use anyhow::Result;

use super::edit::{replace_between, replace_once};

/// Passes a text to the module: encoded once, and copied. The generated function first tries whether it is ASCII.
const PASS_STRING: &str = "function passStringToWasm0(arg) {
    const bytes = cachedTextEncoder.encode(arg);
    const ptr = wasm.__wbindgen_export(bytes.length, 1) >>> 0;
    getUint8ArrayMemory0().set(bytes, ptr);
    WASM_VECTOR_LEN = bytes.length;
    return ptr;
}

";

/// The functions for memory, as the generated calls pass them on.
const MEMORY_FUNCTIONS: &str = ", wasm.__wbindgen_export, wasm.__wbindgen_export2)";

/// The check whether a view of the module's memory is stale. A memory that grew has another buffer.
const STALE: [&str; 2] = [
    "cachedDataViewMemory0.buffer.detached === true || (cachedDataViewMemory0.buffer.detached === undefined && cachedDataViewMemory0.buffer !== wasm.memory.buffer)",
    "cachedDataViewMemory0.buffer !== wasm.memory.buffer",
];

/// The instance and the module, which nothing asks for again.
const REPLACEMENTS: [[&str; 2]; 4] = [
    ["let wasmModule, wasmInstance, wasm;", "let wasm;"],
    ["wasmInstance = instance;", ""],
    ["wasmModule = module;", ""],
    ["wasm.__wbindgen_start();\nreturn wasm;", "wasm.__wbindgen_start();"],
];

/// Returns the glue of a module that the boot script starts, without what the page does not need.
pub fn slim(glue: &str) -> Result<String> {
    let glue =
        replace_between(glue, "function passStringToWasm0(", "let stack_pointer = ", PASS_STRING)?;
    let glue = replace_between(&glue, "if (!('encodeInto' in ", "let WASM_VECTOR_LEN", "")?;
    let glue = replace_once(&glue, STALE[0], STALE[1])?;
    let mut glue = glue.replace(MEMORY_FUNCTIONS, ")");
    for [original, slim] in REPLACEMENTS {
        glue = replace_once(&glue, original, slim)?;
    }
    Ok(glue)
}
