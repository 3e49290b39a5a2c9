//! Opens every scene in every look and on two phones, and holds it against axe's rules and our own.

use std::fs;

use serde::Deserialize;

use crate::browser::Browser;
use crate::findings::{Finding, Findings};
use crate::look::Look;
use crate::server::{Server, path_in};

/// What axe lacks: nothing is cut off, nothing scrolls sideways, everything can be touched.
const LAYOUT: &str = include_str!("layout.js");

/// What axe finds, as findings; and on how many elements it could judge the contrast.
const AXE: &str = include_str!("axe.js");

/// What the scripts hand over.
#[derive(Deserialize)]
struct Seen {
    found: Vec<Finding>,
    contrasts: u64,
}

#[tokio::test(flavor = "multi_thread")]
async fn every_scene_can_be_read_and_used_by_everyone() {
    let server = Server::start(&path_in("MALL_SERVER"), &path_in("MALL_ASSETS"));
    let browser = Browser::open().await;
    let axe = fs::read_to_string(path_in("AXE")).expect("axe");
    browser.make_wide(390).await;
    let scenes = browser.scenes(&server).await;
    assert!(!scenes.is_empty(), "the gallery is empty");
    browser.before_each_page(&axe).await;

    let mut findings = Findings::default();
    for look in Look::all() {
        for scene in &scenes {
            look_at(&browser, &server, scene, look, &mut findings).await;
        }
    }
    let errors = browser.close().await;
    assert!(errors.is_empty(), "errors on the console: {errors:#?}");
    assert!(findings.is_empty(), "{} scenes were looked at:\n{findings}", scenes.len());
}

async fn look_at(
    browser: &Browser,
    server: &Server,
    scene: &str,
    look: Look,
    findings: &mut Findings,
) {
    browser.open_page(&server.url(&look.path(scene))).await;
    // Themes do not move anything: on the narrow phone one is enough.
    let widths: &[u32] = if look.theme == "light" { &[390, 320] } else { &[390] };
    for width in widths {
        if *width != 390 {
            browser.make_wide(*width).await;
        }
        let place = format!("{scene} {look} {width}");
        let layout = browser.run(LAYOUT).await;
        findings.add(&place, serde_json::from_value(layout).expect("findings"));
        if *width == 390 {
            let seen: Seen =
                serde_json::from_value(browser.run_to_end(AXE).await).expect("findings");
            let unjudged = Finding {
                rule: "color-contrast".into(),
                element: "the page".into(),
                sentence: "axe judged the contrast of no text".into(),
            };
            let blind = seen.contrasts == 0 && scene != "waiting";
            findings.add(&place, seen.found);
            findings.add(&place, if blind { vec![unjudged] } else { Vec::new() });
        } else {
            browser.make_wide(390).await;
        }
    }
}
