//! A tab: its scripts and its navigation.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::failure::Failure;
use super::protocol::Protocol;
use super::record::Record;
use crate::waiting::{POLL_INTERVAL, TIMEOUT};

/// While one page replaces another, no script can run for this time.
const NAVIGATION_TIMEOUT: Duration = Duration::from_secs(3);

/// The screen of a session's tabs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Screen {
    /// A phone that is touched, 390 × 844 CSS pixels.
    Phone,
    /// The browser's own window.
    Window,
}

/// A tab, and the frame in it that commands are about.
pub struct Tab {
    /// The browser's id of it.
    pub target: String,
    browser: Arc<Protocol>,
    session: String,
    record: Arc<Mutex<Record>>,
    /// The frame; none for the page itself.
    frame: Mutex<Option<String>>,
}

impl Tab {
    /// Attaches to a tab that is open.
    pub async fn attach(
        browser: Arc<Protocol>,
        target: &str,
        screen: Screen,
    ) -> Result<Self, Failure> {
        let params = json!({ "targetId": target, "flatten": true });
        let attached = browser.request(None, "Target.attachToTarget", params).await?;
        let session = attached["sessionId"].as_str().unwrap_or_default().to_owned();
        let record = browser.record(&session);
        let (target, frame) = (target.to_owned(), Mutex::default());
        let tab = Self { target, browser, session, record, frame };
        for domain in ["Page", "Runtime", "Log", "DOM"] {
            tab.request(&format!("{domain}.enable"), json!({})).await?;
        }
        if screen == Screen::Phone {
            let phone =
                json!({ "width": 390, "height": 844, "deviceScaleFactor": 2, "mobile": true });
            tab.request("Emulation.setDeviceMetricsOverride", phone).await?;
            tab.request("Emulation.setTouchEmulationEnabled", json!({ "enabled": true })).await?;
        }
        Ok(tab)
    }

    /// Sends a request about this tab.
    pub async fn request(&self, method: &str, params: Value) -> Result<Value, Failure> {
        self.browser.request(Some(&self.session), method, params).await
    }

    /// Returns the errors on the console since this was last called.
    pub fn take_errors(&self) -> Vec<String> {
        std::mem::take(&mut self.record.lock().expect("whole").errors)
    }

    /// Runs a function in the current frame. Returns the result's description: a value, or an object by its id.
    pub async fn run(
        &self,
        function: &str,
        arguments: &[Value],
        by_value: bool,
    ) -> Result<Value, Failure> {
        let deadline = Instant::now() + NAVIGATION_TIMEOUT;
        loop {
            match self.run_once(function, arguments, by_value).await {
                Err(failure) if failure.message.contains("ontext") && Instant::now() < deadline => {
                    tokio::time::sleep(POLL_INTERVAL).await;
                }
                result => return result,
            }
        }
    }

    async fn run_once(
        &self,
        function: &str,
        arguments: &[Value],
        by_value: bool,
    ) -> Result<Value, Failure> {
        let mut call = json!({
            "functionDeclaration": function, "arguments": arguments,
            "returnByValue": by_value, "awaitPromise": true
        });
        call["executionContextId"] = self.execution_context().await?.into();
        let mut result = self.request("Runtime.callFunctionOn", call).await?;
        match result.get("exceptionDetails") {
            Some(thrown) => Err(Failure::new("javascript error", thrown.to_string())),
            None => Ok(result["result"].take()),
        }
    }

    /// Returns the id of the execution context of the current frame.
    async fn execution_context(&self) -> Result<u64, Failure> {
        let frame = self.frame.lock().expect("whole").clone();
        let frame = match frame {
            Some(frame) => frame,
            None => {
                let tree = self.request("Page.getFrameTree", json!({})).await?;
                tree["frameTree"]["frame"]["id"].as_str().unwrap_or_default().to_owned()
            }
        };
        let context = self.record.lock().expect("whole").contexts.get(&frame).copied();
        context.ok_or_else(|| Failure::new("no such frame", "no context yet"))
    }

    /// Returns the value of a function run in the current frame.
    pub async fn evaluate(&self, function: &str) -> Result<Value, Failure> {
        Ok(self.run(function, &[], true).await?["value"].take())
    }

    /// Opens an address; waits until the document is there, though not all that it loads.
    ///
    /// The browser sends no response if the page itself navigates at that moment. Then the address is opened again.
    pub async fn open_url(&self, url: &Value) -> Result<Value, Failure> {
        self.look_at_whole_page();
        for _ in 0..2 {
            let navigation = self.request("Page.navigate", json!({ "url": url }));
            let Ok(result) = tokio::time::timeout(TIMEOUT, navigation).await else { continue };
            let result = result?;
            return match result["errorText"].as_str() {
                Some(error) => Err(Failure::new("unknown error", error)),
                None => self.until("() => true").await,
            };
        }
        Err(Failure::new("timeout", url.to_string()))
    }

    /// Goes `by` pages forward in the history; a negative number goes back.
    pub async fn traverse_history(&self, by: i64) -> Result<Value, Failure> {
        let history = self.request("Page.getNavigationHistory", json!({})).await?;
        let at = history["currentIndex"].as_i64().unwrap_or_default() + by;
        let entry = &history["entries"][usize::try_from(at).unwrap_or(usize::MAX)];
        self.request("Page.navigateToHistoryEntry", json!({ "entryId": entry["id"] })).await?;
        self.until(&format!("() => location.href === {}", entry["url"])).await
    }

    /// Reloads the page.
    pub async fn reload(&self) -> Result<Value, Failure> {
        self.look_at_whole_page();
        self.evaluate("() => { window.before = true }").await?;
        self.request("Page.reload", json!({})).await?;
        self.until("() => !window.before").await
    }

    /// Waits until a function returns true in a document that is there.
    async fn until(&self, function: &str) -> Result<Value, Failure> {
        let deadline = Instant::now() + TIMEOUT;
        let function = format!("() => document.readyState !== 'loading' && ({function})()");
        while Instant::now() < deadline {
            if self.evaluate(&function).await.is_ok_and(|value| value == true) {
                return Ok(Value::Null);
            }
            tokio::time::sleep(POLL_INTERVAL).await;
        }
        Err(Failure::new("timeout", function))
    }

    /// Makes the page itself the current frame.
    pub fn look_at_whole_page(&self) {
        *self.frame.lock().expect("whole") = None;
    }

    /// Switches to a frame by its number, or to the page itself.
    pub async fn look_into_frame(&self, which: &Value) -> Result<Value, Failure> {
        let Some(number) = which.as_u64() else {
            self.look_at_whole_page();
            return Ok(Value::Null);
        };
        let find = format!("() => document.querySelectorAll('iframe')[{number}]");
        let frame = self.run(&find, &[], false).await?;
        let object = json!({ "objectId": frame["objectId"] });
        let node = self.request("DOM.describeNode", object).await?;
        let id = node["node"]["frameId"].as_str();
        let id = id.ok_or_else(|| Failure::new("no such frame", node.to_string()))?;
        *self.frame.lock().expect("whole") = Some(id.to_owned());
        Ok(Value::Null)
    }
}

impl Drop for Tab {
    fn drop(&mut self) {
        self.browser.forget(&self.session);
    }
}
