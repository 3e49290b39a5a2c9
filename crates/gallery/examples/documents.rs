//! Writes the documents of all scenes to a folder, so that those of two revisions can be compared.
//!
//! `cargo run --package mall-gallery --example documents -- INDEX_HTML FOLDER`. A document needs no other file.

use std::error::Error;
use std::fs;
use std::path::PathBuf;

use mall_coupons::Language;
use mall_coupons::shell::Shell;
use mall_gallery::Look;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut paths = std::env::args_os().skip(1).map(PathBuf::from);
    let (Some(index), Some(folder)) = (paths.next(), paths.next()) else {
        return Err("usage: documents INDEX_HTML FOLDER".into());
    };
    let shell = Shell::parse(&fs::read_to_string(index)?)?;
    fs::create_dir_all(&folder)?;
    for scene in mall_gallery::names() {
        for (name, look) in looks() {
            if let Some(document) = mall_gallery::scene(&shell, look, &scene).await {
                fs::write(folder.join(format!("{scene}.{name}.html")), document)?;
            }
        }
    }
    Ok(())
}

/// Returns looks that together show every change: each language, theme and text size is in one of them.
fn looks() -> [(&'static str, Look); 3] {
    let (zh, en) = (Look::default(), Language::En);
    [
        ("zh-light", zh),
        ("en-dark", Look { language: en, dark: true, ..zh }),
        ("zh-light-large", Look { large_text: true, ..zh }),
    ]
}
