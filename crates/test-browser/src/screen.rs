//! Elements of the screen, found by role and accessible name. Each search waits with a deadline.

use std::fmt;
use std::sync::Arc;
use std::time::Instant;

use hyper::Method;
use serde_json::Value;
use thirtyfour::common::command::{Command, ExtensionCommand};
use thirtyfour::prelude::*;

use crate::browser::Browser;
use crate::kernel::{Kernel, kernel};
use crate::waiting::{POLL_INTERVAL, TIMEOUT};

/// Returns what a message says about a page on which a wait ended in vain.
const PAGE_STATE: &str = "[
    document.visibilityState,
    document.readyState,
    document.querySelector('[data-drawn]') ? 'as the server drew it' : 'as the module drew it',
    'loaded ' + performance.getEntriesByType('resource').map(function (entry) {
        return entry.name.replace(location.origin, '') + ' ' + (entry.responseStatus || '');
    })
].join(', ')";

/// Roles that journeys look for.
#[derive(Clone, Copy, Debug)]
pub enum Role {
    /// A button.
    Button,
    /// A link.
    Link,
    /// A heading.
    Heading,
    /// A text field.
    Field,
    /// A list to choose from.
    Choice,
    /// A check box.
    Check,
    /// A search field.
    Search,
    /// A summary that unfolds its details.
    Disclosure,
}

impl Role {
    /// Returns an XPath of elements that may have the role. The browser itself decides which of them have it.
    fn path(self, name: &str) -> String {
        let element = match self {
            Self::Button => "self::button",
            Self::Link => "self::a",
            Self::Heading => "self::h1 or self::h2 or self::h3",
            // Its name is in another element.
            Self::Field | Self::Search => return ".//input".into(),
            Self::Choice => {
                return format!(".//select[@id = //label[contains(., '{name}')]/@for]");
            }
            Self::Check => return ".//input[@type='checkbox']".into(),
            Self::Disclosure => "self::summary",
        };
        format!(".//*[{element}][contains(., '{name}') or contains(@aria-label, '{name}')]")
    }

