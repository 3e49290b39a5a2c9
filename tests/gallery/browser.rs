//! The browser that opens the gallery.

use std::sync::OnceLock;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use mall_test_browser::chromium::{Chromium, Screen};
use mall_test_browser::program;
use serde_json::{Value, json};
use thirtyfour::Capabilities;
use thirtyfour::prelude::*;

use crate::server::Server;

/// Flags that make the pictures depend on the machine's fonts alone, not on its screen.
const FLAGS: [&str; 11] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--disable-lcd-text",
    "--font-render-hinting=none",
    "--remote-debugging-pipe",
];

/// The script that puts a page's elements in place of those there, and waits for its pictures.
const SWAP: &str = include_str!("swap.js");

/// A phone's height in CSS pixels.
const HEIGHT: u32 = 844;

pub struct Browser {
    driver: WebDriver,
}

impl Browser {
    /// Opens one. All share a process.
    pub async fn open() -> Self {
        static SHARED: OnceLock<Chromium> = OnceLock::new();
        let shared = SHARED.get_or_init(|| Chromium::start(&program::path("CHROMIUM"), &FLAGS));
        let url = shared.session(Screen::Window).await;
        let driver = WebDriver::new(url, Capabilities::new()).await.expect("a browser");
        Self { driver }
    }

    async fn tell(&self, command: &str, parameters: Value) -> Value {
        self.driver.cdp().send_raw(command, parameters).await.expect("the browser does as told")
    }

    /// Makes the screen so wide, in CSS pixels.
    pub async fn make_wide(&self, width: u32) {
        let screen =
            json!({ "width": width, "height": HEIGHT, "deviceScaleFactor": 1, "mobile": true });
        self.tell("Emulation.setDeviceMetricsOverride", screen).await;
    }

    /// Adds a script that runs in each new page before anything else.
    pub async fn before_each_page(&self, script: &str) {
        self.tell("Page.addScriptToEvaluateOnNewDocument", json!({ "source": script })).await;
    }

    /// Opens an address.
    pub async fn open_page(&self, url: &str) {
        self.driver.goto(url).await.expect("a page");
    }

    /// Lets the next pages be swapped: each has a content policy of its own, which the first one's would forbid.
    pub async fn allow_swaps(&self) {
        self.tell("Page.setBypassCSP", json!({ "enabled": true })).await;
    }

    /// Shows another page of the same server in place of this one. The scripts that were added stay loaded and warm.
    pub async fn swap_page(&self, url: &str) {
        self.run_to_end(SWAP, url).await;
    }

    /// Runs a script and returns its value.
    pub async fn run(&self, script: &str) -> Value {
        self.driver.execute(script, vec![]).await.expect("the script runs").json().clone()
    }

    /// Runs a script and returns the value that it passes to its callback.
    pub async fn run_to_end(&self, script: &str, argument: &str) -> Value {
        let done = self.driver.execute_async(script, vec![argument.into()]).await;
        done.expect("the script comes to its end").json().clone()
    }

    /// Returns the names of a gallery's scenes.
    pub async fn scenes(&self, server: &Server) -> Vec<String> {
        self.open_page(&server.url("/gallery")).await;
        let script =
            "return Array.from(document.querySelectorAll('[data-scene]'), e => e.dataset.scene)";
        serde_json::from_value(self.run(script).await).expect("names")
    }

    /// Returns a picture of the whole page, as PNG, standing still.
    pub async fn picture(&self) -> Vec<u8> {
        // A scene is still except for its spinner.
        let script = "document.getAnimations().forEach(a => { a.pause(); a.currentTime = 0; });
            const page = document.documentElement;
            return [page.scrollWidth, page.scrollHeight];";
        let size = self.run(script).await;
        let clip = json!({ "x": 0, "y": 0, "width": size[0], "height": size[1], "scale": 1 });
        let whole = json!({ "format": "png", "captureBeyondViewport": true, "clip": clip });
        let answer = self.tell("Page.captureScreenshot", whole).await;
        BASE64_STANDARD.decode(answer["data"].as_str().expect("a picture")).expect("base64")
    }

    /// Closes it, and returns the errors on its console.
    pub async fn close(self) -> Vec<String> {
        let log = self.driver.browser_log().await.expect("the console");
        self.driver.quit().await.expect("the browser ends");
        log.into_iter().filter(|entry| entry.level == "SEVERE").map(|entry| entry.message).collect()
    }
}
