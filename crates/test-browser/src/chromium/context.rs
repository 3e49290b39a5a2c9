//! A browser context and its tabs.

use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

use super::failure::Failure;
use super::protocol::Protocol;
use super::tab::{Screen, Tab};

/// A browser context: the cookies and storage of one person. Dropping it closes it.
pub struct Context {
    browser: Arc<Protocol>,
    id: String,
    screen: Screen,
    tabs: Mutex<Vec<Arc<Tab>>>,
    current: Mutex<Arc<Tab>>,
}

impl Context {
    /// Opens one with a tab.
    pub async fn open(browser: Arc<Protocol>, screen: Screen) -> Result<Self, Failure> {
        let created = browser.request(None, "Target.createBrowserContext", json!({})).await?;
        let id = created["browserContextId"].as_str().unwrap_or_default().to_owned();
        let tab = open_tab(&browser, &id, screen).await?;
        let (tabs, current) = (Mutex::new(vec![tab.clone()]), Mutex::new(tab));
        Ok(Self { browser, id, screen, tabs, current })
    }

    /// Closes all tabs and empties the context.
    pub async fn close(&self) -> Result<Value, Failure> {
        let id = json!({ "browserContextId": self.id });
        self.browser.request(None, "Target.disposeBrowserContext", id).await
    }

    /// Returns the tab that commands are about.
    pub fn tab(&self) -> Arc<Tab> {
        self.current.lock().expect("whole").clone()
    }

    /// Opens one more tab and returns its handle.
    pub async fn new_tab(&self) -> Result<Value, Failure> {
        let tab = open_tab(&self.browser, &self.id, self.screen).await?;
        let handle = tab.target.clone();
        self.tabs.lock().expect("whole").push(tab);
        Ok(json!({ "handle": handle, "type": "tab" }))
    }

    /// Returns the handles of all tabs, those that pages have opened too.
    pub async fn handles(&self) -> Result<Value, Failure> {
        let targets = self.browser.request(None, "Target.getTargets", json!({})).await?;
        let infos = targets["targetInfos"].as_array().into_iter().flatten();
        let pages =
            infos.filter(|info| info["type"] == "page" && info["browserContextId"] == *self.id);
        let open: Vec<&str> = pages.filter_map(|info| info["targetId"].as_str()).collect();
        for target in &open {
            let is_known = self.tabs.lock().expect("whole").iter().any(|tab| tab.target == *target);
            if !is_known {
                let tab = Tab::attach(self.browser.clone(), target, self.screen).await?;
                self.tabs.lock().expect("whole").push(Arc::new(tab));
            }
        }
        Ok(json!(open))
    }

    /// Brings a tab to the front; commands are about it from now on.
    pub async fn switch_to(&self, handle: &Value) -> Result<Value, Failure> {
        self.handles().await?;
        let tab =
            self.tabs.lock().expect("whole").iter().find(|tab| tab.target == *handle).cloned();
        let tab = tab.ok_or_else(|| Failure::new("no such window", handle.to_string()))?;
        *self.current.lock().expect("whole") = tab.clone();
        tab.look_at_whole_page();
        self.browser.request(None, "Target.activateTarget", json!({ "targetId": handle })).await
    }

    /// Returns the errors on the consoles of all tabs since this was last called.
    pub async fn take_errors(&self) -> Result<Vec<String>, Failure> {
        // Tabs that pages have opened are attached by this.
        self.handles().await?;
        let tabs = self.tabs.lock().expect("whole");
        Ok(tabs.iter().flat_map(|tab| tab.take_errors()).collect())
    }
}

impl Drop for Context {
    fn drop(&mut self) {
        // A journey that failed has not closed it.
        let id = json!({ "browserContextId": self.id });
        self.browser.notify("Target.disposeBrowserContext", id);
    }
}

async fn open_tab(
    browser: &Arc<Protocol>,
    context: &str,
    screen: Screen,
) -> Result<Arc<Tab>, Failure> {
    let page = json!({ "url": "about:blank", "browserContextId": context });
    let target = browser.request(None, "Target.createTarget", page).await?;
    let target = target["targetId"].as_str().unwrap_or_default();
    Ok(Arc::new(Tab::attach(browser.clone(), target, screen).await?))
}
