//! What a person sees and does: by role, name and text.

use std::cell::Cell;
use std::rc::Rc;

use mall_contract::ClaimPage;
use mall_coupons::app::{App, AppProps, Page};
use mall_coupons::host::clock;
use mall_coupons::session::{Clock, Session};
use mall_coupons::text::Language;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// A drawn page; gone when it is dropped.
pub struct Screen {
    pub root: Element,
    app: Option<yew::AppHandle<App>>,
}

impl Screen {
    /// Draws a claim page as the module does.
    pub async fn draw(page: ClaimPage) -> Self {
        Self::draw_page(Page::Claim(page.into()), Language::Zh).await
    }

    pub async fn draw_page(page: Page, language: Language) -> Self {
        let document = web_sys::window().expect("a window").document().expect("a document");
        let root = document.create_element("div").expect("an element");
        document.body().expect("a body").append_child(&root).expect("added");
        let clock = Clock::running(page.server_time(), clock::device_ms());
        let pass = page.pass();
        let session = Session { clock, pass, ..Session::drawn(&page, language, "nonce".into()) };
        // As in the module: nobody can tap before the page has taken up what it was left with.
        let drawn = Rc::new(Cell::new(false));
        let on_drawn = yew::Callback::from({
            let drawn = drawn.clone();
            move |()| drawn.set(true)
        });
        let props = AppProps { page: page.into(), session, on_drawn };
        let app = yew::Renderer::<App>::with_root_and_props(root.clone(), props).render();
        let screen = Self { root, app: Some(app) };
        screen.until("the page is drawn", |_| drawn.get()).await;
        screen
    }

    /// Waits until something holds; fails with what is on the screen when it does not come.
    pub async fn until(&self, what: &str, holds: impl Fn(&Self) -> bool) {
        for _ in 0..500 {
            if holds(self) {
                return;
            }
            clock::wait(20).await;
        }
        panic!("waited in vain until {what}; the screen shows:\n{}", self.text());
    }

    pub fn text(&self) -> String {
        self.root.dyn_ref::<HtmlElement>().expect("an element").inner_text()
    }

    pub fn shows(&self, text: &str) -> bool {
        self.text().contains(text)
    }

    /// A button by the beginning of its name.
    pub fn button(&self, name: &str) -> Option<HtmlElement> {
        let all = self.root.query_selector_all("button, a.button").ok()?;
        (0..all.length()).filter_map(|i| all.get(i)?.dyn_into::<HtmlElement>().ok()).find(
            |element| {
                let label =
                    element.get_attribute("aria-label").unwrap_or_else(|| element.inner_text());
                label.starts_with(name)
            },
        )
    }

    pub fn tap(&self, name: &str) {
        self.button(name).unwrap_or_else(|| panic!("no button {name}; {}", self.text())).click();
    }

    /// What a screen reader was last told.
    pub fn told(&self) -> String {
        let status = self.root.query_selector("[role=status]").ok().flatten();
        status.and_then(|status| status.text_content()).unwrap_or_default()
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        if let Some(app) = self.app.take() {
            app.destroy();
        }
        self.root.remove();
    }
}
