//! The module must run on the first browsers that knew WebAssembly.
//!
//! WeChat's own kernels were Chromium 78 for years. Every later instruction is refused here, so that it
//! is not found out on someone's phone.

use anyhow::{Context, Result, bail};
use wasmparser::{Parser, Payload, Validator, WasmFeatures};

/// Mutable globals came before Chromium 78, and the stack pointer is one.
const ALLOWED: WasmFeatures = WasmFeatures::WASM1.union(WasmFeatures::MUTABLE_GLOBAL);

/// Refuses a module that uses more than the first version of WebAssembly.
pub fn check(module: &[u8]) -> Result<()> {
    Validator::new_with_features(ALLOWED)
        .validate_all(module)
        .context("the module uses WebAssembly that older phones do not know")?;
    for payload in Parser::new(0).parse_all(module) {
        if let Payload::CustomSection(section) = payload? {
            let name = section.name();
            if name == "name" || name == "producers" || name.starts_with(".debug") {
                bail!("the module has the section `{name}`, which only costs bytes");
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::check;

    const HEADER: [u8; 8] = [0, b'a', b's', b'm', 1, 0, 0, 0];

    /// Returns a module with one function without parameters, of the given result types and body.
    fn module(results: &[u8], body: &[u8]) -> Vec<u8> {
        let length = |count: usize| u8::try_from(count).unwrap();
        let mut bytes = HEADER.to_vec();
        bytes.extend([1, length(4 + results.len()), 1, 0x60, 0, length(results.len())]);
        bytes.extend(results);
        bytes.extend([3, 2, 1, 0]);
        bytes.extend([10, length(4 + body.len()), 1, length(2 + body.len()), 0]);
        bytes.extend(body);
        bytes.push(0x0b);
        bytes
    }

    #[test]
    fn plain_arithmetic_is_allowed() {
        let i32_const_1 = [0x41, 1];
        assert!(check(&module(&[0x7f], &i32_const_1)).is_ok());
    }

    #[test]
    fn sign_extension_is_refused() {
        let i32_const_1_extend8_s = [0x41, 1, 0xc0];
        assert!(check(&module(&[0x7f], &i32_const_1_extend8_s)).is_err());
    }

    #[test]
    fn multiple_results_and_references_are_refused() {
        assert!(check(&module(&[0x7f, 0x7f], &[0x41, 1, 0x41, 1])).is_err());
        let ref_null_extern = [0xd0, 0x6f];
        assert!(check(&module(&[0x6f], &ref_null_extern)).is_err());
    }

    #[test]
    fn bulk_memory_and_saturating_conversion_are_refused() {
        let trunc_sat = [0x43, 0, 0, 0, 0, 0xfc, 0];
        assert!(check(&module(&[0x7f], &trunc_sat)).is_err());
    }

    #[test]
    fn names_are_refused() {
        let mut bytes = module(&[0x7f], &[0x41, 1]);
        bytes.extend([0, 5, 4]);
        bytes.extend(b"name");
        assert!(check(&bytes).is_err());
    }
}
