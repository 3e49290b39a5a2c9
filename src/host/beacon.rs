//! What is sent while the page goes away.

/// Hands JSON to the browser, to be posted even after the page is gone. Says whether the browser took
/// it; no answer is ever heard of.
pub fn post(address: &str, body: &str) -> bool {
    let Some(window) = web_sys::window() else { return false };
    // As text, which says `text/plain`: this asks no other site for leave first.
    window.navigator().send_beacon_with_opt_str(address, Some(body)).unwrap_or(false)
}
