//! The start of the module in the browser: read the page's data, draw the page detached, take over.

use mall_contract::Surface;
use wasm_bindgen::prelude::wasm_bindgen;
use yew::{AttrValue, Callback};

use crate::api::events;
use crate::app::{App, AppProps};
use crate::host::caller::Caller;
use crate::host::{document, frame, json, offline_copy};
use crate::page::{CLAIM, Page};
use crate::session::{Clock, Session};
use crate::text::Language;

/// Draws the document's page. The browser calls this when the module is ready.
#[wasm_bindgen(start)]
pub fn start() {
    // Without data to draw from, the server's page stays.
    let _ = run();
}

fn run() -> Option<()> {
    let served = document::page_element()?;
    let (path, query) = document::address()?;
    let language = document::language();
    let language = language.as_deref().and_then(Language::parse).unwrap_or_default();
    let caller = Caller::new(language.code());
    let receipt = receipt_query(&path, &query);
    caller.set_receipt_query(&receipt);
    let (data, arrived) = document::page_data()?;
    let page: Page = json::read(&data)?;
    // A page that only a newer build knows stays as the server drew it.
    if matches!(page, Page::Unreachable) && document::is_drawn(&served) {
        return None;
    }
    let copy_arrived = keep_copies(&page);
    let pass = page.pass();
    if let Some(pass) = &pass {
        caller.set_pass(pass);
    }
    #[cfg(feature = "coupon")]
    if matches!(page, Page::Coupon(_)) {
        crate::host::history::reload_on_other_path(path);
    }
    let surface = surface(frame::enter(&served));
    let counter = match &page {
        Page::Claim(page) if CLAIM => events::counter(&caller, &page.link, surface),
        _ => None,
    };
    let session = Session {
        language,
        caller,
        large_text: document::large_text(),
        clock: Clock::running(page.server_time(), copy_arrived.unwrap_or(arrived)),
        is_offline_copy: copy_arrived.is_some(),
        form_nonce: AttrValue::default(),
        pass,
        query: receipt.into(),
        surface,
        report: counter.map_or_else(Callback::noop, Callback::from),
    };

    let detached = document::detached_page()?;
    let on_drawn = Callback::from({
        let detached = detached.clone();
        move |()| document::take_over(&detached, &served)
    });
    yew::Renderer::<App>::with_root_and_props(
        detached,
        AppProps { page: page.into(), session, on_drawn },
    )
    .render();
    Some(())
}

/// Keeps copies of pages such as this one. Returns when the data of this page arrived, if it is a copy.
fn keep_copies(page: &Page) -> Option<i64> {
    offline_copy::keep(page.offline_scope()?);
    offline_copy::arrived_ms()
}

/// Returns where the page is shown.
fn surface(in_frame: bool) -> Surface {
    if in_frame {
        Surface::Receipt
    } else if document::user_agent_has("miniProgram") {
        Surface::MiniProgram
    } else if document::user_agent_has("MicroMessenger") {
        Surface::Wechat
    } else {
        Surface::Browser
    }
}

/// Returns the parameters a receipt was opened with; empty for other addresses.
fn receipt_query(path: &str, query: &str) -> String {
    let mut receipt = String::new();
    if path.starts_with("/receipt") {
        for pair in query.trim_start_matches('?').split('&') {
            if ["sub_mch_id=", "out_trade_no=", "check_code="]
                .iter()
                .any(|key| pair.starts_with(key))
            {
                receipt.push_str(if receipt.is_empty() { "" } else { "&" });
                receipt.push_str(pair);
            }
        }
    }
    receipt
}
