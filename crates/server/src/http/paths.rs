//! Paths that more than one part of the web server names.

/// Takes reports of events.
pub const EVENTS: &str = "/v1/events";

/// Logs a mini-program in.
pub const MINI_PROGRAM_SESSIONS: &str = "/v1/mini-program/sessions";

/// Logs staff in.
pub const STAFF_SESSIONS: &str = "/v1/staff/sessions";

/// Takes a file of placements, the only large body.
pub const IMPORT: &str = "/v1/placements/import";

/// Draws a sheet of cards.
pub const SHEET: &str = "/v1/placements/sheet";

/// Signs a page for WeChat.
pub const JS_CONFIG: &str = "/v1/wechat/js-config";

/// The data of the receipt's page.
pub const RECEIPTS: &str = "/v1/receipts";

/// The receipt's page. The payment service knows this address.
pub const RECEIPT: &str = "/receipt";

/// The form of one claim in the receipt.
pub const RECEIPT_CLAIMS: &str = "/receipt/claims";

/// The form of several claims in the receipt.
pub const RECEIPT_CLAIMS_ALL: &str = "/receipt/claims/all";

/// The worker by which pages go on without a network.
pub const OFFLINE_WORKER: &str = "/offline.js";

/// Checks whether a path leads to a drawing of the interface: a poster or a code.
#[must_use]
pub fn is_drawing(path: &str) -> bool {
    is_poster(path) || path.ends_with("/qr.svg") || path.ends_with("/qr.png")
}

/// Checks whether requests to a path have a queue or places of their own.
#[must_use]
pub fn has_queue(path: &str) -> bool {
    is_drawing(path) || matches!(path, STAFF_SESSIONS | IMPORT)
}

/// Checks whether requests to a path wait for another service, for a payment's notice, or in a queue of their own.
#[must_use]
pub fn has_waits(path: &str) -> bool {
    has_queue(path)
        || matches!(path, MINI_PROGRAM_SESSIONS | JS_CONFIG | RECEIPTS)
        || path.starts_with(RECEIPT)
}

/// Checks whether requests to a path may be signed with an API key.
#[must_use]
pub fn is_signed(path: &str) -> bool {
    matches!(path, "/v1/payments" | "/v1/refunds" | "/v1/events/counts" | "/v1/placements")
        || path.starts_with("/v1/placements/")
        || path.starts_with("/v1/till/")
}

/// Checks whether a path leads to a poster or a sheet, which is drawn for each request.
#[must_use]
pub fn is_poster(path: &str) -> bool {
    path == SHEET || path.ends_with("/poster.pdf") || path.ends_with("/poster.svg")
}
