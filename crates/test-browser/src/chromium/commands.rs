//! WebDriver's commands, as far as the tests give them.

use hyper::Method;
use serde_json::{Value, json};

use super::context::Context;
use super::failure::Failure;

impl Context {
    /// Does a command: a method and the parts of its path.
    pub async fn command(
        &self,
        method: &Method,
        path: &[&str],
        body: &Value,
    ) -> Result<Value, Failure> {
        let tab = self.tab();
        match (method.as_str(), path.get(2..).unwrap_or_default()) {
            ("POST", []) => Ok(json!({ "sessionId": "chromium", "capabilities": {} })),
            ("DELETE", []) => self.close().await,
            ("POST", ["timeouts"]) => Ok(Value::Null),
            ("POST", ["url"]) => tab.open_url(&body["url"]).await,
            ("GET", ["url"]) => tab.evaluate("() => location.href").await,
            ("GET", ["title"]) => tab.evaluate("() => document.title").await,
            ("POST", ["refresh"]) => tab.reload().await,
            ("POST", ["back"]) => tab.traverse_history(-1).await,
            ("POST", ["forward"]) => tab.traverse_history(1).await,
            ("GET", ["window"]) => Ok(tab.target.as_str().into()),
            ("GET", ["window", "handles"]) => self.handles().await,
            ("POST", ["window", "new"]) => self.new_tab().await,
            ("POST", ["window"]) => self.switch_to(&body["handle"]).await,
            ("DELETE", ["cookie"]) => tab.request("Network.clearBrowserCookies", json!({})).await,
            ("POST", ["frame"]) => tab.look_into_frame(&body["id"]).await,
            ("POST", ["execute", "sync"]) => {
                let function = format!("function () {{ {} }}", script(body));
                tab.execute(&function, &body["args"]).await
            }
            ("POST", ["execute", "async"]) => {
                let function = format!(
                    "function (...given) {{ return new Promise((done) => \
                     (function () {{ {} }}).apply(this, [...given, done])); }}",
                    script(body)
                );
                tab.execute(&function, &body["args"]).await
            }
            ("POST", ["goog", "cdp", "execute"]) => {
                tab.request(body["cmd"].as_str().unwrap_or_default(), body["params"].clone()).await
            }
            ("POST", ["log"]) => {
                let entry =
                    |message| json!({ "level": "SEVERE", "message": message, "timestamp": 0 });
                Ok(self.take_errors().await?.into_iter().map(entry).collect())
            }
            ("GET", ["screenshot"]) => tab.screenshot(None).await,
            (method, ["element" | "elements", ..]) => {
                self.on_elements(method, &path[2..], body).await
            }
            (method, rest) => Err(Failure::new("unknown command", format!("{method} {rest:?}"))),
        }
    }

    async fn on_elements(
        &self,
        method: &str,
        path: &[&str],
        body: &Value,
    ) -> Result<Value, Failure> {
        let tab = self.tab();
        let first = |found: Vec<Value>| {
            found
                .into_iter()
                .next()
                .ok_or_else(|| Failure::new("no such element", body.to_string()))
        };
        match (method, path) {
            (_, ["element"]) => first(tab.find(body, None).await?),
            (_, ["elements"]) => Ok(tab.find(body, None).await?.into()),
            (_, ["element", id, "element"]) => first(tab.find(body, Some(id)).await?),
            (_, ["element", id, "elements"]) => Ok(tab.find(body, Some(id)).await?.into()),
            (_, ["element", id, "text"]) => tab.call_on(id, "e => e.innerText").await,
            (_, ["element", id, "displayed"]) => tab.displayed(id).await,
            (_, ["element", id, "computedrole"]) => tab.computed(id, "role").await,
            (_, ["element", id, "computedlabel"]) => tab.computed(id, "name").await,
            (_, ["element", id, "attribute", name]) => {
                tab.call_on(id, &format!("e => e.getAttribute({})", json!(name))).await
            }
            (_, ["element", id, "property", name]) => {
                tab.call_on(id, &format!("e => e[{}]", json!(name))).await
            }
            (_, ["element", id, "click"]) => tab.tap(id).await,
            (_, ["element", id, "clear"]) => tab.clear(id).await,
            ("POST", ["element", id, "value"]) => {
                tab.send_keys(id, body["text"].as_str().unwrap_or_default()).await
            }
            (_, ["element", id, "screenshot"]) => tab.screenshot(Some(id)).await,
            (_, other) => Err(Failure::new("unknown command", other.join("/"))),
        }
    }
}

fn script(body: &Value) -> &str {
    body["script"].as_str().unwrap_or_default()
}
