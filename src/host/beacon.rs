//! Requests that are sent while the page goes away.

/// Hands JSON to the browser, which posts it even after the page is gone. Returns whether the browser
/// accepted it. The response never reaches the page.
pub fn post(address: &str, body: &str) -> bool {
    let Some(window) = web_sys::window() else { return false };
    // As `text/plain`, which needs no CORS preflight.
    window.navigator().send_beacon_with_opt_str(address, Some(body)).unwrap_or(false)
}
