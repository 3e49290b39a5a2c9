//! Pictures of every scene, compared with those of the base revision.

mod compare;
mod intended;
mod table;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{env, fs};

use mall_test_browser::program;

use crate::browser::Browser;
use compare::{Picture, compare};
use intended::Intended;
use table::{Row, Verdict};

/// The phone's width in CSS pixels.
const WIDTH: u32 = 390;

/// The documents of a revision: `crates/gallery/examples/documents.rs` names them `scene.look.html`.
struct Documents(PathBuf);

#[tokio::test(flavor = "multi_thread")]
async fn scenes_look_unchanged_unless_a_change_is_intended() {
    let now = Documents(program::path("MALL_DOCUMENTS"));
    let before = Documents(program::path("MALL_BASE_DOCUMENTS"));
    let base = env::var("MALL_BASE_COMMIT").expect("MALL_BASE_COMMIT: `cargo xtask test` sets it");
    let intended = fs::read_to_string(program::path("MALL_INTENDED"));
    let intended = Intended::read(&intended.expect("the intended changes"), &base);
    let intended = intended.expect("the intended changes");
    let folder = program::path("MALL_PICTURES");
    let browser = Browser::open().await;
    browser.make_wide(WIDTH).await;
    let (scenes, scenes_before) = (now.scenes(), before.scenes());
    assert!(!scenes.is_empty(), "the gallery is empty");

    let mut rows = Vec::new();
    for scene in &scenes {
        let base = scenes_before.contains(scene).then_some(&before);
        let verdict = judge(&browser, scene, &now, base, &folder).await;
        rows.push(Row { scene: scene.clone(), reason: intended.reason(scene), verdict });
    }
    for scene in scenes_before.difference(&scenes) {
        rows.push(Row { scene: scene.clone(), reason: None, verdict: Verdict::Gone });
    }
    browser.close().await;
    let table = table::write(&rows, &base, &folder);
    intended.stale().iter().for_each(|note| println!("{note}"));
    println!("{table}");
    let surprises = rows.iter().filter(|row| row.is_surprise()).count();
    assert!(surprises == 0, "{}", table::advice(&rows, &base));
}

/// Compares a scene with its former self, in every look, and keeps the pictures. Equal documents look the same, so no
/// picture is taken of them.
async fn judge(
    browser: &Browser,
    scene: &str,
    now: &Documents,
    before: Option<&Documents>,
    folder: &Path,
) -> Verdict {
    let mut changed = Vec::new();
    for look in now.looks(scene) {
        let (after, earlier) =
            (now.file(scene, &look), before.map(|before| before.file(scene, &look)));
        if earlier.as_ref().is_some_and(|earlier| fs::read(earlier).ok() == fs::read(&after).ok()) {
            continue;
        }
        let after = picture(browser, &after).await;
        keep(folder, scene, &look, "after", &after);
        let Some(earlier) = earlier else { continue };
        let earlier = picture(browser, &earlier).await;
        if earlier == after {
            continue;
        }
        let compared = compare(&Picture::read(&earlier), &Picture::read(&after));
        if compared.differing > 0 {
            keep(folder, scene, &look, "before", &earlier);
            keep(folder, scene, &look, "difference", &compared.difference.write());
            changed.push((look, compared.differing));
        }
    }
    match before {
        None => Verdict::New,
        Some(_) if changed.is_empty() => Verdict::Same,
        Some(_) => Verdict::Changed(changed),
    }
}

async fn picture(browser: &Browser, document: &Path) -> Vec<u8> {
    browser.open_page(&format!("file://{}", document.display())).await;
    browser.picture().await
}

fn keep(folder: &Path, scene: &str, look: &str, kind: &str, png: &[u8]) {
    let file: PathBuf = folder.join(format!("{scene}-{look}-{kind}.png"));
    fs::write(file, png).expect("a picture is written");
}

impl Documents {
    /// Returns the names of all scenes.
    fn scenes(&self) -> BTreeSet<String> {
        self.names().map(|(scene, _)| scene).collect()
    }

    /// Returns the looks in which a scene is there.
    fn looks(&self, scene: &str) -> BTreeSet<String> {
        self.names().filter(|(name, _)| name == scene).map(|(_, look)| look).collect()
    }

    /// Returns scene and look of each document.
    fn names(&self) -> impl Iterator<Item = (String, String)> {
        let entries = fs::read_dir(&self.0).expect("a folder of documents");
        entries.filter_map(|entry| {
            let name = entry.ok()?.file_name().into_string().ok()?;
            let (scene, look) = name.strip_suffix(".html")?.split_once('.')?;
            Some((scene.to_owned(), look.to_owned()))
        })
    }

    fn file(&self, scene: &str, look: &str) -> PathBuf {
        self.0.join(format!("{scene}.{look}.html"))
    }
}
