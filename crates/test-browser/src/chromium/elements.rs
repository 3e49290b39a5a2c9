//! Finds, reads and taps elements of the page.

use serde_json::{Value, json};

use super::failure::Failure;
use super::tab::Tab;
use crate::kernel::{Kernel, kernel};

/// The key by which WebDriver's JSON names an element.
pub const KEY: &str = "element-6066-11e4-a52e-4f735466cecf";

const FIND: &str = "function (using, what, within) {
    within = within || document;
    if (using === 'css selector') return Array.from(within.querySelectorAll(what));
    var found = document.evaluate(what, within, null, XPathResult.ORDERED_NODE_SNAPSHOT_TYPE, null);
    return Array.from({ length: found.snapshotLength }, function (_, i) { return found.snapshotItem(i); });
}";

/// Returns the text of an element's labels. Chromium 78 computes no name from them while no screen reader runs.
const LABELS: &str = "function (element) {
    return Array.from(element.labels || [], function (label) { return label.textContent; }).join(' ');
}";

const DISPLAYED: &str = "function (element) {
    var style = getComputedStyle(element), box = element.getBoundingClientRect();
    return element.isConnected && style.visibility === 'visible' && box.width > 0 && box.height > 0;
}";

/// Scrolls an element into sight, unless it is there already. An option is chosen by this, and there is nothing to tap.
const REVEAL: &str = "element => {
    const select = element.tagName === 'OPTION' && element.closest('select');
    if (!select) {
        const { top, bottom } = element.getBoundingClientRect();
        if (top < 0 || bottom > innerHeight) element.scrollIntoView({ block: 'center' });
        return true;
    }
    select.value = element.value;
    for (const type of ['input', 'change']) select.dispatchEvent(new Event(type, { bubbles: true }));
    return false;
}";

const BOX: &str = "element => {
    element.scrollIntoView({ block: 'center' });
    const box = element.getBoundingClientRect();
    return { x: box.x + scrollX, y: box.y + scrollY, width: box.width, height: box.height, scale: 1 };
}";

impl Tab {
    /// Returns all elements that a selector finds, in the document or in an element.
    pub async fn find(&self, body: &Value, within: Option<&str>) -> Result<Vec<Value>, Failure> {
        let mut arguments =
            vec![json!({ "value": body["using"] }), json!({ "value": body["value"] })];
        if let Some(within) = within {
            arguments.push(self.object(within).await?);
        }
        let list = self.run(FIND, &arguments, false).await?;
        self.elements_in(&list).await
    }

    /// Returns the elements in a list that a function returned.
    async fn elements_in(&self, list: &Value) -> Result<Vec<Value>, Failure> {
        let own = json!({ "objectId": list["objectId"], "ownProperties": true });
        let list = self.request("Runtime.getProperties", own).await?;
        let mut found = Vec::new();
        for item in list["result"].as_array().into_iter().flatten() {
            if item["value"]["subtype"] == "node" {
                found.push(self.reference(&item["value"]).await?);
            }
        }
        Ok(found)
    }

    /// Returns WebDriver's name for an element.
    async fn reference(&self, element: &Value) -> Result<Value, Failure> {
        let object = json!({ "objectId": element["objectId"] });
        let node = self.request("DOM.describeNode", object).await?;
        Ok(json!({ KEY: format!("node.{}", node["node"]["backendNodeId"]) }))
    }

    /// Returns an element as an argument of a function.
    pub async fn object(&self, element: &str) -> Result<Value, Failure> {
        let resolved = self.request("DOM.resolveNode", node(element)).await;
        let resolved = resolved.map_err(|f| Failure::new("stale element reference", f.message))?;
        Ok(json!({ "objectId": resolved["object"]["objectId"] }))
    }

    /// Runs a function; elements may be among its arguments and in its result.
    pub async fn execute(&self, function: &str, arguments: &Value) -> Result<Value, Failure> {
        let mut values = Vec::new();
        for argument in arguments.as_array().into_iter().flatten() {
            values.push(match argument.get(KEY).and_then(Value::as_str) {
                Some(element) => self.object(element).await?,
                None => json!({ "value": argument }),
            });
        }
        let mut result = self.run(function, &values, false).await?;
        if result["subtype"] == "node" {
            return self.reference(&result).await;
        }
        if result["objectId"].is_null() {
            return Ok(result["value"].take());
        }
        let elements = match result["subtype"] == "array" {
            true => self.elements_in(&result).await?,
            false => Vec::new(),
        };
        if !elements.is_empty() {
            return Ok(elements.into());
        }
        let object = json!({ "objectId": result["objectId"] });
        Ok(self.run("value => value", &[object], true).await?["value"].take())
    }

    /// Returns the value of a function of an element.
    pub async fn call_on(&self, element: &str, function: &str) -> Result<Value, Failure> {
        let element = self.object(element).await?;
        Ok(self.run(function, &[element], true).await?["value"].take())
    }

    /// Returns whether an element can be seen.
    pub async fn displayed(&self, element: &str) -> Result<Value, Failure> {
        self.call_on(element, DISPLAYED).await
    }

    /// Returns what assistive technology gets to know of an element: its `role`, or its `name`.
    pub async fn computed(&self, element: &str, property: &str) -> Result<Value, Failure> {
        let mut params = self.object(element).await?;
        params["fetchRelatives"] = false.into();
        let tree = self.request("Accessibility.getPartialAXTree", params).await?;
        let value = tree["nodes"][0][property]["value"].as_str().unwrap_or_default();
        if value.is_empty() && property == "name" && kernel() == Kernel::Old {
            return self.call_on(element, LABELS).await;
        }
        Ok(value.into())
    }

    /// Taps the middle of an element. An option is chosen.
    pub async fn tap(&self, element: &str) -> Result<Value, Failure> {
        if self.call_on(element, REVEAL).await? == false {
            return Ok(Value::Null);
        }
        // A removed element has no place.
        let quads = self.request("DOM.getContentQuads", node(element)).await;
        let quads = quads.map_err(|_| Failure::new("stale element reference", "it is gone"))?;
        let corners = &quads["quads"][0];
        let middle = |from: usize| {
            let coordinate = |at: usize| corners[at].as_f64();
            Some(coordinate(from)?.midpoint(coordinate(from + 4)?))
        };
        let no_place = || Failure::new("element not interactable", "it has no place");
        let (x, y) = (middle(0).ok_or_else(no_place)?, middle(1).ok_or_else(no_place)?);
        for kind in ["mousePressed", "mouseReleased"] {
            let event = json!({ "type": kind, "x": x, "y": y, "button": "left", "clickCount": 1 });
            self.request("Input.dispatchMouseEvent", event).await?;
        }
        Ok(Value::Null)
    }

    /// Takes a picture of an element, or of the screen, as PNG in base64.
    pub async fn screenshot(&self, element: Option<&str>) -> Result<Value, Failure> {
        let params = match element {
            Some(element) => json!({ "clip": self.call_on(element, BOX).await? }),
            None => json!({}),
        };
        Ok(self.request("Page.captureScreenshot", params).await?["data"].take())
    }
}

/// Returns the browser's name of an element from its WebDriver id.
pub fn node(element: &str) -> Value {
    let id = element.rsplit('.').next().and_then(|id| id.parse::<u64>().ok());
    json!({ "backendNodeId": id })
}
