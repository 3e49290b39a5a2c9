//! Opens every scene in every look on two phones, and checks it by axe's rules and our own.

use std::fs;

use mall_test_browser::program;
use serde::Deserialize;

use crate::browser::Browser;
use crate::findings::{Finding, Findings};
use crate::look::Look;
use crate::server::Server;

/// The script with our own rules: nothing is cut off, nothing scrolls sideways, everything can be touched.
const LAYOUT: &str = include_str!("layout.js");

/// The script that runs axe. It returns findings, and the number of elements whose contrast axe could judge.
const AXE: &str = include_str!("axe.js");

/// The rules of axe that one look is checked by.
#[derive(Clone, Copy)]
enum Rules {
    All,
    AllButContrast,
    Contrast,
    Targets,
}

impl Rules {
    /// Returns the name of these rules in the script.
    fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::AllButContrast => "allButContrast",
            Self::Contrast => "contrast",
            Self::Targets => "targets",
        }
    }

    fn include_contrast(self) -> bool {
        matches!(self, Self::All | Self::Contrast)
    }
}

/// A look, the rules that only this look needs, and the screen's widths in CSS pixels.
struct Visit {
    look: Look,
    rules: Rules,
    widths: &'static [u32],
}

/// The result of axe.
#[derive(Deserialize)]
struct AxeResult {
    found: Vec<Finding>,
    contrasts: u64,
}

/// Not all combinations are needed. A theme changes colours and moves nothing. Large text and a language move things and change
/// no colour. Large text changes no name or role.
const CHINESE: Visit =
    Visit { look: Look::new("zh", "light", "normal"), rules: Rules::All, widths: &[390, 320] };
const ENGLISH: Visit = Visit {
    look: Look::new("en", "light", "normal"),
    rules: Rules::AllButContrast,
    widths: &[390, 320],
};
const DARK: Visit =
    Visit { look: Look::new("zh", "dark", "normal"), rules: Rules::Contrast, widths: &[390] };
const LARGE: Visit =
    Visit { look: Look::new("zh", "light", "large"), rules: Rules::Targets, widths: &[390, 320] };
const DARK_AND_LARGE: Visit =
    Visit { look: Look::new("en", "dark", "large"), rules: Rules::Targets, widths: &[390, 320] };

#[tokio::test(flavor = "multi_thread")]
async fn every_scene_in_chinese_is_accessible() {
    walk(&[CHINESE]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_scene_in_english_is_accessible() {
    walk(&[ENGLISH]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_dark_and_every_large_scene_is_accessible() {
    walk(&[DARK, LARGE, DARK_AND_LARGE]).await;
}

/// Checks all scenes by some visits. They are shown in one page, where axe is compiled once: that takes half the time.
async fn walk(visits: &[Visit]) {
    let (server, browser, scenes) = open().await;
    browser.before_each_page(&axe()).await;
    browser.allow_swaps().await;
    browser.open_page(&server.url(&visits[0].look.path(&scenes[0]))).await;
    let mut findings = Findings::default();
    for visit in visits {
        for scene in &scenes {
            let url = server.url(&visit.look.path(scene));
            judge(&browser, (scene, &url), visit, &mut findings).await;
        }
    }
    let errors = browser.close().await;
    assert!(errors.is_empty(), "errors on the console: {errors:#?}");
    assert!(findings.is_empty(), "{} scenes were looked at:\n{findings}", scenes.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn every_scene_opens_without_an_error_on_the_console() {
    let (server, browser, scenes) = open().await;
    for visit in [CHINESE, ENGLISH] {
        for scene in &scenes {
            browser.open_page(&server.url(&visit.look.path(scene))).await;
        }
    }
    let errors = browser.close().await;
    assert!(errors.is_empty(), "{errors:#?}");
}

async fn open() -> (Server, Browser, Vec<String>) {
    let server = Server::start(&program::path("MALL_SERVER"), &program::path("MALL_ASSETS"));
    let browser = Browser::open().await;
    let scenes = browser.scenes(&server).await;
    assert!(!scenes.is_empty(), "the gallery is empty");
    (server, browser, scenes)
}

fn axe() -> String {
    fs::read_to_string(program::path("AXE")).expect("axe")
}

/// A page with one error of each kind that the walk finds.
const BAD: &str = r#"
    document.title = '';
    document.body.innerHTML = `<main>
        <p style="color: #bbb">pale</p>
        <button>small</button>
        <p style="width: 20px; overflow: hidden; white-space: nowrap">cut off at its end</p>
        <p style="width: 900px">wide</p>
        <p style="width: 60px">L2-07/08/09-A</p>
        <div class="card" style="width: 40px">Donaudampfschifffahrt</div>
    </main>`;
"#;

#[tokio::test(flavor = "multi_thread")]
async fn the_walk_finds_every_kind_of_error() {
    let browser = Browser::open().await;
    browser.before_each_page(&axe()).await;
    browser.make_wide(390).await;
    let phone = "data:text/html,<!doctype html><meta name=viewport content=width=device-width>";
    browser.open_page(phone).await;
    browser.run(BAD).await;
    let result: AxeResult =
        serde_json::from_value(browser.run_to_end(AXE, Rules::All.as_str()).await)
            .expect("findings");
    let mut found = result.found;
    let layout = browser.run(LAYOUT).await;
    found.extend(serde_json::from_value::<Vec<Finding>>(layout).expect("findings"));
    browser.close().await;
    for rule in
        ["color-contrast", "document-title", "touch", "cut-off", "sideways", "sticks-out", "broken"]
    {
        assert!(found.iter().any(|finding| finding.rule == rule), "{rule}: {found:#?}");
    }
}

/// Adds the errors of a scene in one look, on screens of some widths.
async fn judge(
    browser: &Browser,
    (scene, url): (&str, &str),
    Visit { look, rules, widths }: &Visit,
    findings: &mut Findings,
) {
    browser.make_wide(widths[0]).await;
    browser.swap_page(url).await;
    let place = |width: u32| format!("{scene} {look} {width}");
    let result = browser.run_to_end(AXE, rules.as_str()).await;
    let AxeResult { found, contrasts } = serde_json::from_value(result).expect("findings");
    findings.add(&place(widths[0]), found);
    // All pages except the waiting one have text.
    if contrasts == 0 && rules.include_contrast() && scene != "waiting" {
        findings.add(&place(widths[0]), vec![no_contrast()]);
    }
    for width in *widths {
        browser.make_wide(*width).await;
        let found = browser.run(LAYOUT).await;
        findings.add(&place(*width), serde_json::from_value(found).expect("findings"));
    }
}

fn no_contrast() -> Finding {
    Finding {
        rule: "color-contrast".into(),
        element: "the page".into(),
        sentence: "axe judged the contrast of no text".into(),
    }
}
