//! The page that is looked at: scripts that run in it, and where it goes.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::Refused;
use super::protocol::Protocol;
use crate::screen::{GLANCE, PATIENCE};

/// While one page gives way to the next, scripts run nowhere for a moment.
const BETWEEN_PAGES: Duration = Duration::from_secs(3);

/// A page, and the frame in it that is looked at.
pub struct Page {
    browser: Arc<Protocol>,
    session: String,
    /// The frame; none for the page itself.
    pub frame: Mutex<Option<String>>,
}

impl Page {
    /// Opens one, as on a phone.
    pub async fn open(browser: Arc<Protocol>) -> Result<Self, Refused> {
        let target =
            browser.ask(None, "Target.createTarget", json!({ "url": "about:blank" })).await?;
        let attach = json!({ "targetId": target["targetId"], "flatten": true });
        let attached = browser.ask(None, "Target.attachToTarget", attach).await?;
        let session = attached["sessionId"].as_str().unwrap_or_default().to_owned();
        let page = Self { browser, session, frame: Mutex::default() };
        for domain in ["Page", "Runtime", "Log", "DOM", "Accessibility"] {
            page.ask(&format!("{domain}.enable"), json!({})).await?;
        }
        let phone = json!({ "width": 390, "height": 844, "deviceScaleFactor": 2, "mobile": true });
        page.ask("Emulation.setDeviceMetricsOverride", phone).await?;
        page.ask("Emulation.setTouchEmulationEnabled", json!({ "enabled": true })).await?;
        Ok(page)
    }

    /// Asks for something of the page.
    pub async fn ask(&self, method: &str, parameters: Value) -> Result<Value, Refused> {
        self.browser.ask(Some(&self.session), method, parameters).await
    }

    /// Runs a function in the frame that is looked at; gives the result's description: a value, or an
    /// object by its id.
    pub async fn run(
        &self,
        function: &str,
        arguments: &[Value],
        by_value: bool,
    ) -> Result<Value, Refused> {
        let deadline = Instant::now() + BETWEEN_PAGES;
        loop {
            match self.run_once(function, arguments, by_value).await {
                Err(refused) if refused.said.contains("ontext") && Instant::now() < deadline => {
                    tokio::time::sleep(GLANCE).await;
                }
                done => return done,
            }
        }
    }

    async fn run_once(
        &self,
        function: &str,
        arguments: &[Value],
        by_value: bool,
    ) -> Result<Value, Refused> {
        let mut call = json!({
            "functionDeclaration": function, "arguments": arguments,
            "returnByValue": by_value, "awaitPromise": true
        });
        call["executionContextId"] = self.context().await?.into();
        let mut done = self.ask("Runtime.callFunctionOn", call).await?;
        match done.get("exceptionDetails") {
            Some(thrown) => Err(Refused::new("javascript error", thrown.to_string())),
            None => Ok(done["result"].take()),
        }
    }

    /// Where scripts of the frame run.
    async fn context(&self) -> Result<u64, Refused> {
        let frame = self.frame.lock().expect("whole").clone();
        let frame = match frame {
            Some(frame) => frame,
            None => {
                let tree = self.ask("Page.getFrameTree", json!({})).await?;
                tree["frameTree"]["frame"]["id"].as_str().unwrap_or_default().to_owned()
            }
        };
        let context = self.browser.told.lock().expect("whole").contexts.get(&frame).copied();
        context.ok_or_else(|| Refused::new("no such frame", "no context yet"))
    }

    /// The value of a function run in the frame.
    pub async fn value(&self, function: &str) -> Result<Value, Refused> {
        Ok(self.run(function, &[], true).await?["value"].take())
    }

    /// Goes to an address; waits until the document is there, though not all that it loads.
    pub async fn go(&self, url: &Value) -> Result<Value, Refused> {
        *self.frame.lock().expect("whole") = None;
        let gone = self.ask("Page.navigate", json!({ "url": url })).await?;
        match gone["errorText"].as_str() {
            Some(error) => Err(Refused::new("unknown error", error)),
            None => self.loaded().await,
        }
    }

    /// Goes so many pages on in the history, back where negative.
    pub async fn go_on(&self, by: i64) -> Result<Value, Refused> {
        let history = self.ask("Page.getNavigationHistory", json!({})).await?;
        let at = history["currentIndex"].as_i64().unwrap_or_default() + by;
        let entry = &history["entries"][usize::try_from(at).unwrap_or(usize::MAX)];
        self.ask("Page.navigateToHistoryEntry", json!({ "entryId": entry["id"] })).await?;
        let there = format!("() => location.href === {}", entry["url"]);
        self.until(&there).await
    }

    /// Loads the page anew.
    pub async fn reload(&self) -> Result<Value, Refused> {
        self.value("() => { window.before = true }").await?;
        self.ask("Page.reload", json!({})).await?;
        self.until("() => !window.before").await
    }

    async fn loaded(&self) -> Result<Value, Refused> {
        self.until("() => true").await
    }

    /// Waits until a function says so of a document that is there.
    async fn until(&self, function: &str) -> Result<Value, Refused> {
        let deadline = Instant::now() + PATIENCE;
        let function = format!("() => document.readyState !== 'loading' && ({function})()");
        while Instant::now() < deadline {
            if self.value(&function).await.is_ok_and(|value| value == true) {
                return Ok(Value::Null);
            }
            tokio::time::sleep(GLANCE).await;
        }
        Err(Refused::new("timeout", function))
    }
}
