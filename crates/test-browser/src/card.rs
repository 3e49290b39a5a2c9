//! One offer's card. Each call searches for it again, because the page may have been drawn again.

use thirtyfour::prelude::*;

use crate::browser::Browser;
use crate::screen::{Role, chosen};

impl Browser {
    /// Returns the card of an offer.
    pub fn card<'a>(&'a self, title: &'a str) -> Card<'a> {
        Card { browser: self, title }
    }
}

/// One offer's card.
pub struct Card<'a> {
    browser: &'a Browser,
    title: &'a str,
}

impl Card<'_> {
    async fn element(&self) -> WebDriverResult<Option<WebElement>> {
        Ok(self.browser.entries(self.title).await?.into_iter().next())
    }

    /// Scrolls to it. A card far from what can be seen is not drawn yet, so it is looked for in the document.
    pub async fn scroll_to(&self) {
        let description = format!("there is a card {}", self.title);
        let scroll = "var title = arguments[0];
            return Array.prototype.some.call(document.querySelectorAll('main li h3'), function (heading) {
                var found = heading.textContent.indexOf(title) >= 0;
                if (found) heading.scrollIntoView({ block: 'center' });
                return found;
            });";
        self.browser
            .until(&description, async || {
                let title = vec![self.title.into()];
                let found = self.browser.driver.execute(scroll, title).await?;
                Ok((*found.json() == true).then_some(()))
            })
            .await;
    }

    /// Waits until the card shows a text.
    pub async fn says(&self, text: &str) {
        let description = format!("the card {} says {text}", self.title);
        self.browser
            .until(&description, async || {
                let Some(card) = self.element().await? else { return Ok(None) };
                Ok(card.text().await?.contains(text).then_some(()))
            })
            .await;
    }

    /// Waits for an element on the card.
    pub async fn find(&self, role: Role, name: &str) -> WebElement {
        let description = format!("the card {} has a {role} {name}", self.title);
        self.browser
            .until(&description, async || {
                let Some(card) = self.element().await? else { return Ok(None) };
                let found = chosen(&self.browser.driver, Some(&card), role, name).await?;
                Ok(found.into_iter().next())
            })
            .await
    }

    /// Taps an element on the card.
    pub async fn tap(&self, role: Role, name: &str) {
        let description = format!("on the card {} a {role} {name} is tapped", self.title);
        self.browser
            .until(&description, async || {
                let Some(card) = self.element().await? else { return Ok(None) };
                match chosen(&self.browser.driver, Some(&card), role, name).await?.first() {
                    Some(element) => self.browser.try_tap(element).await,
                    None => Ok(None),
                }
            })
            .await;
    }

    /// Asserts that the card has no element of this role and name.
    pub async fn has_no(&self, role: Role, name: &str) {
        let description = format!("the card {} can be looked at", self.title);
        let found = self
            .browser
            .until(&description, async || {
                let Some(card) = self.element().await? else { return Ok(None) };
                chosen(&self.browser.driver, Some(&card), role, name).await.map(Some)
            })
            .await;
        assert!(found.is_empty(), "the card {} has a {role} {name}", self.title);
    }
}
