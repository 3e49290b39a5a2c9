//! Compressed copies beside each file, so that no server compresses the same bytes twice.

use std::path::Path;

use anyhow::Result;

use crate::page::files_below;
use crate::setup::node::Tools;
use crate::{process, project};

/// Kinds of files that get smaller; pictures and fonts already are.
const COMPRESSIBLE: [&str; 8] = ["css", "html", "js", "json", "svg", "txt", "wasm", "webmanifest"];

/// Writes a `.br` and a `.gz` beside each file of the folder.
pub fn beside_each(tools: &Tools, folder: &Path) -> Result<()> {
    let mut files = files_below(folder)?;
    files.retain(|file| {
        let kind = file.extension().and_then(|kind| kind.to_str()).unwrap_or_default();
        COMPRESSIBLE.contains(&kind)
    });
    // Node has both compressors built in, so that xtask need not bring its own.
    let mut node = tools.node(&project::path("xtask/node/compress.mjs"));
    process::run(node.args(files), "compressing")
}
