//! Elements of the page: found, asked, tapped.

use serde_json::{Value, json};

use super::Refused;
use super::page::Page;

/// The key by which WebDriver's JSON names an element.
pub const KEY: &str = "element-6066-11e4-a52e-4f735466cecf";

const FIND: &str = "function (using, what, within) {
    within = within || document;
    if (using === 'css selector') return Array.from(within.querySelectorAll(what));
    var found = document.evaluate(what, within, null, XPathResult.ORDERED_NODE_SNAPSHOT_TYPE, null);
    return Array.from({ length: found.snapshotLength }, function (_, i) { return found.snapshotItem(i); });
}";

const DISPLAYED: &str = "function (element) {
    var style = getComputedStyle(element), box = element.getBoundingClientRect();
    return element.isConnected && style.visibility === 'visible' && box.width > 0 && box.height > 0;
}";

impl Page {
    /// All that a selector means, in the document or in an element.
    pub async fn find(&self, body: &Value, within: Option<&str>) -> Result<Vec<Value>, Refused> {
        let mut arguments =
            vec![json!({ "value": body["using"] }), json!({ "value": body["value"] })];
        if let Some(within) = within {
            arguments.push(self.object(within).await?);
        }
        let list = self.run(FIND, &arguments, false).await?;
        let own = json!({ "objectId": list["objectId"], "ownProperties": true });
        let list = self.ask("Runtime.getProperties", own).await?;
        let mut found = Vec::new();
        for item in list["result"].as_array().into_iter().flatten() {
            let object = &item["value"]["objectId"];
            if item["value"]["subtype"] == "node" {
                let node = self.ask("DOM.describeNode", json!({ "objectId": object })).await?;
                found.push(json!({ KEY: format!("node.{}", node["node"]["backendNodeId"]) }));
            }
        }
        Ok(found)
    }

    /// An element as an argument of a function.
    pub async fn object(&self, element: &str) -> Result<Value, Refused> {
        let node = element.rsplit('.').next().and_then(|node| node.parse::<u64>().ok());
        let node = json!({ "backendNodeId": node });
        let resolved = self.ask("DOM.resolveNode", node).await;
        let resolved = resolved.map_err(|r| Refused::new("stale element reference", r.said))?;
        Ok(json!({ "objectId": resolved["object"]["objectId"] }))
    }

    /// What a function says of an element.
    pub async fn of_element(&self, element: &str, function: &str) -> Result<Value, Refused> {
        let element = self.object(element).await?;
        Ok(self.run(function, &[element], true).await?["value"].take())
    }

    /// Whether it can be seen.
    pub async fn displayed(&self, element: &str) -> Result<Value, Refused> {
        self.of_element(element, DISPLAYED).await
    }

    /// What assistive technology is told of it: its `role`, or its `name`.
    pub async fn computed(&self, element: &str, what: &str) -> Result<Value, Refused> {
        let mut asked = self.object(element).await?;
        asked["fetchRelatives"] = false.into();
        let tree = self.ask("Accessibility.getPartialAXTree", asked).await?;
        Ok(tree["nodes"][0][what]["value"].as_str().unwrap_or_default().into())
    }

    /// Taps its middle.
    pub async fn tap(&self, element: &str) -> Result<Value, Refused> {
        self.of_element(element, "element => element.scrollIntoView({ block: 'center' })").await?;
        let object = self.object(element).await?;
        // What is gone has no place.
        let quads = self.ask("DOM.getContentQuads", object).await;
        let quads = quads.map_err(|_| Refused::new("stale element reference", "it is gone"))?;
        let corners = &quads["quads"][0];
        let middle = |from: usize| {
            let along = |at: usize| corners[at].as_f64();
            Some(along(from)?.midpoint(along(from + 4)?))
        };
        let unseen = || Refused::new("element not interactable", "it has no place");
        let (x, y) = (middle(0).ok_or_else(unseen)?, middle(1).ok_or_else(unseen)?);
        for kind in ["mousePressed", "mouseReleased"] {
            let event = json!({ "type": kind, "x": x, "y": y, "button": "left", "clickCount": 1 });
            self.ask("Input.dispatchMouseEvent", event).await?;
        }
        Ok(Value::Null)
    }

    /// Looks into a frame by its number, or at the whole page.
    pub async fn look_into(&self, which: &Value) -> Result<Value, Refused> {
        let Some(number) = which.as_u64() else {
            *self.frame.lock().expect("whole") = None;
            return Ok(Value::Null);
        };
        let find = format!("() => document.querySelectorAll('iframe')[{number}]");
        let frame = self.run(&find, &[], false).await?;
        let node = self.ask("DOM.describeNode", json!({ "objectId": frame["objectId"] })).await?;
        let id = node["node"]["frameId"].as_str();
        let id = id.ok_or_else(|| Refused::new("no such frame", node.to_string()))?;
        *self.frame.lock().expect("whole") = Some(id.to_owned());
        Ok(Value::Null)
    }
}
