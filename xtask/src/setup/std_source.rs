//! The compiler for the WebAssembly module, with the source of Rust's standard library.
//!
//! The prebuilt standard library uses instructions that the browsers inside older WeChat versions do
//! not know, so it is built from source. The source comes from rustup, or from Debian where rustup
//! cannot fetch. `MALL_XTASK_STD=debian` takes Debian's at once, to try that way.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use super::apt;
use crate::{process, progress, project};

const DEBIAN_PACKAGES: [&str; 3] = ["rustc-web", "cargo-web", "rust-web-src"];

/// A compiler that can build the standard library for WebAssembly.
pub enum Compiler {
    /// The compiler that compiled xtask, its source fetched by rustup.
    Own,
    /// Debian's, linking with the own tool-chain's linker.
    Debian {
        /// The linker, which Debian's packages lack.
        linker: PathBuf,
    },
}

impl Compiler {
    /// Finds one, installing it when needed.
    pub fn prepare() -> Result<Self> {
        let debian_asked = env::var("MALL_XTASK_STD").is_ok_and(|way| way == "debian");
        if !debian_asked && (own_source().is_some() || fetch_own_source()) {
            return Ok(Self::Own);
        }
        let source = Path::new("/usr/lib/rustlib/src/rust/library");
        if !source.exists() || !Path::new("/usr/bin/rustc").exists() {
            apt::install(
                &DEBIAN_PACKAGES,
                "building the page without `rustup component add rust-src`",
            )?;
        }
        match own_linker() {
            Some(linker) => Ok(Self::Debian { linker }),
            None => bail!(
                "the linker `rust-lld` is missing from the Rust tool-chain: install Rust with rustup"
            ),
        }
    }

    /// Returns a cargo command that builds for WebAssembly with these crates of the standard library. It has a folder of its own, so that its flags and locks do not
    /// disturb the native build.
    pub fn cargo(&self, subcommand: &str, std: &str, build_folder: &str, flags: &str) -> Command {
        let mut cargo = match self {
            Self::Own => process::cargo(),
            Self::Debian { linker } => debian_cargo(linker),
        };
        cargo.arg(subcommand).args(["--target", "wasm32-unknown-unknown"]);
        cargo.arg(format!("-Zbuild-std={std}")).arg("-Zbuild-std-features=optimize_for_size");
        cargo.env_remove("CARGO_ENCODED_RUSTFLAGS").env("RUSTFLAGS", flags);
        // Building std is not stable yet; with this word the stable compiler does it.
        cargo.env("RUSTC_BOOTSTRAP", "1");
        cargo.env("CARGO_TARGET_DIR", project::target().join(build_folder));
        cargo
    }
}

fn debian_cargo(linker: &Path) -> Command {
    let mut cargo = process::command("/usr/bin/cargo");
    cargo.env("RUSTC", "/usr/bin/rustc");
    cargo.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
    // `cargo run` points these at its own tool-chain, whose libraries have another version.
    for name in ["RUSTUP_TOOLCHAIN", "LD_LIBRARY_PATH", "RUSTC_WRAPPER", "RUSTDOC"] {
        cargo.env_remove(name);
    }
    cargo
}

fn own_sysroot() -> Option<PathBuf> {
    process::ask(process::command("rustc").args(["--print", "sysroot"])).map(PathBuf::from)
}

fn own_source() -> Option<PathBuf> {
    let source = own_sysroot()?.join("lib/rustlib/src/rust/library");
    source.join("std").exists().then_some(source)
}

fn fetch_own_source() -> bool {
    let fetched = progress::step("fetching the standard library's source with rustup", || {
        process::run(process::command("rustup").args(["component", "add", "rust-src"]), "rustup")
    });
    if let Err(failure) = fetched {
        println!("  {failure:#}; trying Debian's packages instead");
        return false;
    }
    own_source().is_some()
}

fn own_linker() -> Option<PathBuf> {
    let host = process::ask(process::command("rustc").args(["--print", "host-tuple"]))?;
    let linker = own_sysroot()?.join("lib/rustlib").join(host).join("bin/rust-lld");
    linker.exists().then_some(linker)
}
