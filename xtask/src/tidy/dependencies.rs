//! The dependencies that the modules and the contract may have.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::finding::Finding;
use super::source::SourceFile;
use crate::process;

/// The browser does these things itself; in the module each costs tens of kilobytes.
const FORBIDDEN: [&str; 10] =
    ["anyhow", "chrono", "icu", "rand", "regex", "reqwest", "serde_json", "time", "url", "uuid"];
/// gloo, a dependency of Yew, names it; nothing of it is linked as long as we do not call it.
const YEW_DEPENDENCIES: [&str; 1] = ["serde_json"];
/// The dependencies that data and its description need.
const CONTRACT_MAY_USE: [&str; 2] = ["serde", "utoipa"];

/// The parts of a Cargo.toml that matter here.
#[derive(Deserialize)]
struct Manifest {
    #[serde(default)]
    dependencies: BTreeMap<String, Dependency>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Dependency {
    Version(String),
    Detailed { version: Option<String> },
    Other(IgnoredAny),
}

impl Dependency {
    fn version(&self) -> Option<&str> {
        match self {
            Self::Version(version) => Some(version),
            Self::Detailed { version } => version.as_deref(),
            Self::Other(_) => None,
        }
    }
}

/// Returns all rules about dependencies.
pub fn all(files: &[SourceFile]) -> Result<Vec<Finding>> {
    let manifest = |path: &str| -> Result<(&SourceFile, Manifest)> {
        let file = files
            .iter()
            .find(|file| file.path == path)
            .with_context(|| format!("{path} is missing"))?;
        let read =
            basic_toml::from_str(&file.text).with_context(|| format!("{path} cannot be parsed"))?;
        Ok((file, read))
    };
    let (page_file, page) = manifest("Cargo.toml")?;
    let (scanner_file, scanner) = manifest("crates/scanner/Cargo.toml")?;
    let (contract_file, contract) = manifest("crates/contract/Cargo.toml")?;
    let (tools_file, tools) = manifest("xtask/Cargo.toml")?;
    let (runner_file, runner) = manifest("xtask/test-runner/Cargo.toml")?;

    let mut findings = contract_dependencies(contract_file, &contract);
    findings.extend(direct_dependencies(page_file, &page));
    findings.extend(direct_dependencies(scanner_file, &scanner));
    findings.extend(same_version(scanner_file, &page, &scanner, "wasm-bindgen"));
    findings.extend(same_version(tools_file, &page, &tools, "wasm-bindgen-cli-support"));
    findings.extend(same_version(runner_file, &page, &runner, "wasm-bindgen-cli"));
    for (file, package) in [(page_file, "mall-coupons"), (scanner_file, "mall-scanner")] {
        let linked = linked_crates(&module_tree(package)?);
        findings.extend(linked.into_iter().map(|what| file.finding(what)));
    }
    Ok(findings)
}

/// Returns the contract must work without a machine below it.
fn contract_dependencies(file: &SourceFile, contract: &Manifest) -> Vec<Finding> {
    let others =
        contract.dependencies.keys().filter(|name| !CONTRACT_MAY_USE.contains(&name.as_str()));
    others.map(|name| file.finding(format!("the contract must not depend on `{name}`"))).collect()
}

/// Refuses direct dependencies of the page on crates that Yew brings unused.
fn direct_dependencies(file: &SourceFile, page: &Manifest) -> Vec<Finding> {
    let forbidden = page.dependencies.keys().filter(|name| FORBIDDEN.contains(&name.as_str()));
    forbidden
        .map(|name| {
            file.finding(format!("the module must not depend on `{name}`; let the browser do it"))
        })
        .collect()
}

/// Checks that the glue generator and the module have the same version: it understands no others.
fn same_version(
    file: &SourceFile,
    page: &Manifest,
    tools: &Manifest,
    tool: &str,
) -> Option<Finding> {
    let version = |manifest: &Manifest, name: &str| {
        Some(manifest.dependencies.get(name)?.version()?.to_owned())
    };
    let required = version(page, "wasm-bindgen").filter(|version| version.starts_with('='));
    let Some(required) = required else {
        return Some(file.finding("the page's `wasm-bindgen` needs an exact version, `=…`"));
    };
    if version(tools, tool).as_ref() == Some(&required) {
        return None;
    }
    Some(file.finding(format!("`{tool}` must be `{required}`, as the page's `wasm-bindgen` is")))
}

/// Returns all packages that are compiled into a package's module.
fn module_tree(package: &str) -> Result<String> {
    let mut tree = process::cargo();
    tree.args(["tree", "--package", package, "--target", "wasm32-unknown-unknown"]);
    tree.args(["--edges", "normal,no-proc-macro", "--prefix", "none", "--format", "{p}"]);
    process::ask(&mut tree).context("`cargo tree` failed; run `cargo metadata` to see why")
}

fn linked_crates(tree: &str) -> Vec<String> {
    let mut names: Vec<_> =
        tree.lines().filter_map(|line| line.split_whitespace().next()).collect();
    names.sort_unstable();
    names.dedup();
    names.retain(|name| FORBIDDEN.contains(name) && !YEW_DEPENDENCIES.contains(name));
    names
        .iter()
        .map(|name| {
            format!("`{name}` gets into the module; `cargo tree -i {name}` says through whom")
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{
        Manifest, contract_dependencies, direct_dependencies, linked_crates, same_version,
    };
    use crate::tidy::source::SourceFile;

    fn manifest(dependencies: &str) -> Manifest {
        basic_toml::from_str(&format!("[package]\nname = \"x\"\n[dependencies]\n{dependencies}"))
            .unwrap()
    }

    fn file() -> SourceFile {
        SourceFile { path: "Cargo.toml".to_owned(), text: String::new() }
    }

    #[test]
    fn the_contract_may_not_use_the_machine() {
        assert_eq!(
            contract_dependencies(&file(), &manifest("serde.workspace = true\nchrono = \"0.4\"\n"))
                .len(),
            1
        );
        assert_eq!(contract_dependencies(&file(), &manifest("serde.workspace = true\n")).len(), 0);
    }

    #[test]
    fn a_dependency_for_the_browsers_work_is_refused() {
        assert_eq!(
            direct_dependencies(&file(), &manifest("serde_json = \"1\"\nyew = \"0.23\"\n")).len(),
            1
        );
        assert_eq!(
            linked_crates("yew v0.23.0\nurl v2.5.4\nserde_json v1.0.1\nurl v2.5.4 (*)\n").len(),
            1
        );
    }

    #[test]
    fn versions_must_be_exact_and_the_same() {
        let page = manifest("wasm-bindgen = \"=0.2.130\"\n");
        let differs = |page: &Manifest, tool: &str| {
            same_version(&file(), page, &manifest(tool), "tool").is_some()
        };
        assert!(!differs(&page, "tool = \"=0.2.130\"\n"));
        assert!(!differs(&page, "tool = { version = \"=0.2.130\", default-features = false }\n"));
        assert!(differs(&page, "tool = \"=0.2.129\"\n"));
        assert!(differs(&page, ""));
        assert!(differs(&manifest("wasm-bindgen = \"0.2.130\"\n"), "tool = \"0.2.130\"\n"));
    }
}