    fn word(self) -> &'static str {
        match self {
            Self::Button => "button",
            Self::Link => "link",
            Self::Heading => "heading",
            Self::Field => "textbox",
            Self::Choice => "combobox",
            Self::Check => "checkbox",
            Self::Search => "searchbox",
            Self::Disclosure => "DisclosureTriangle",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// The role and name of an element that the browser computes for assistive technology.
#[derive(Debug)]
struct Computed {
    element: String,
    property: &'static str,
}

impl ExtensionCommand for Computed {
    fn parameters_json(&self) -> Option<Value> {
        None
    }

    fn method(&self) -> Method {
        Method::GET
    }

    fn endpoint(&self) -> Arc<str> {
        format!("/element/{}/computed{}", self.element, self.property).into()
    }
}

async fn computed(element: &WebElement, property: &'static str) -> WebDriverResult<String> {
    let command = Computed { element: element.element_id().to_string(), property };
    element.handle().cmd(Command::ExtensionCommand(Box::new(command))).await?.value()
}

/// A search by script: WebKit's own search gives up after a second, however busy the machine is.
const FIND: &str = "
    var found = document.evaluate(arguments[0], arguments[1] || document, null, 7, null), all = [];
    for (var i = 0; i < found.snapshotLength; i++) all.push(found.snapshotItem(i));
    return all;";

async fn candidates(
    driver: &WebDriver,
    within: Option<&WebElement>,
    path: String,
) -> WebDriverResult<Vec<WebElement>> {
    if kernel() == Kernel::WebKit {
        let within = within.map(WebElement::to_json).transpose()?.unwrap_or_default();
        return driver.execute(FIND, vec![path.into(), within]).await?.elements();
    }
    match within {
        Some(element) => element.find_all(By::XPath(path)).await,
        None => driver.find_all(By::XPath(path)).await,
    }
}

/// Returns the elements, on the whole page or in one of it, that have the role and a name with the text in it.
pub async fn chosen(
    driver: &WebDriver,
    within: Option<&WebElement>,
    role: Role,
    name: &str,
) -> WebDriverResult<Vec<WebElement>> {
    with_name(candidates(driver, within, role.path(name)).await?, role, name).await
}

/// Returns the visible elements of the role whose name contains the text.
pub async fn with_name(
    elements: Vec<WebElement>,
    role: Role,
    name: &str,
) -> WebDriverResult<Vec<WebElement>> {
    let mut found = Vec::new();
    for element in elements {
        // WebKit has another word for lists to choose from, and none for what unfolds; their paths have the name.
        let is_unworded =
            matches!(role, Role::Choice | Role::Disclosure) && kernel() == Kernel::WebKit;
        let named = is_unworded
            || computed(&element, "label").await?.contains(name)
                && computed(&element, "role").await? == role.word();
        if named && element.is_displayed().await? {
            found.push(element);
        }
    }
    Ok(found)
}

impl Browser {
    /// Looks until there is something to give.
    pub async fn until<T>(
        &self,
        description: &str,
        mut look: impl AsyncFnMut() -> WebDriverResult<Option<T>>,
    ) -> T {
        let deadline = Instant::now() + TIMEOUT;
        loop {
            // An element that went away between two questions is looked for again.
            let outcome = look().await;
            if let Ok(Some(found)) = outcome {
                return found;
            }
            if Instant::now() > deadline {
                let place = self.driver.current_url().await.map(String::from);
                let trouble = outcome.err().map(|error| error.to_string());
                let page = self.try_value(PAGE_STATE).await.unwrap_or_default();
                panic!(
                    "not so: {description}, at {place:?}, {trouble:?}, {page:?}, in\n{}",
                    self.text().await
                );
            }
            tokio::time::sleep(POLL_INTERVAL).await;
        }
    }

    /// Returns all text that can be seen.
    pub async fn text(&self) -> String {
        let body = self.driver.find(By::Css("body")).await;
        match body {
            Ok(body) => body.text().await.unwrap_or_default(),
            Err(error) => error.to_string(),
        }
    }

    /// Waits until a text can be seen.
    pub async fn shows(&self, text: &str) {
        self.until(&format!("it shows {text}"), async || {
            Ok(self.text().await.contains(text).then_some(()))
        })
        .await;
    }

    /// Waits until the page's title has a text.
    pub async fn is_titled(&self, text: &str) {
        self.until(&format!("the title has {text}"), async || {
            Ok(self.driver.title().await?.contains(text).then_some(()))
        })
        .await;
    }

    /// Waits for an element by role and name.
    pub async fn find(&self, role: Role, name: &str) -> WebElement {
        self.until(&format!("there is a {role} {name}"), async || {
            Ok(chosen(&self.driver, None, role, name).await?.into_iter().next())
        })
        .await
    }

    /// Taps the element of a role and a name.
    pub async fn tap(&self, role: Role, name: &str) {
        self.until(&format!("a {role} {name} is tapped"), async || {
            match chosen(&self.driver, None, role, name).await?.first() {
                Some(element) => self.try_tap(element).await,
                None => Ok(None),
            }
        })
        .await;
    }

    /// Returns the list's entries whose heading has a text: the cards of an offer.
    pub async fn entries(&self, title: &str) -> WebDriverResult<Vec<WebElement>> {
        let mut entries = Vec::new();
        for heading in chosen(&self.driver, None, Role::Heading, title).await? {
            entries.push(heading.find(By::XPath("ancestor::li[1]")).await?);
        }
        Ok(entries)
    }

    /// Waits until the module has put its page in the server's place.
    pub async fn taken_over(&self) {
        self.until("the module has taken over", async || {
            let script = "return document.querySelector('#page:not([data-drawn]) h1') !== null";
            Ok((*self.driver.execute(script, vec![]).await?.json() == true).then_some(()))
        })
        .await;
    }
}
