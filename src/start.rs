//! The module's start in the browser: read, draw aside, take over.

use mall_contract::Surface;
use wasm_bindgen::prelude::wasm_bindgen;
use yew::{AttrValue, Callback};

use crate::api::events;
use crate::app::{App, AppProps, CLAIM, Page};
use crate::host::caller::Caller;
#[cfg(feature = "coupon")]
use crate::host::history;
#[cfg(any(feature = "coupon", feature = "wallet"))]
use crate::host::kept;
use crate::host::{document, frame, json};
use crate::session::{Clock, Session};
use crate::text::Language;

/// Draws the page the document is for. Called by the browser when the module is ready.
#[wasm_bindgen(start)]
pub fn start() {
    // Where there is nothing to draw from, what the server wrote stands.
    let _ = run();
}

fn run() -> Option<()> {
    let served = document::page_element()?;
    let (path, query) = document::address()?;
    let language = document::language();
    let language = language.as_deref().and_then(Language::parse).unwrap_or_default();
    let caller = Caller::new(language.code());
    let receipt = receipt_query(&path, &query);
    caller.on_receipt(&receipt);
    let (data, arrived) = document::page_data()?;
    let page: Page = json::read(&data)?;
    #[cfg(any(feature = "coupon", feature = "wallet"))]
    let since = kept::since();
    #[cfg(any(feature = "coupon", feature = "wallet"))]
    let arrived = since.unwrap_or(arrived);
    #[cfg(any(feature = "coupon", feature = "wallet"))]
    if let Some(scope) = page.kept_below() {
        kept::keep(scope);
    }
    let pass = page.pass();
    if let Some(pass) = &pass {
        caller.carry(pass);
    }
    #[cfg(feature = "coupon")]
    if matches!(page, Page::Coupon(_)) {
        history::load_elsewhere(path);
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
        clock: Clock::running(page.server_time(), arrived),
        #[cfg(any(feature = "coupon", feature = "wallet"))]
        kept: since.is_some(),
        form_nonce: AttrValue::default(),
        pass,
        query: receipt.into(),
        surface,
        report: counter.map_or_else(Callback::noop, Callback::from),
    };

    let aside = document::detached_page()?;
    let on_drawn = Callback::from({
        let aside = aside.clone();
        move |()| document::take_over(&aside, &served)
    });
    yew::Renderer::<App>::with_root_and_props(
        aside,
        AppProps { page: page.into(), session, on_drawn },
    )
    .render();
    Some(())
}

/// Where the page is shown.
fn surface(in_frame: bool) -> Surface {
    if in_frame {
        Surface::Receipt
    } else if document::agent_says("miniProgram") {
        Surface::MiniProgram
    } else if document::agent_says("MicroMessenger") {
        Surface::Wechat
    } else {
        Surface::Browser
    }
}

/// What a receipt was opened with; empty for other addresses.
fn receipt_query(path: &str, query: &str) -> String {
    let mut kept = String::new();
    if path.starts_with("/receipt") {
        for pair in query.trim_start_matches('?').split('&') {
            if ["sub_mch_id=", "out_trade_no=", "check_code="]
                .iter()
                .any(|key| pair.starts_with(key))
            {
                kept.push_str(if kept.is_empty() { "" } else { "&" });
                kept.push_str(pair);
            }
        }
    }
    kept
}
