//! The page as a person sees and uses it: by role, name and text.

use std::cell::Cell;
use std::rc::Rc;

use mall_contract::{ClaimPage, Surface};
use mall_coupons::Page;
use mall_coupons::api::events::Report;
use mall_coupons::app::{App, AppProps};
use mall_coupons::host::caller::Caller;
use mall_coupons::host::clock;
use mall_coupons::session::{Clock, Session};
use mall_coupons::text::Language;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::Callback;

/// A drawn page. Dropping it removes the page.
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
        Self::draw_reporting(page, language, Callback::noop()).await
    }

    /// Draws a page that reports its events.
    pub async fn draw_reporting(page: Page, language: Language, report: Callback<Report>) -> Self {
        let document = web_sys::window().expect("a window").document().expect("a document");
        let root = document.create_element("div").expect("an element");
        document.body().expect("a body").append_child(&root).expect("added");
        let clock = Clock::running(page.server_time(), clock::device_ms());
        let caller = Caller::new(language.code());
        // A page with a pass is a receipt.
        let receipt = if page.pass().is_some() { "sub_mch_id=1&out_trade_no=2" } else { "" };
        caller.set_receipt_query(receipt);
        if let Some(pass) = page.pass() {
            caller.set_pass(&pass);
        }
        let session = Session {
            language,
            caller,
            large_text: false,
            clock,
            form_nonce: "nonce".into(),
            pass: page.pass(),
            query: receipt.into(),
            is_offline_copy: false,
            surface: Surface::Browser,
            report,
        };
        // As in the module: nobody can tap before the page has resumed its pending claims.
        let is_drawn = Rc::new(Cell::new(false));
        let on_drawn = Callback::from({
            let is_drawn = is_drawn.clone();
            move |()| is_drawn.set(true)
        });
        let props = AppProps { page: page.into(), session, on_drawn };
        let app = yew::Renderer::<App>::with_root_and_props(root.clone(), props).render();
        let screen = Self { root, app: Some(app) };
        screen.until("the page is drawn", |_| is_drawn.get()).await;
        screen
    }

    /// Waits until a condition holds. Fails with the text on the screen if it never does.
    pub async fn until(&self, description: &str, holds: impl Fn(&Self) -> bool) {
        for _ in 0..500 {
            if holds(self) {
                return;
            }
            clock::wait(20).await;
        }
        panic!("waited in vain until {description}; the screen shows:\n{}", self.text());
    }

    pub fn text(&self) -> String {
        self.root.dyn_ref::<HtmlElement>().expect("an element").inner_text()
    }

    pub fn shows(&self, text: &str) -> bool {
        self.text().contains(text)
    }

    /// Finds a button or link by the beginning of its name.
    pub fn button(&self, name: &str) -> Option<HtmlElement> {
        let all = self.root.query_selector_all("button, a").ok()?;
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

    /// Scrolls to the end of the page.
    pub fn scroll_to_end(&self) {
        self.root.scroll_into_view_with_bool(false);
    }

    /// Returns the headings of the cards, in order.
    pub fn titles(&self) -> Vec<String> {
        let all = self.root.query_selector_all(".cards h3").expect("a query");
        let title = |i| all.get(i).and_then(|node| node.text_content()).unwrap_or_default();
        (0..all.length()).map(title).collect()
    }

    /// Returns the last text for a screen reader.
    pub fn announced(&self) -> String {
        let all = self.root.query_selector_all("[role=status]").expect("a query");
        (0..all.length()).filter_map(|i| all.get(i)?.text_content()).collect()
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
