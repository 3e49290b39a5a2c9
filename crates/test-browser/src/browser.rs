//! A phone's browser with cookies and storage of its own.

use std::path::PathBuf;
use std::sync::OnceLock;

use serde_json::{Value, json};
use thirtyfour::error::WebDriverErrorInner;
use thirtyfour::prelude::*;
use thirtyfour::{Capabilities, WindowHandle};

use crate::chromium::{Chromium, Screen};
use crate::kernel::{Kernel, kernel};
use crate::program;
use crate::webkit;

/// Asks for Chinese, as a phone in the mall does.
const CHINESE: &str = "--accept-lang=zh-CN";

const FLAGS: [&str; 12] = [
    "--headless=new",
    CHINESE,
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--remote-debugging-pipe",
    // Frames of other sites are in the page's own process, as on phones.
    "--disable-site-isolation-trials",
    "--disable-features=site-per-process",
];

/// Flags that these old builds need on small machines.
const OLD_FLAGS: [&str; 9] = [
    "--headless",
    CHINESE,
    "--no-sandbox",
    "--disable-gpu",
    "--no-zygote",
    "--single-process",
    "--disable-dev-shm-usage",
    "--disable-site-isolation-trials",
    "--remote-debugging-pipe",
];

pub struct Browser {
    /// Its session.
    pub driver: WebDriver,
    expected: Vec<&'static str>,
    possible: Vec<&'static str>,
    _own_driver: Option<webkit::Driver>,
}

impl Browser {
    /// Opens one that shares its process, and nothing else, with others. It has no cameras and keeps no pages for going back
    /// where `CHROMIUM_SHELL` names a build without windows.
    pub async fn open() -> Self {
        static SHARED: OnceLock<Chromium> = OnceLock::new();
        match kernel() {
            Kernel::WebKit => Self::in_webkit().await,
            Kernel::Old => Self::with(&[]).await,
            Kernel::Chromium => Self::of(SHARED.get_or_init(start_shared).clone()).await,
        }
    }

    /// Opens a whole one in a process of its own, with these flags of Chromium.
    pub async fn with(flags: &[&str]) -> Self {
        match kernel() {
            Kernel::WebKit => Self::in_webkit().await,
            Kernel::Old | Kernel::Chromium => Self::of(start(flags)).await,
        }
    }

    async fn of(chromium: Chromium) -> Self {
        let url = chromium.session(Screen::Phone).await;
        Self::new(WebDriver::new(url, Capabilities::new()).await.expect("a browser"), None)
    }

    async fn in_webkit() -> Self {
        let own_driver = webkit::Driver::start();
        Self::new(own_driver.open().await.expect("a browser"), Some(own_driver))
    }

    fn new(driver: WebDriver, own_driver: Option<webkit::Driver>) -> Self {
        let (expected, possible) = (Vec::new(), Vec::new());
        Self { driver, expected, possible, _own_driver: own_driver }
    }

    /// Errors on the console with this text belong to the journey.
    pub fn expect_error(&mut self, text: &'static str) {
        self.expected.push(text);
    }

    /// Errors on the console with this text belong to the journey where the browser shows any.
    pub fn may_fail(&mut self, text: &'static str) {
        self.possible.push(text);
    }

    /// Stops pages from running scripts.
    pub async fn without_scripts(&self) {
        self.request("Emulation.setScriptExecutionDisabled", json!({ "value": true })).await;
    }

    /// Adds a script that runs in each new page before the page's own.
    pub async fn before_each_page(&self, script: &str) {
        self.request("Page.addScriptToEvaluateOnNewDocument", json!({ "source": script })).await;
    }

    async fn request(&self, method: &str, params: Value) -> Value {
        self.driver.cdp().send_raw(method, params).await.expect("a response")
    }

