//! Compressed copies beside each file, so that no server compresses the same bytes twice.

use std::ffi::OsStr;
use std::path::Path;

use anyhow::Result;

use crate::page::files_below;
use crate::setup::node::Tools;
use crate::{process, project};

/// Kinds of files that get smaller; pictures and fonts already are.
const COMPRESSIBLE: [&str; 8] = ["css", "html", "js", "json", "svg", "txt", "wasm", "webmanifest"];

/// Writes a `.br` and a `.gz` beside each file of the folder, except files of the given names without their endings.
pub fn beside_each(tools: &Tools, folder: &Path, except: &[&str]) -> Result<()> {
    let mut files = files_below(folder)?;
    files.retain(|file| {
        let text =
            |part: Option<&OsStr>| part.and_then(OsStr::to_str).unwrap_or_default().to_owned();
        let (name, kind) = (text(file.file_stem()), text(file.extension()));
        COMPRESSIBLE.contains(&kind.as_str()) && !except.contains(&name.as_str())
    });
    // Node has both compressors built in, so that xtask need not bring its own.
    let mut node = tools.node(&project::path("xtask/node/compress.mjs"));
    process::run(node.args(files), "compressing")
}
