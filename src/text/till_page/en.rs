//! English.

use mall_contract::{CodeEntryMode, Fen, InvalidAmount, Refusal, Role, TillRefusal};

use super::{CameraText, TillText};

pub static TEXT: TillText = TillText {
    title: "Till",
    opening: "The till is opening. If this takes more than a few seconds, please use a current version of Chrome, Edge or Safari.",

    log_in: "Log in",
    store: "Store",
    choose_store: "Choose your store",
    name: "Name",
    password: "Password",
    one_moment: "One moment…",
    session_ended: "Your session has ended. Please log in again; what you typed is still there.",
    locked_for: |seconds| format!("Too many failed attempts. Please wait {seconds} s."),
    unreachable: "Cannot reach the server. Check the network, then try again.",
    choose_password: "Choose your own password",
    choose_password_hint: "Someone else set your first password. Choose one only you know, with at least 10 characters.",
    current_password: "Current password",
    new_password: "New password",
    repeat_password: "Repeat new password",
    passwords_differ: "The new passwords do not match.",
    save: "Save",
    role: |role| match role {
        Role::Cashier => "cashier",
        Role::StoreManager => "store manager",
        Role::Merchant => "merchant",
        Role::Operator => "mall operator",
        Role::Provider => "service provider",
    },
    menu: "Menu",
    sound_on: "Turn sound on",
    sound_off: "Turn sound off",
    log_out: "Log out",
    log_out_everywhere: "Log out on all devices",

    ready: ["Scan the shopper's code", "Use a hand scanner or the camera, or type the code."],
    scan: "Scan with the camera",
    code: "Coupon code",
    code_hint: "Sixteen letters and digits; case, spaces and hyphens do not matter",
    check: "Check",
    not_a_code: ["Not a coupon code", "A code has sixteen letters and digits; please check it."],
    looking_up: "Checking…",
    lookup_failed: [
        "Cannot reach the server",
        "This coupon was not checked, and nothing was changed. Check the network, then try again.",
    ],
    try_again: "Try again",
    usable: "Can be used",
    usable_next: "Enter order number and amount, then redeem.",
    code_end: |end| format!("code ends in {end}"),
    order: "Order number",
    order_invalid: "Enter the order number, up to 64 characters.",
    amount: "Amount before the coupon (¥)",
    amount_invalid: |wrong| match wrong {
        InvalidAmount::Empty => "Enter the order amount.",
        InvalidAmount::Negative => "The amount cannot be below 0.",
        InvalidAmount::TooPrecise => "Use at most two decimals.",
        InvalidAmount::TooLarge => "The most is ten million yuan.",
        InvalidAmount::NotANumber => "Enter a number such as 128.50.",
    },
    amount_short: |short| format!("The order is ¥{short} too small."),
    amount_same_as_order: |amount| {
        format!("The amount is the same as the order number: ¥{}. Is it right?", amount.exact())
    },
    amount_far_above: |amount| {
        format!("The amount is far above the usual: ¥{}. Is it right?", amount.exact())
    },
    revise_amount: "Correct the amount",
    confirm_amount: "It is right, redeem",
    redeem: "Redeem",

    redeeming: ["Redeeming…", "Please wait before you accept the coupon."],
    result_unknown: [
        "Result not known yet",
        "The network is unstable. The till keeps checking. Do not redeem again under another order number.",
    ],
    serve_next_shopper: "Serve the next shopper",
    redeemed: "Redeemed",
    undone: "Undone",
    undone_by: |at, by, reason| format!("Undone {at} by {by}: {reason}"),
    saving: "Saves",
    to_pay: "To pay",
    cashier: "By",
    time: "Time",
    next_shopper: "Next shopper",
    set_aside_pending: |order| format!("Order {order}: still checking the result"),
    set_aside_redeemed: |order| format!("Order {order}: redeemed"),
    set_aside_refused: |order, reason| format!("Order {order}: not redeemed. {reason}"),
    dismiss: "Got it",

    undo: "Undo",
    undo_of: |order| format!("Undo order {order}"),
    undo_until: |until| format!("Can be undone until {until}"),
    undo_reason: "Why undo it?",
    undo_reasons: ["Wrong coupon", "The shopper cancelled", "Wrong order or amount"],
    other_undo_reason: "Other reason",
    confirm_undo: "Undo this redemption",
    cancel_undo: "Do not undo",
    undo_reason_missing: "Enter the reason, up to 200 characters.",
    undoing: "Undoing…",
    undo_unknown: "Still checking whether it was undone…",

    today: "Today",
    day_before: "Previous day",
    day_after: "Next day",
    totals: ["Redeemed", "Undone", "Order amount", "Saved"],
    download_csv: "Download CSV",
    day_empty: "Nothing was redeemed on this day.",
    loading: "Loading…",
    not_loaded: "The list could not be loaded.",
    more: |count| format!("Show more ({count} left)"),
    entry_mode: |read| match read {
        CodeEntryMode::Scanned => "scanned",
        CodeEntryMode::Typed => "typed",
        CodeEntryMode::Offline => "offline",
    },
    order_of: |order| format!("Order {order}"),
    conflicts: "Accepted offline, to settle with the mall",
    conflicts_hint: "These coupons were accepted offline and should not have been. Shoppers are not charged.",

    offline: "Offline",
    offline_hint: "Accept coupons without a network, within limits per coupon and till.",
    offline_on: "Accept coupons offline",
    value_limit: "Most per coupon (¥)",
    count_limit: "Most coupons per till",
    limits_invalid: "The amount must be above 0, the count 1 to 1000.",
    settings_saved: "Saved.",

    offline_allowed: |remaining, value, until| {
        format!(
            "No network. Until {until} you can accept {remaining} more of up to ¥{value} each. \
             Scan the QR code on the shopper's phone."
        )
    },
    offline_used_up: "No network, and the offline limit is used up. Wait for the network to come back.",
    offline_not_allowed: "No network, and this store accepts no coupons offline. Wait for the network to come back.",
    uploads_pending: |count| {
        let coupons = if count == 1 { "1 coupon" } else { &format!("{count} coupons") };
        format!(
            "{coupons} accepted offline will be uploaded once the network is back. Do not clear the browser's data."
        )
    },
    conflicts_found: |count| {
        let coupons = if count == 1 { "1 coupon" } else { &format!("{count} coupons") };
        format!(
            "{coupons} accepted offline must be settled with the mall: see the list below. No shopper is charged."
        )
    },
    usable_offline: "Can be accepted offline",
    usable_offline_for: |value, least| match least {
        Fen(..=0) => format!("Deduct the coupon's amount, up to ¥{value}."),
        _ => format!("For orders of ¥{least} or more. Deduct the coupon's amount, up to ¥{value}."),
    },
    redeemed_offline: "Accepted offline",
    redeemed_offline_for: |order, value| {
        format!("Order {order}, up to ¥{value} off. It is uploaded once the network is back.")
    },
    refused_offline: |refusal| {
        Some(match refusal {
            Refusal::Till(TillRefusal::OfflineNotProven) => [
                "Not now".into(),
                "This code cannot be checked offline. Scan the QR code on the shopper's coupon page, \
                 or wait for the network to come back."
                    .into(),
            ],
            Refusal::Till(TillRefusal::OfflineNotGranted) => [
                "Not now".into(),
                "The time for accepting coupons offline is up. Wait for the network to come back.".into(),
            ],
            Refusal::Till(TillRefusal::OfflineOverLimit { most_value, most_count }) => [
                "Not now".into(),
                format!(
                    "Offline, a till accepts up to {most_count} coupons of up to ¥{most_value} each. \
                     Wait for the network to come back."
                ),
            ],
            _ => return None,
        })
    },

    camera: CameraText {
        opening: "Opening the camera…",
        aim: "Hold the shopper's code inside the frame",
        close_camera: "Close camera",
        light_on: "Light on",
        light_off: "Light off",
        switch_camera: "Switch camera",
        retry: "Try again",

        permission_denied: [
            "Camera access is off",
            "Allow the camera in the browser's settings, use a hand scanner, or type the code.",
        ],
        no_camera: ["No camera found", "Use a hand scanner, or type the code."],
        in_use: ["Another app is using the camera", "Close that app, then try again."],
        disconnected: ["The camera stopped", "Another app may be using it. Please try again."],
        unsupported: ["The camera cannot be used here", "Use a hand scanner, or type the code."],
        not_loaded: [
            "The scanner could not be loaded",
            "Check the network, then try again. Or use a hand scanner, or type the code.",
        ],
    },
};
