//! Compressed copies beside each file, so that no server compresses the same bytes twice.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::Result;

use crate::page::files_below;

/// Kinds of files that get smaller; pictures and fonts already are.
const COMPRESSIBLE: [&str; 8] = ["css", "html", "js", "json", "svg", "txt", "wasm", "webmanifest"];

/// Writes a `.br` and a `.gz` beside each file of the folder.
pub fn beside_each(folder: &Path) -> Result<()> {
    for file in files_below(folder)? {
        let kind = file.extension().and_then(|kind| kind.to_str()).unwrap_or_default();
        if COMPRESSIBLE.contains(&kind) {
            let content = fs::read(&file)?;
            fs::write(file.with_extension(format!("{kind}.br")), brotli(&content)?)?;
            fs::write(file.with_extension(format!("{kind}.gz")), gzip(&content)?)?;
        }
    }
    Ok(())
}

/// Brotli at its best, 11.
pub fn brotli(content: &[u8]) -> Result<Vec<u8>> {
    let mut compressed = Vec::new();
    let best = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    brotli::BrotliCompress(&mut &*content, &mut compressed, &best)?;
    Ok(compressed)
}

fn gzip(content: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(content)?;
    Ok(encoder.finish()?)
}
