//! The modules that are built: what each can do, and how it is called into being.

/// A package that is compiled to WebAssembly.
pub struct Package {
    /// Its name for cargo.
    pub name: &'static str,
    /// Folders it is made of.
    pub sources: &'static [&'static str],
    /// Other files it is made of.
    pub manifests: &'static [&'static str],
}

impl Package {
    /// Returns the name of its library in files and scripts.
    pub fn library(&self) -> String {
        self.name.replace('-', "_")
    }
}

const PAGE: Package = Package {
    name: "mall-coupons",
    sources: &["src", "crates/contract/src"],
    manifests: &["Cargo.toml", "Cargo.lock", "crates/contract/Cargo.toml"],
};

/// The script that starts a module.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Script {
    /// By the page's boot script, with the server's answer, watched for traps.
    Booted,
    /// By a worker: a classic script for `importScripts`, as its generator writes it.
    Classic,
    /// By other sites: a script to be imported.
    Imported,
}

/// A module with one choice of features.
pub struct Build {
    pub name: &'static str,
    pub package: Package,
    /// The package's features it has.
    pub features: &'static str,
    pub script: Script,
}

impl Build {
    const fn of_page(name: &'static str, features: &'static str, script: Script) -> Self {
        Self { name, package: PAGE, features, script }
    }

    /// Checks whether `tests/budget.toml` limits what this module weighs: the claim page's, in both languages.
    pub fn has_budget(&self) -> bool {
        self.name.starts_with("claim-")
    }
}

/// All pages in all languages: served while developing, in the place of each shipped module.
pub const WHOLE: Build =
    Build::of_page("whole", "claim,wallet,scan,coupon,till,zh,en", Script::Booted);

/// The shipped modules: one for each page and language.
pub const SHIPPED: [Build; 10] = [
    Build::of_page("claim-zh", "claim,zh", Script::Booted),
    Build::of_page("claim-en", "claim,en", Script::Booted),
    Build::of_page("wallet-zh", "wallet,zh", Script::Booted),
    Build::of_page("wallet-en", "wallet,en", Script::Booted),
    Build::of_page("scan-zh", "scan,zh", Script::Booted),
    Build::of_page("scan-en", "scan,en", Script::Booted),
    Build::of_page("coupon-zh", "coupon,zh", Script::Booted),
    Build::of_page("coupon-en", "coupon,en", Script::Booted),
    Build::of_page("till-zh", "till,zh", Script::Booted),
    Build::of_page("till-en", "till,en", Script::Booted),
];

/// For pages of other sites, which put it into an element of theirs.
pub const FOR_OTHERS: Build = Build::of_page("for-others", "embed,claim,zh,en", Script::Imported);

/// The reader of QR codes, loaded when a camera opens.
pub const SCANNER: Build = Build {
    name: "scanner",
    package: Package {
        name: "mall-scanner",
        sources: &["crates/scanner/src"],
        manifests: &["Cargo.toml", "Cargo.lock", "crates/scanner/Cargo.toml"],
    },
    features: "",
    script: Script::Classic,
};

/// A module and the script that starts it.
#[derive(Clone)]
pub struct Bound {
    /// A classic script that defines the global `wasm_bindgen`, or for other sites one to be imported.
    pub glue: String,
    /// The WebAssembly module.
    pub module: Vec<u8>,
}
