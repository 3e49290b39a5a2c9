//! WebDriver's commands, as far as the journeys give them.

use std::path::Path;
use std::sync::Arc;

use hyper::Method;
use serde_json::{Map, Value, json};

use super::Refused;
use super::elements::KEY;
use super::page::Page;
use super::protocol::Protocol;

/// A browser and its page.
pub struct Driver {
    browser: Arc<Protocol>,
    page: Page,
}

impl Driver {
    /// Starts a browser and opens a page in it.
    pub async fn start(program: &Path, profile: &Path, flags: &[String]) -> Self {
        let (browser, output) = Protocol::start(program, profile, flags);
        let browser = Arc::new(browser);
        let listening = browser.clone();
        tokio::spawn(async move { listening.listen(output).await });
        let page = Page::open(browser.clone()).await.expect("a page in an old browser");
        Self { browser, page }
    }

    /// Does a command: a method and the parts of its path.
    pub async fn command(
        &self,
        method: &Method,
        path: &[&str],
        body: &Value,
    ) -> Result<Value, Refused> {
        let page = &self.page;
        match (method.as_str(), path.get(2..).unwrap_or_default()) {
            ("POST", []) => Ok(json!({ "sessionId": "old", "capabilities": {} })),
            ("DELETE", []) => self.browser.ask(None, "Browser.close", json!({})).await,
            ("POST", ["timeouts"]) => Ok(Value::Null),
            ("POST", ["url"]) => page.go(&body["url"]).await,
            ("GET", ["url"]) => page.value("() => location.href").await,
            ("GET", ["title"]) => page.value("() => document.title").await,
            ("POST", ["refresh"]) => page.reload().await,
            ("POST", ["back"]) => page.go_on(-1).await,
            ("POST", ["forward"]) => page.go_on(1).await,
            ("DELETE", ["cookie"]) => page.ask("Network.clearBrowserCookies", json!({})).await,
            ("POST", ["frame"]) => page.look_into(&body["id"]).await,
            ("POST", ["execute", "sync"]) => self.execute(body).await,
            ("POST", ["goog", "cdp", "execute"]) => {
                page.ask(body["cmd"].as_str().unwrap_or_default(), body["params"].clone()).await
            }
            ("POST", ["log"]) => Ok(self.log()),
            ("GET", ["screenshot"]) => {
                Ok(page.ask("Page.captureScreenshot", json!({})).await?["data"].take())
            }
            (_, ["element" | "elements", ..]) => self.on_elements(&path[2..], body).await,
            (method, rest) => Err(Refused::new("unknown command", format!("{method} {rest:?}"))),
        }
    }

    async fn on_elements(&self, path: &[&str], body: &Value) -> Result<Value, Refused> {
        let page = &self.page;
        let first = |found: Vec<Value>| {
            found
                .into_iter()
                .next()
                .ok_or_else(|| Refused::new("no such element", body.to_string()))
        };
        match path {
            ["element"] => first(page.find(body, None).await?),
            ["elements"] => Ok(page.find(body, None).await?.into()),
            ["element", id, "element"] => first(page.find(body, Some(id)).await?),
            ["element", id, "elements"] => Ok(page.find(body, Some(id)).await?.into()),
            ["element", id, "text"] => page.of_element(id, "element => element.innerText").await,
            ["element", id, "displayed"] => page.displayed(id).await,
            ["element", id, "computedrole"] => page.computed(id, "role").await,
            ["element", id, "computedlabel"] => page.computed(id, "name").await,
            ["element", id, "click"] => page.tap(id).await,
            other => Err(Refused::new("unknown command", other.join("/"))),
        }
    }

    /// Runs the body of a function; elements may be among what it is given.
    async fn execute(&self, body: &Value) -> Result<Value, Refused> {
        let mut arguments = Vec::new();
        for given in body["args"].as_array().into_iter().flatten() {
            arguments.push(match given.get(KEY).and_then(Value::as_str) {
                Some(element) => self.page.object(element).await?,
                None => json!({ "value": given }),
            });
        }
        let function = format!("function () {{ {} }}", body["script"].as_str().unwrap_or_default());
        let mut done = self.page.run(&function, &arguments, true).await?;
        Ok(done
            .as_object_mut()
            .and_then(|done: &mut Map<_, _>| done.remove("value"))
            .unwrap_or_default())
    }

    /// Errors on the console since it was last asked for.
    fn log(&self) -> Value {
        let errors = std::mem::take(&mut self.browser.told.lock().expect("whole").errors);
        let entry = |message| json!({ "level": "SEVERE", "message": message, "timestamp": 0 });
        errors.into_iter().map(entry).collect()
    }
}
