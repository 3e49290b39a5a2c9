//! English.

use mall_contract::{CodeEntryMode, Fen, InvalidAmount, Refusal, Role};

use super::{CameraText, TillText};

pub static TEXT: TillText = TillText {
    title: "Till",
    coming: "The till is opening. If this stays for more than a few seconds, please use a current version of Chrome, Edge or Safari.",

    log_in: "Log in",
    store: "Store",
    choose_store: "Choose your store",
    name: "Name",
    password: "Password",
    one_moment: "One moment…",
    session_ended: "Your session has ended. Please log in again; what you typed is still there.",
    locked_for: |seconds| format!("Too many wrong tries. Please wait {seconds} s."),
    no_answer: "The server cannot be reached. Check the network, then try again.",
    own_password: "Choose your own password",
    own_password_why: "Somebody else made the first password. Choose one that only you know, of 10 characters or more.",
    old_password: "Password until now",
    new_password: "New password",
    again_password: "New password again",
    not_the_same: "The two new passwords are not the same.",
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

    ready: [
        "Scan the shopper's code",
        "Use a hand scanner at any time, the camera, or type the code.",
    ],
    scan: "Scan with the camera",
    code: "Coupon code",
    code_hint: "Sixteen letters and digits; case, spaces and hyphens do not matter",
    check: "Check",
    not_a_code: ["Not a coupon's code", "A code has sixteen letters and digits; please check it."],
    asking: "Checking…",
    not_asked: [
        "The server cannot be reached",
        "Nothing is known of this coupon yet, and nothing was changed. Check the network, then try again.",
    ],
    try_again: "Try again",
    usable: "Can be used",
    usable_next: "Type order number and amount, then redeem.",
    code_end: |end| format!("code ends in {end}"),
    order: "Order number",
    order_wrong: "Please type the order number, 64 characters at most.",
    amount: "Amount before the coupon (¥)",
    amount_wrong: |wrong| match wrong {
        InvalidAmount::Empty => "Please type the order's amount.",
        InvalidAmount::Negative => "An amount is not below 0.",
        InvalidAmount::TooPrecise => "An amount has two decimals at most.",
        InvalidAmount::TooLarge => "An amount is ten million yuan at most.",
        InvalidAmount::NotANumber => "That is no amount. Type a number such as 128.50.",
    },
    short: |short| format!("The order is too small: ¥{short} short."),
    redeem: "Redeem",

    taking: ["Redeeming…", "Please wait before you take the coupon."],
    unknown: [
        "Not known yet",
        "The network is unsteady; the result is being asked for by itself. Do not redeem again under another order number.",
    ],
    serve_next: "Serve the next shopper",
    taken: "Redeemed",
    given_back: "Undone",
    undone_by: |at, by, reason| format!("Undone {at} by {by}: {reason}"),
    saved: "Saves",
    to_pay: "To pay",
    by: "By",
    time: "Time",
    next: "Next shopper",
    aside_open: |order| format!("Order {order}: not known yet, being asked for by itself"),
    aside_taken: |order| format!("Order {order}: redeemed"),
    aside_refused: |order, why| format!("Order {order}: not redeemed. {why}"),
    noted: "Got it",

    undo: "Undo",
    undo_of: |order| format!("Undo order {order}"),
    undo_until: |until| format!("Can be undone until {until}"),
    why: "Why undo it?",
    reasons: ["Wrong coupon", "The shopper cancelled", "Wrong order or amount"],
    other_reason: "Another reason",
    give_back: "Undo this redemption",
    keep: "Do not undo",
    no_reason: "Please write the reason, 200 characters at most.",
    giving_back: "Undoing…",
    giving_back_unknown: "Not known yet whether it is undone; being asked for by itself…",

    today: "Today",
    day_before: "Previous day",
    day_after: "Next day",
    totals: ["Redeemed", "Undone", "Order amount", "Saved"],
    csv: "Download CSV",
    nothing: "Nothing was redeemed on this day.",
    loading: "Loading…",
    not_loaded: "The list could not be loaded.",
    more: |count| format!("Show more ({count} left)"),
    read: |read| match read {
        CodeEntryMode::Scanned => "scanned",
        CodeEntryMode::Typed => "typed",
        CodeEntryMode::Offline => "offline",
    },
    order_of: |order| format!("Order {order}"),
    conflicts: "Taken offline, to settle with the mall",
    conflicts_why: "These coupons were taken while the till was offline and should not have been. Shoppers are not charged.",

    offline: "Offline",
    offline_why: "Take coupons without a network, too, within bounds for each coupon and each till.",
    offline_on: "Take coupons offline",
    most_value: "A coupon saves at most (¥)",
    most_count: "A till takes at most",
    bounds_wrong: "A coupon's worth is above 0, and the count 1 to 1000.",
    saved_settings: "Saved.",

    away: |left, value, until| {
        format!(
            "No network. Until {until} you can take {left} more offline, worth ¥{value} at most each. \
             Scan the QR code on the shopper's phone."
        )
    },
    away_used_up: "No network, and no more can be taken offline. Wait for the network to come back.",
    away_without: "No network, and this store takes no coupons offline. Wait for the network to come back.",
    untold: |count| {
        let coupons = if count == 1 { "1 coupon" } else { &format!("{count} coupons") };
        format!(
            "{coupons} taken offline will be reported once the network is back. Do not clear the browser's data."
        )
    },
    found: |count| {
        let coupons = if count == 1 { "1 coupon" } else { &format!("{count} coupons") };
        format!(
            "{coupons} taken offline must be settled with the mall: see the list below. No shopper is charged."
        )
    },
    proven: "Can be taken offline",
    proven_for: |value, least| match least {
        Fen(..=0) => format!("Take off what the coupon says, ¥{value} at most."),
        _ => format!("For ¥{least} and more. Take off what the coupon says, ¥{value} at most."),
    },
    taken_offline: "Taken offline",
    taken_offline_for: |order, value| {
        format!("Order {order}, ¥{value} off at most. It is reported once the network is back.")
    },
    refused_offline: |refusal| {
        Some(match refusal {
            Refusal::OfflineNotProven => [
                "Not now".into(),
                "Without a network this code proves nothing. Scan the QR code that the shopper's coupon shows \
                 now, or wait for the network to come back."
                    .into(),
            ],
            Refusal::OfflineNotGranted => [
                "Not now".into(),
                "The time for taking coupons offline is used up. Wait for the network to come back.".into(),
            ],
            Refusal::OfflineOverLimit { most_value, most_count } => [
                "Not now".into(),
                format!(
                    "Without a network {most_count} coupons can be taken, worth ¥{most_value} at most each. \
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
        another_camera: "Other camera",
        retry: "Try again",

        refused: [
            "The camera is not allowed",
            "Allow the camera in the browser's settings, use a hand scanner, or type the code.",
        ],
        missing: ["No camera found", "Use a hand scanner, or type the code."],
        taken: ["Another app is using the camera", "Close that app, then try again."],
        lost: ["The camera went away", "Another app may have taken it. Please try again."],
        unsupported: ["The camera cannot be used here", "Use a hand scanner, or type the code."],
        not_loaded: [
            "The scanner could not be loaded",
            "Check the network, then try again. Or use a hand scanner, or type the code.",
        ],
    },
};
