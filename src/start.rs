//! The module's start in the browser: read, draw aside, take over.

use mall_contract::{Arrangement, Surface};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::spawn_local;
use web_sys::Element;
use yew::Callback;

use crate::api::client::Failure;
use crate::api::{events, pages};
use crate::app::{App, AppProps, Page};
use crate::host::caller::Caller;
use crate::host::json::Read;
use crate::host::{clock, document, frame, random};
use crate::route::Route;
use crate::session::{Clock, Session};
use crate::text::Language;

/// Draws the page the document is for. Called by the browser when the module is ready.
#[wasm_bindgen(start)]
pub fn start() {
    spawn_local(async {
        if let Some(served) = document::page_element() {
            run(served).await;
        }
    });
}

async fn run(served: Element) {
    let (path, query) = document::address().unwrap_or_default();
    let asked = query.split(['?', '&']).find_map(|pair| pair.strip_prefix("lang="));
    let language = asked.map(str::to_owned).or_else(document::language);
    let language = language.as_deref().and_then(Language::parse).unwrap_or_default();
    let caller = Caller::new(language.code());
    let receipt = receipt_query(&path, &query);
    caller.on_receipt(&receipt);

    let beside =
        document::page_data().and_then(|(data, arrived)| Some((Page::read(&data)?, arrived)));
    let (page, arrived): (Page, i64) = match (beside, Route::parse(&path)) {
        (Some(beside), _) => beside,
        (None, Some(route)) => (load(&caller, &route, &query).await, clock::device_ms()),
        // Nothing to draw from, and no address of ours: what the server wrote stands.
        (None, None) => return,
    };
    // Only forms that are posted without the module use it; those of a module without a random
    // source still have the server's id from before.
    let form_nonce = random::request_id().map_or_else(String::new, Into::into);
    let pass = page.pass();
    if let Some(pass) = &pass {
        caller.carry(pass);
    }
    let surface = surface(&served);
    let counter = match &page {
        Page::Claim(page) => events::counter(&caller, &page.link, surface),
        _ => None,
    };
    let session = Session {
        language,
        caller,
        large_text: document::large_text(),
        clock: Clock::running(page.server_time(), arrived),
        form_nonce: form_nonce.into(),
        pass,
        query: receipt.into(),
        surface,
        report: counter.map_or_else(Callback::noop, Callback::from),
    };

    let Some(aside) = document::detached_page() else { return };
    let on_drawn = Callback::from({
        let aside = aside.clone();
        move |()| document::take_over(&aside, &served)
    });
    yew::Renderer::<App>::with_root_and_props(
        aside,
        AppProps { page: page.into(), session, on_drawn },
    )
    .render();
}

/// Where the page is shown.
fn surface(served: &Element) -> Surface {
    if frame::enter(served) {
        return Surface::Receipt;
    }
    let agent = document::user_agent();
    if agent.contains("miniProgram") {
        Surface::MiniProgram
    } else if agent.contains("MicroMessenger") {
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

/// The page's data from the server, where the document came without it.
async fn load(caller: &Caller, route: &Route, query: &str) -> Page {
    let loaded = match route {
        Route::Claim { link } => {
            let query = Arrangement::parse(query).query();
            let page = pages::claim_page(caller, link, &query, None).await;
            page.map(|page| Page::Claim(page.into()))
        }
        Route::Wallet => pages::wallet(caller, None).await.map(Page::Wallet),
    };
    loaded.unwrap_or_else(|failure| match failure {
        Failure::Refused(problem) => Page::Problem(*problem),
        Failure::Later(_) | Failure::Unknown => Page::Unreachable,
    })
}