    /// Taps an element. Returns none if it is gone or has no place yet, because the page is drawn again.
    pub async fn try_tap(&self, element: &WebElement) -> WebDriverResult<Option<()>> {
        // In a frame WebKit's driver is content with an edge of it.
        element.scroll_into_view().await?;
        let tapped = element.click().await;
        if let Err(error) = &tapped
            && matches!(
                **error,
                WebDriverErrorInner::StaleElementReference(..)
                    | WebDriverErrorInner::ElementNotInteractable(..)
            )
        {
            return Ok(None);
        }
        tapped.expect("it can be tapped");
        Ok(Some(()))
    }

    /// Taps an element twice in quick succession.
    pub async fn double_tap(&self, element: &WebElement) {
        element.scroll_into_view().await.expect("in sight");
        if kernel() == Kernel::WebKit {
            let taps = self.driver.action_chain().double_click_element(element);
            return taps.perform().await.expect("two taps");
        }
        let node = element.element_id().to_string();
        let node = node.rsplit('.').next().and_then(|node| node.parse::<u64>().ok());
        let quads = self.request("DOM.getContentQuads", json!({ "backendNodeId": node })).await;
        let corners = &quads["quads"][0];
        let middle = |from: usize| {
            let coordinate = |at: usize| corners[at].as_f64().expect("a place");
            coordinate(from).midpoint(coordinate(from + 4))
        };
        for count in [1, 2] {
            for kind in ["mousePressed", "mouseReleased"] {
                let (x, y) = (middle(0), middle(1));
                let event =
                    json!({ "type": kind, "x": x, "y": y, "button": "left", "clickCount": count });
                self.request("Input.dispatchMouseEvent", event).await;
            }
        }
    }

    /// Tells the page that the network is away, or back. What still reaches the mall is the business
    /// of the network before it.
    pub async fn network(&self, online: bool) {
        let speed = json!({ "offline": !online, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
        self.request("Network.emulateNetworkConditions", speed).await;
    }

    /// Puts the page to sleep, or wakes it.
    pub async fn sleep(&self, asleep: bool) {
        let state = json!({ "state": if asleep { "frozen" } else { "active" } });
        self.request("Page.setWebLifecycleState", state).await;
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
    pub async fn release(&self) {
        self.touch("touchEnd", &[]).await;
    }

    async fn touch(&self, kind: &str, fingers: &[(i32, i32)]) {
        let points: Vec<_> = fingers.iter().map(|(x, y)| json!({ "x": x, "y": y })).collect();
        let event = json!({ "type": kind, "touchPoints": points });
        self.request("Input.dispatchTouchEvent", event).await;
    }

    /// Returns the value of a JavaScript expression in the page.
    pub async fn value(&self, expression: &str) -> Value {
        self.try_value(expression).await.expect("a value")
    }

    /// Returns the value of a JavaScript expression, for waits that meet a page in the making.
    ///
    /// # Errors
    /// Returns one while the page lacks what the expression reads.
    pub async fn try_value(&self, expression: &str) -> WebDriverResult<Value> {
        let script = format!("return ({expression});");
        Ok(self.driver.execute(script, vec![]).await?.json().clone())
    }

    /// Opens an address in a new tab and switches to it.
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

    /// Looks into the first frame of the page.
    pub async fn look_inside(&self) {
        self.driver.enter_frame(0).await.expect("a frame");
    }

    /// Looks at the whole page.
    pub async fn look_around(&self) {
        self.driver.enter_default_frame().await.expect("the page");
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
        let allowed = self.expected.iter().chain(&self.possible);
        let unexpected = |error: &&String| !allowed.clone().any(|text| error.contains(text));
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

fn start_shared() -> Chromium {
    let shell = std::env::var_os("CHROMIUM_SHELL").map(PathBuf::from);
    Chromium::start(&shell.unwrap_or_else(|| program::path("CHROMIUM")), &FLAGS)
}

fn start(flags: &[&str]) -> Chromium {
    let (program, own): (_, &[&str]) = match kernel() {
        Kernel::Old => ("OLD_CHROMIUM", &OLD_FLAGS),
        _ => ("CHROMIUM", &FLAGS),
    };
    Chromium::start(&program::path(program), &[own, flags].concat())
}
