//! `cargo xtask size`: weighs the shipped page and checks its budget.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::page::files_below;
use crate::setup::node::Tools;
use crate::{dist, project};

/// `tests/budget.toml`, in bytes after brotli.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Budget {
    /// Everything a first visit of the claim page downloads.
    claim_page_cold_load_brotli: usize,
    /// The bytes that the server's drawing and data add to `index.html` on that page; a server test measures them.
    claim_page_content_brotli: usize,
    /// The WebAssembly of the package for other sites.
    module_brotli: usize,
    /// The WebAssembly of the reader of QR codes.
    scanner_brotli: usize,
    /// The boot script in `index.html`, not compressed.
    boot_script: usize,
}

struct Weight {
    name: String,
    raw: usize,
    brotli: usize,
}

/// Builds missing and stale parts, prints the table and fails over the budget.
pub fn run() -> Result<()> {
    check(&dist::build()?)
}

/// Prints the weights of a site, and fails over the budget.
pub fn check(folder: &Path) -> Result<()> {
    let budget = fs::read_to_string(project::path("tests/budget.toml"))
        .context("tests/budget.toml cannot be read")?;
    let budget: Budget =
        basic_toml::from_str(&budget).context("tests/budget.toml cannot be parsed")?;
    let weights = weigh(folder)?;
    println!("{:>10} {:>10}  file", "raw", "brotli");
    for Weight { name, raw, brotli } in &weights {
        println!("{raw:>10} {brotli:>10}  {name}");
    }
    let sum = |part: fn(&Weight) -> usize| weights.iter().map(part).sum::<usize>();
    println!("{:>10} {:>10}  everything", sum(|weight| weight.raw), sum(|weight| weight.brotli));
    judge(&weights, &budget)?;
    judge_scanner(&weights, &budget)?;
    judge_package(&dist::module::weigh(&Tools::prepare()?, folder)?, &budget)?;
    let page = fs::read_to_string(folder.join("index.html"))?;
    judge_boot(&page, &budget)
}

/// Fails if the boot script is over its budget. It runs before anything else on the page.
fn judge_boot(page: &str, budget: &Budget) -> Result<()> {
    let boot = page.split_once("<script>").and_then(|(_, rest)| rest.split_once("</script>"));
    let (boot, _) = boot.context("index.html has no boot script")?;
    let (length, allowed) = (boot.len(), budget.boot_script);
    println!("boot script: {length} of {allowed} bytes");
    if length > allowed {
        bail!("the boot script is {} bytes over its budget: make it smaller", length - allowed);
    }
    Ok(())
}

/// Returns all files but the compressed copies, which give the compressed sizes, and but the package for other sites.
fn weigh(folder: &Path) -> Result<Vec<Weight>> {
    let mut weights = Vec::new();
    let package = dist::module::folder(folder);
    for file in files_below(folder)? {
        let kind = file.extension().and_then(|kind| kind.to_str()).unwrap_or_default();
        if kind == "br" || kind == "gz" || file.starts_with(&package) {
            continue;
        }
        let raw = file_length(&file)?;
        let brotli = file_length(&file.with_extension(format!("{kind}.br"))).unwrap_or(raw);
        let name = file.strip_prefix(folder)?.display().to_string();
        weights.push(Weight { name, raw, brotli });
    }
    Ok(weights)
}

fn file_length(file: &Path) -> Result<usize> {
    Ok(usize::try_from(fs::metadata(file)?.len())?)
}

fn judge(weights: &[Weight], budget: &Budget) -> Result<()> {
    let of = |part: &str| -> usize {
        let is_selected = |weight: &&Weight| weight.name.contains(part);
        weights.iter().filter(is_selected).map(|weight| weight.brotli).sum()
    };
    // The language that weighs more counts.
    let files = of("index.html") + of("/claim-zh.").max(of("/claim-en."));
    let cold_load = files + budget.claim_page_content_brotli;
    let allowed = budget.claim_page_cold_load_brotli;
    println!(
        "cold load of the claim page: {cold_load} of {allowed} bytes (index.html, glue, module: {files})"
    );
    if cold_load > allowed {
        bail!(
            "the claim page is {} bytes over its budget in tests/budget.toml: make it smaller",
            cold_load - allowed
        );
    }
    Ok(())
}

/// Fails if the scanner is over its budget. It is fetched when a camera opens, while a person holds a code before it.
fn judge_scanner(weights: &[Weight], budget: &Budget) -> Result<()> {
    let module = weights.iter().find(|weight| weight.name.ends_with("/scanner.wasm"));
    let module = module.context("the site has no scanner.wasm")?.brotli;
    let allowed = budget.scanner_brotli;
    println!("reader of QR codes: {module} of {allowed} bytes");
    if module > allowed {
        bail!(
            "the reader of QR codes is {} bytes over its budget in tests/budget.toml: make it smaller",
            module - allowed
        );
    }
    Ok(())
}

fn judge_package(weights: &[(&str, usize)], budget: &Budget) -> Result<()> {
    for (name, brotli) in weights {
        println!("{brotli:>21}  module/{name}");
    }
    let module: usize =
        weights.iter().filter(|(name, _)| name.ends_with(".wasm")).map(|(_, brotli)| brotli).sum();
    let allowed = budget.module_brotli;
    if module > allowed {
        bail!(
            "the module for other sites is {} bytes over its budget in tests/budget.toml: make it smaller",
            module - allowed
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Budget, Weight, judge, judge_boot, judge_package, judge_scanner};

    fn weight(name: &str, brotli: usize) -> Weight {
        Weight { name: name.to_owned(), raw: brotli * 3, brotli }
    }

    fn budget() -> Budget {
        Budget {
            claim_page_cold_load_brotli: 100,
            claim_page_content_brotli: 20,
            boot_script: 5,
            module_brotli: 50,
            scanner_brotli: 60,
        }
    }

    #[test]
    fn the_boot_script_has_a_budget() {
        let page = |boot: &str| format!("<script type=\"a\">x</script><script>{boot}</script>");
        assert!(judge_boot(&page("12345"), &budget()).is_ok());
        assert!(judge_boot(&page("123456"), &budget()).is_err());
    }

    #[test]
    fn the_page_has_a_budget_without_its_icons() {
        let budget = budget();
        let mut weights = vec![
            weight("index.html", 10),
            weight("assets/1/claim-zh.js", 70),
            weight("icon.svg", 50),
        ];
        weights.push(weight("assets/1/claim-en.wasm", 70));
        weights.push(weight("assets/1/wallet-zh.wasm", 90));
        assert!(judge(&weights, &budget).is_ok());
        weights.push(weight("assets/1/claim-zh.wasm", 1));
        assert!(judge(&weights, &budget).is_err());
    }

    #[test]
    fn the_reader_of_codes_has_a_budget_of_its_own() {
        let weights =
            |module| [weight("assets/1/scanner.js", 70), weight("assets/1/scanner.wasm", module)];
        assert!(judge_scanner(&weights(60), &budget()).is_ok());
        assert!(judge_scanner(&weights(61), &budget()).is_err());
        assert!(judge_scanner(&[], &budget()).is_err());
    }

    #[test]
    fn the_package_for_other_sites_has_a_budget_of_its_own() {
        let budget = budget();
        assert!(judge_package(&[("index.js", 70), ("a.wasm", 50)], &budget).is_ok());
        assert!(judge_package(&[("index.js", 70), ("a.wasm", 51)], &budget).is_err());
    }
}
