//! Typing, and choosing files.

use serde_json::{Value, json};

use super::elements::node;
use super::failure::Failure;
use super::tab::Tab;

/// WebDriver's characters for the keys Tab and Enter.
const TAB: char = '\u{e004}';
const ENTER: char = '\u{e007}';

const EMPTY: &str = "field => {
    field.focus();
    field.value = '';
    for (const type of ['input', 'change']) field.dispatchEvent(new Event(type, { bubbles: true }));
}";

/// Puts the cursor behind the text, unless the field has the focus already. What cannot have the focus leaves it where
/// it is.
const FOCUS: &str = "element => {
    if (element.type === 'file') return 'file';
    if (document.activeElement !== element) {
        element.focus();
        if (element.setSelectionRange) element.setSelectionRange(element.value.length, element.value.length);
    }
    return 'keys';
}";

impl Tab {
    /// Empties a field.
    pub async fn clear(&self, element: &str) -> Result<Value, Failure> {
        self.call_on(element, EMPTY).await
    }

    /// Types a text key by key, or chooses the file of that path where a file is to be chosen.
    pub async fn send_keys(&self, element: &str, text: &str) -> Result<Value, Failure> {
        if self.call_on(element, FOCUS).await? == "file" {
            let mut params = node(element);
            params["files"] = json!([text]);
            return self.request("DOM.setFileInputFiles", params).await;
        }
        for character in text.chars() {
            let mut key = match character {
                ENTER => {
                    json!({ "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13, "text": "\r" })
                }
                TAB => json!({ "key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9 }),
                other => json!({ "key": other, "text": other }),
            };
            for kind in ["keyDown", "keyUp"] {
                key["type"] = kind.into();
                self.request("Input.dispatchKeyEvent", key.clone()).await?;
                if let Some(key) = key.as_object_mut() {
                    key.remove("text");
                }
            }
        }
        Ok(Value::Null)
    }
}
