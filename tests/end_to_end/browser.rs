//! A phone's browser with a profile of its own.

use serde_json::{Value, json};
use tempfile::TempDir;
use thirtyfour::error::WebDriverErrorInner;
use thirtyfour::prelude::*;
use thirtyfour::{
    Capabilities, ChromeCapabilities, ChromiumLikeCapabilities, LoggingPrefsLogLevel, WindowHandle,
};

use crate::driver::{self, program};
use crate::kernel::{Kernel, kernel};
use crate::old_kernel;
use crate::webkit;

const FLAGS: [&str; 9] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    // Ties the browser's life to the driver's.
    "--remote-debugging-pipe",
];

/// A browser.
pub struct Browser {
    /// Its session.
    pub driver: WebDriver,
    expected: Vec<&'static str>,
    possible: Vec<&'static str>,
    scripts: bool,
    _profile: TempDir,
    _own_driver: Option<webkit::Driver>,
}

impl Browser {
    /// Starts one.
    pub async fn open() -> Self {
        Self::with(&[]).await
    }

    /// Starts one that keeps frames of other sites in the page's own process, as phones do. The
    /// driver knows no roles and names in frames elsewhere.
    pub async fn of_one_process() -> Self {
        Self::with(&["--disable-site-isolation-trials", "--disable-features=site-per-process"])
            .await
    }

    /// Starts one with flags of Chromium's.
    pub async fn with(flags: &[&str]) -> Self {
        let profile = tempfile::tempdir().expect("a folder");
        let mut own_driver = None;
        let driver = match kernel() {
            Kernel::Chromium => {
                let capabilities = capabilities(&profile, flags).expect("capabilities");
                WebDriver::new(driver::chrome(), capabilities).await
            }
            Kernel::Old => {
                let flags: Vec<String> = flags.iter().map(|flag| (*flag).to_owned()).collect();
                let url = old_kernel::start(&program("OLD_CHROMIUM"), profile.path(), &flags).await;
                WebDriver::new(url, Capabilities::new()).await
            }
            Kernel::WebKit => own_driver.insert(webkit::Driver::start()).open().await,
        };
        let driver = driver.expect("a browser");
        Self {
            driver,
            expected: Vec::new(),
            possible: Vec::new(),
            scripts: true,
            _profile: profile,
            _own_driver: own_driver,
        }
    }

    /// Errors on the console with this text belong to the journey.
    pub fn expect_error(&mut self, text: &'static str) {
        self.expected.push(text);
    }

    /// Errors on the console with this text belong to the journey where the browser shows any.
    pub fn may_fail(&mut self, text: &'static str) {
        self.possible.push(text);
    }

    /// Pages run no scripts from now on.
    pub async fn without_scripts(&mut self) {
        self.scripts = false;
        self.tell("Emulation.setScriptExecutionDisabled", json!({ "value": true })).await;
    }

    /// A script that runs in each new page before the page's own.
    pub async fn before_each_page(&self, script: &str) {
        self.tell("Page.addScriptToEvaluateOnNewDocument", json!({ "source": script })).await;
    }

    async fn tell(&self, command: &str, parameters: Value) -> Value {
        self.driver.cdp().send_raw(command, parameters).await.expect("the browser does as told")
    }

    /// Taps an element, and says so; nothing where the page has been drawn anew meanwhile and it is gone. Where pages
    /// run no scripts the driver's own way to tap waits for ever.
    pub async fn try_tap(&self, element: &WebElement) -> WebDriverResult<Option<()>> {
        if self.scripts || kernel() == Kernel::Old {
            // In a frame the driver is content with an edge of it.
            element.scroll_into_view().await?;
            let tapped = element.click().await;
            if let Err(error) = &tapped
                && matches!(**error, WebDriverErrorInner::StaleElementReference(..))
            {
                return Ok(None);
            }
            tapped.expect("it can be tapped");
            return Ok(Some(()));
        }
        let node = element.element_id().to_string();
        let node = node.rsplit('.').next().and_then(|node| node.parse::<u64>().ok());
        let node = json!({ "backendNodeId": node.expect("the element's node") });
        self.tell("DOM.scrollIntoViewIfNeeded", node.clone()).await;
        let corners = &self.tell("DOM.getContentQuads", node).await["quads"][0];
        let middle = |from: usize| {
            let along = |at: usize| corners[at].as_f64().expect("a place");
            along(from).midpoint(along(from + 4))
        };
        for kind in ["mousePressed", "mouseReleased"] {
            let (x, y) = (middle(0), middle(1));
            let event = json!({ "type": kind, "x": x, "y": y, "button": "left", "clickCount": 1 });
            self.tell("Input.dispatchMouseEvent", event).await;
        }
        Ok(Some(()))
    }

