//! Pictures of every scene, compared with those of the base revision.

mod compare;
mod intended;
mod table;

use std::path::{Path, PathBuf};
use std::{env, fs};

use crate::browser::Browser;
use crate::look::Look;
use crate::server::{Server, path_in};
use compare::{Picture, compare};
use intended::Intended;
use table::{Row, Verdict};

const LOOKS: [Look; 3] = [
    Look::new("zh", "light", "normal"),
    Look::new("en", "dark", "normal"),
    Look::new("zh", "light", "large"),
];

/// The phone's width in CSS pixels.
const WIDTH: u32 = 390;

#[tokio::test(flavor = "multi_thread")]
async fn scenes_look_unchanged_unless_a_change_is_intended() {
    let now = Server::start(&path_in("MALL_SERVER"), &path_in("MALL_ASSETS"));
    let before = Server::start(&path_in("MALL_BASE_SERVER"), &path_in("MALL_BASE_ASSETS"));
    let base = env::var("MALL_BASE_COMMIT").expect("MALL_BASE_COMMIT: `cargo xtask test` sets it");
    let intended = fs::read_to_string(path_in("MALL_INTENDED")).expect("the intended changes");
    let intended = Intended::read(&intended, &base).expect("the intended changes");
    let folder = path_in("MALL_PICTURES");
    let browser = Browser::open().await;
    browser.make_wide(WIDTH).await;
    let scenes = browser.scenes(&now).await;
    let scenes_before = browser.scenes(&before).await;

    let mut rows = Vec::new();
    for scene in &scenes {
        let known = scenes_before.contains(scene).then_some(&before);
        let verdict = judge(&browser, scene, &now, known, &folder).await;
        rows.push(Row { scene: scene.clone(), reason: intended.reason(scene), verdict });
    }
    for scene in scenes_before.iter().filter(|scene| !scenes.contains(scene)) {
        rows.push(Row { scene: scene.clone(), reason: None, verdict: Verdict::Gone });
    }
    browser.close().await;
    let table = table::write(&rows, &base, &folder);
    intended.stale().iter().for_each(|note| println!("{note}"));
    println!("{table}");
    let surprises = rows.iter().filter(|row| row.is_surprise()).count();
    assert!(surprises == 0, "{}", table::advice(&rows, &base));
}

/// Compares a scene with its base in every look, and keeps the pictures. Identical documents look the same, so no
/// picture is taken of them.
async fn judge(
    browser: &Browser,
    scene: &str,
    now: &Server,
    before: Option<&Server>,
    folder: &Path,
) -> Verdict {
    let mut changed = Vec::new();
    for look in LOOKS {
        let path = look.path(scene);
        if before.is_some_and(|before| before.document(&path) == now.document(&path)) {
            continue;
        }
        browser.open_page(&now.url(&path)).await;
        let after = browser.picture().await;
        keep(folder, scene, look, "after", &after);
        let Some(before) = before else { continue };
        browser.open_page(&before.url(&path)).await;
        let earlier = browser.picture().await;
        if earlier == after {
            continue;
        }
        let compared = compare(&Picture::read(&earlier), &Picture::read(&after));
        if compared.differing > 0 {
            keep(folder, scene, look, "before", &earlier);
            keep(folder, scene, look, "difference", &compared.difference.write());
            changed.push((look.to_string(), compared.differing));
        }
    }
    match before {
        None => Verdict::New,
        Some(_) if changed.is_empty() => Verdict::Same,
        Some(_) => Verdict::Changed(changed),
    }
}

fn keep(folder: &Path, scene: &str, look: Look, what: &str, png: &[u8]) {
    let file: PathBuf = folder.join(format!("{scene}-{look}-{what}.png"));
    fs::write(file, png).expect("a picture is written");
}
