//! The uses among files: the imports of the project's Rust files, file by file.

mod parse;
mod resolve;

use std::collections::BTreeMap;

pub use resolve::Use;

use super::source::SourceFile;

/// Returns the uses among files in all crates of the project, sorted. Uses across crates are not among them.
pub fn all(files: &[SourceFile]) -> Vec<Use> {
    let texts: BTreeMap<&str, &str> = files.iter().map(|file| (&*file.path, &*file.text)).collect();
    let read = |path: &str| texts.get(path).map(|text| (*text).to_owned());
    let roots = texts.keys().filter(|path| is_root(path));
    let mut uses: Vec<Use> = roots.flat_map(|root| resolve::uses(root, &read)).collect();
    uses.sort();
    // Some files belong to two crates.
    uses.dedup();
    uses
}

/// Checks whether a file is where cargo begins a library, a program or a test.
fn is_root(path: &str) -> bool {
    let parts: Vec<&str> = path.split('/').collect();
    // Inside of a crate's sources, a folder of this name is a module.
    let beside_sources = !parts.contains(&"src");
    match parts.as_slice() {
        [.., "src", "lib.rs" | "main.rs"] => true,
        [.., "bin", file] => file.ends_with(".rs"),
        [.., "bin", _, file] => *file == "main.rs",
        [.., "tests" | "examples" | "benches", file] => beside_sources && file.ends_with(".rs"),
        [.., "tests" | "examples" | "benches", _, file] => beside_sources && *file == "main.rs",
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::is_root;

    #[test]
    fn roots_are_those_of_cargo() {
        let roots = [
            "src/lib.rs",
            "xtask/src/main.rs",
            "crates/server/src/bin/mall-server/main.rs",
            "tests/end_to_end/main.rs",
            "crates/scanner/tests/pictures.rs",
        ];
        assert!(roots.iter().all(|path| is_root(path)));
        let modules =
            ["src/app.rs", "src/pages/mod.rs", "main.rs", "crates/gallery/src/a/tests/mod.rs"];
        assert!(!modules.iter().any(|path| is_root(path)));
    }
}
