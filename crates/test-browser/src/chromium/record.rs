//! The events of a tab: errors on its console, and the contexts that scripts run in.

use std::collections::HashMap;

use serde_json::Value;

/// Events of one tab.
#[derive(Default)]
pub struct Record {
    /// Errors on the console.
    pub errors: Vec<String>,
    /// The id of the execution context of each frame, by the frame's id.
    pub contexts: HashMap<String, u64>,
}

impl Record {
    /// Adds an event; those of no use are left out.
    pub fn add(&mut self, event: &Value) {
        let params = &event["params"];
        match event["method"].as_str().unwrap_or_default() {
            "Log.entryAdded" if params["entry"]["level"] == "error" => {
                let entry = &params["entry"];
                self.errors.push(format!("{} {}", entry["url"], entry["text"]));
            }
            "Runtime.exceptionThrown" => self.errors.push(params["exceptionDetails"].to_string()),
            "Runtime.consoleAPICalled" if params["type"] == "error" => {
                self.errors.push(params["args"].to_string());
            }
            "Runtime.executionContextCreated" => {
                let context = &params["context"];
                let (frame, id) = (&context["auxData"]["frameId"], context["id"].as_u64());
                if let (Some(frame), Some(id), true) =
                    (frame.as_str(), id, context["auxData"]["isDefault"] == true)
                {
                    self.contexts.insert(frame.to_owned(), id);
                }
            }
            "Runtime.executionContextDestroyed" => {
                let destroyed = params["executionContextId"].as_u64();
                self.contexts.retain(|_, id| Some(*id) != destroyed);
            }
            "Runtime.executionContextsCleared" => self.contexts.clear(),
            _ => {}
        }
    }
}
