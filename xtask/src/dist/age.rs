//! Scripts must be in the language of the oldest browsers that run them. The minifier rewrites newer syntax if it can;
//! this module reads the result with a parser of that age.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::setup::node::Tools;
use crate::{process, project};

/// Refuses a script that is not of an ECMAScript version: 5, or a year.
pub fn check(tools: &Tools, name: &str, text: &str, version: &str) -> Result<()> {
    let folder = project::target().join("page/parsed");
    fs::create_dir_all(&folder)?;
    let file = folder.join(Path::new(name).file_name().context("a script has a name")?);
    fs::write(&file, text)?;
    let mut node = tools.node(&project::path("xtask/node/parse.mjs"));
    process::run(node.arg(version).arg(file), "reading it as older browsers do")
        .with_context(|| format!("{name} must be of ECMAScript {version}"))
}
