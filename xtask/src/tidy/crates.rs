//! Holds which crate of the project may depend on which.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::finding::Finding;
use super::source::SourceFile;

/// Each crate, and the crates of the project that it may depend on, from the bottom up. What only its tests need is free.
const CRATES: [(&str, &[&str]); 9] = [
    ("mall-contract", &[]),
    ("mall-scanner", &[]),
    ("mall-coupons", &["mall-contract"]),
    ("mall-gallery", &["mall-contract", "mall-coupons"]),
    ("mall-server", &["mall-contract", "mall-coupons", "mall-gallery"]),
    ("mall-test-browser", &[]),
    ("mall-bench", &["mall-contract", "mall-coupons", "mall-server", "mall-test-browser"]),
    ("wasm-test-runner", &[]),
    ("xtask", &[]),
];

/// The parts of a Cargo.toml that matter here.
#[derive(Deserialize)]
struct Manifest {
    package: Option<Package>,
    #[serde(default)]
    dependencies: BTreeMap<String, IgnoredAny>,
    #[serde(default)]
    target: BTreeMap<String, Target>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
}

#[derive(Deserialize)]
struct Target {
    #[serde(default)]
    dependencies: BTreeMap<String, IgnoredAny>,
}

/// Returns a finding for each dependency that goes up, and for each crate without a row.
pub fn dependencies(files: &[SourceFile]) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for file in files.iter().filter(|file| is_manifest(&file.path)) {
        let manifest: Manifest = basic_toml::from_str(&file.text)
            .with_context(|| format!("{} cannot be parsed", file.path))?;
        findings.extend(check_crate(file, &manifest));
    }
    Ok(findings)
}

fn is_manifest(path: &str) -> bool {
    path == "Cargo.toml" || path.ends_with("/Cargo.toml")
}

fn check_crate(file: &SourceFile, manifest: &Manifest) -> Vec<Finding> {
    let Some(Package { name }) = &manifest.package else { return Vec::new() };
    let Some((_, allowed)) = CRATES.iter().find(|(of, _)| of == name) else {
        let what =
            format!("`{name}` has no row in xtask/src/tidy/crates.rs: say what it may depend on");
        return vec![file.finding(what)];
    };
    let in_targets = manifest.target.values().flat_map(|target| target.dependencies.keys());
    let all = manifest.dependencies.keys().chain(in_targets);
    let refused = all.filter(|name| {
        CRATES.iter().any(|(of, _)| of == name) && !allowed.contains(&name.as_str())
    });
    let finding = |other: &String| {
        file.finding(format!(
            "`{name}` must not depend on `{other}`; docs/architecture.md says who may"
        ))
    };
    refused.map(finding).collect()
}

#[cfg(test)]
mod tests {
    use super::dependencies;
    use crate::tidy::source::SourceFile;

    fn findings(name: &str, rest: &str) -> usize {
        let text = format!("[package]\nname = \"{name}\"\n{rest}");
        let file = SourceFile { path: "crates/x/Cargo.toml".to_owned(), text };
        dependencies(&[file]).unwrap().len()
    }

    #[test]
    fn crates_depend_on_those_below() {
        let contract = "[dependencies]\nmall-contract.workspace = true\nserde = \"1\"\n";
        assert_eq!(findings("mall-server", contract), 0);
        assert_eq!(findings("mall-scanner", contract), 1);
        let server = "[dependencies]\nmall-server = { path = \"crates/server\" }\n";
        assert_eq!(findings("mall-coupons", server), 1);
        let in_target = "[target.'cfg(unix)'.dependencies]\nmall-server.workspace = true\n";
        assert_eq!(findings("mall-coupons", in_target), 1);
        assert_eq!(
            findings("mall-coupons", "[dev-dependencies]\nmall-server.workspace = true\n"),
            0
        );
    }

    #[test]
    fn a_crate_without_a_row_is_refused() {
        assert_eq!(findings("mall-new", ""), 1);
    }
}