    /// Tells the page that the network is away, or back. What still reaches the mall is the business
    /// of the network before it.
    pub async fn network(&self, there: bool) {
        let speed = json!({ "offline": !there, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
        self.tell("Network.emulateNetworkConditions", speed).await;
    }

    /// Puts the page to sleep, or wakes it.
    pub async fn sleep(&self, asleep: bool) {
        let state = json!({ "state": if asleep { "frozen" } else { "active" } });
        self.tell("Page.setWebLifecycleState", state).await;
    }

    /// Puts a finger on the screen and moves it down so far.
    pub async fn drag(&self, x: i32, y: i32, down: i32) {
        self.touch("touchStart", &[(x, y)]).await;
        self.drag_to(x, y + down).await;
    }

    /// Moves the finger on.
    pub async fn drag_to(&self, x: i32, y: i32) {
        self.touch("touchMove", &[(x, y)]).await;
    }

    /// Takes the finger away.
    pub async fn let_go(&self) {
        self.touch("touchEnd", &[]).await;
    }

    async fn touch(&self, kind: &str, fingers: &[(i32, i32)]) {
        let points: Vec<_> = fingers.iter().map(|(x, y)| json!({ "x": x, "y": y })).collect();
        let event = json!({ "type": kind, "touchPoints": points });
        self.tell("Input.dispatchTouchEvent", event).await;
    }

    /// The value of a JavaScript expression in the page.
    pub async fn value(&self, expression: &str) -> Value {
        let script = format!("return ({expression});");
        self.driver.execute(script, vec![]).await.expect("a value").json().clone()
    }

    /// Opens an address in a tab of its own and looks at that.
    pub async fn open_tab(&self, url: &str) -> WindowHandle {
        let tab = self.driver.new_tab().await.expect("a tab");
        self.look_at(&tab).await;
        self.driver.goto(url).await.expect("a page");
        tab
    }

    /// Brings a tab to the front.
    pub async fn look_at(&self, tab: &WindowHandle) {
        self.driver.switch_to_window(tab.clone()).await.expect("the tab");
    }

    /// Ends it. Fails when the console holds an error that no one expected, or lacks one that is.
    pub async fn close(self) {
        if kernel() == Kernel::WebKit {
            // Its console cannot be read.
            return self.driver.clone().quit().await.expect("the browser ends");
        }
        let log = self.driver.browser_log().await.expect("the console");
        self.driver.clone().quit().await.expect("the browser ends");
        let errors: Vec<String> = log
            .into_iter()
            .filter(|entry| entry.level == "SEVERE")
            .map(|entry| entry.message)
            .collect();
        let known = self.expected.iter().chain(&self.possible);
        let unexpected = |error: &&String| !known.clone().any(|text| error.contains(text));
        let surprises: Vec<&String> = errors.iter().filter(unexpected).collect();
        assert!(surprises.is_empty(), "errors on the console: {surprises:#?}");
        for text in &self.expected {
            assert!(errors.iter().any(|error| error.contains(text)), "no error says {text}");
        }
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Ending a session takes waiting, which a failed journey cannot: its browser ends with the
        // tests' own process.
        if std::thread::panicking() {
            std::mem::forget(self.driver.clone());
        }
    }
}

fn capabilities(profile: &TempDir, flags: &[&str]) -> WebDriverResult<ChromeCapabilities> {
    let mut capabilities = DesiredCapabilities::chrome();
    for flag in FLAGS.iter().chain(flags) {
        capabilities.add_arg(flag)?;
    }
    capabilities.add_arg(&format!("--user-data-dir={}", profile.path().display()))?;
    let phone = json!({
        "deviceMetrics": { "width": 390, "height": 844, "pixelRatio": 2.0, "touch": true, "mobile": true }
    });
    capabilities.add_experimental_option("mobileEmulation", phone)?;
    capabilities.set_browser_log_level(LoggingPrefsLogLevel::All)?;
    // A page whose module is held back has loaded for its shopper.
    capabilities.set("pageLoadStrategy", "eager")?;
    Ok(capabilities)
}
