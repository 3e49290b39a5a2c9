//! English.

use mall_contract::{
    AfterRefund, Benefit, Fen, Moment, Refusal, Remaining, RevocationReason, Sort, Validity,
};

#[cfg(not(target_arch = "wasm32"))]
use super::callers;
use super::{BenefitWording, Text, Wording, clock, fixed, till, unknown, wording as w};

pub static TEXT: Text = Text {
    claim_title: "Coupons for you",
    wallet_title: "My wallet",
    unreachable_title: "Couldn't load",
    skip_to_content: "Skip to content",
    switch_language: "中文",
    load_failed: "You seem to be offline. Check your connection and reload.",
    try_again: "Reload",

    payment_pending: "Confirming your payment…",
    payment_pending_hint: "Coupons appear here once it is confirmed, usually within seconds.",
    payment_unconfirmed: "Payment not confirmed yet",
    payment_unconfirmed_hint: "If you have paid, check again later or show your receipt at the service desk.",
    check_again: "Check again",

    payment_complete: "Payment complete",
    refunded: "Refunded",
    scanned_at: "Scanned at",
    offers_heading: "For your next stop",
    offers_count: |n| if n == 1 { "1 coupon".into() } else { format!("{n} coupons") },
    no_offers: "No coupons for you right now",
    no_offers_hint: "Visit another store and check back after your next payment.",

    arrange: "Filter and sort",
    all: "All",
    sort: |sort| match sort {
        Sort::Recommended => "For you",
        Sort::Expiring => "Ending soon",
        Sort::Nearest => "Nearest",
        Sort::Largest => "Top savings",
    },
    claimable_only: "Available now",
    no_match: "No matches",
    no_match_hint: "Change the filters, or see all offers.",
    show_all: "See all",
    claim_all: |n| format!("Claim all {n}"),
    claim_all_result: |claimed, refused, open| {
        let mut sentence = format!("{claimed} claimed");
        for (count, suffix) in [(refused, " not claimed"), (open, " pending")] {
            if count > 0 {
                sentence += &format!(", {count}{suffix}");
            }
        }
        sentence
    },
    queued: "Queueing…",
    queued_hint: "It's busy. Your request is saved and continues automatically.",
    more: "More offers",
    loading: "Loading…",
    not_loaded: "Didn't load. Tap to try again",
    offline: "You're offline. This continues once you're back online.",
    pull_to_refresh: "Pull to refresh",
    release_to_refresh: "Release to refresh",
    large_text: "Text +",
    normal_text: "Text −",

    claim: "Claim",
    claim_another: |have, limit| format!("Claim another ({have}/{limit})"),
    claiming: "Claiming…",
    checking: "Checking…",
    checking_hint: "The connection is poor. We're checking; please don't claim again.",
    claimed: "Claimed",
    open_in_wallet: "See in wallet",
    claimed_announcement: |title| format!("Claimed: {title}"),
    refused_announcement: |title, reason| format!("{title}: {reason}"),
    rules: "Rules",
    starts_in: "Starts in",
    few_left: |n| format!("Only {n} left"),
    percent_claimed: |p| format!("{p}% claimed"),

    threshold: |fen| {
        if fen == Fen(0) { "No minimum".into() } else { format!("Spend ¥{fen} or more") }
    },
    benefit,
    where_to_use: |floor, unit| {
        if unit.starts_with(floor) { unit.into() } else { format!("{floor} {unit}") }
    },
    validity_if_claimed,
    valid_until: |until, now| format!("Use by {}", moment(until.last_minute_before(), now)),
    usable_from: |from, now| format!("Usable from {}", moment(from, now)),
    show_at_till: ["Show it when you pay at ", " (", ")"],
    time_left: |remaining| {
        let Remaining { days, hours, minutes, .. } = remaining;
        match (days, hours) {
            (7.., _) => None,
            (1.., _) => Some(format!("{days} d {hours} h left")),
            (0, 1..) => Some(format!("{hours} h {minutes} min left")),
            _ => Some(format!("{minutes} min left")),
        }
    },

    wallet: "Wallet",
    wallet_empty: "Your wallet is empty",
    wallet_empty_hint: "Pay in the mall or scan a code there to get coupons.",
    usable_heading: "Ready to use",
    ended_heading: "Ended",
    not_yet: "Not valid yet",
    usable: "Ready to use",
    used: "Used",
    used_at: |at, now| format!("Used {}", moment(at, now)),
    expired: "Expired",
    no_longer_valid: "No longer valid",
    revoked: |reason| match reason {
        RevocationReason::PaymentRefunded => {
            "Your payment was refunded, so this coupon is no longer valid."
        }
        RevocationReason::Withdrawn => "This coupon was withdrawn.",
    },
    after_refund: |after| match after {
        AfterRefund::Revoked => "Cancelled if this payment is refunded before use",
        AfterRefund::Kept => "Stays yours if this payment is refunded",
    },

    join_sentences: |first, second| format!("{first} {second}"),
    moment,
    refusal,
    error_code: "Code",
    request_id: "Request",
    to_wallet: "Open wallet",
    to_scan: "Scan a code",
};

fn benefit(benefit: &Benefit) -> BenefitWording {
    match benefit {
        Benefit::AmountOff(fen) => BenefitWording {
            before: "¥",
            main: fen.to_string(),
            after: "off",
            kind: "Money off",
            ..Default::default()
        },
        Benefit::Discount { paid_share, cap } => BenefitWording {
            main: format!("{}%", paid_share.percent_off()),
            after: "off",
            kind: "Discount",
            detail: cap.map(|cap| format!("up to ¥{cap} off")),
            ..Default::default()
        },
        Benefit::Exchange { item, price: Fen(0) } => BenefitWording {
            main: "Free".into(),
            kind: "Gift",
            detail: Some(item.clone()),
            ..Default::default()
        },
        Benefit::Unknown => {
            BenefitWording { main: "Deal".into(), kind: "Coupon", ..Default::default() }
        }
        Benefit::Exchange { item, price } => BenefitWording {
            before: "¥",
            main: price.to_string(),
            kind: "Special price",
            detail: Some(item.clone()),
            ..Default::default()
        },
    }
}

fn validity_if_claimed(validity: Validity, claimed_at: Moment, now: Moment) -> String {
    if let Validity::Unknown = validity {
        return "See the rules for when to use it".into();
    }
    let (from, until) = validity.span(claimed_at);
    let last = moment(until.last_minute_before(), now);
    if from > claimed_at {
        format!("Usable from {} to {last}", moment(from, now))
    } else if claimed_at > now {
        format!("Claim then, use by {last}")
    } else {
        format!("Claim now, use by {last}")
    }
}

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

fn moment(moment: Moment, now: Moment) -> String {
    let (c, today) = (moment.civil(), now.civil());
    let time = clock(moment);
    let month = MONTHS[(c.month - 1) as usize];
    match moment.civil_day() - now.civil_day() {
        0 => format!("today {time}"),
        1 => format!("tomorrow {time}"),
        -1 => format!("yesterday {time}"),
        _ if c.year == today.year => format!("{} {month} {time}", c.day),
        _ => format!("{} {month} {} {time}", c.day, c.year),
    }
}

fn refusal(refusal: &Refusal, now: Moment) -> Wording {
    use Refusal as R;
    let wait = |seconds: &u32| format!("Please try again in {seconds} s.");
    match refusal {
        R::OfferNotStarted { starts_at } => {
            let at = moment(*starts_at, now);
            w("Starts soon", format!("Opens {at}."), "You can claim it here then.")
        }
        R::OfferEnded => fixed(&["Ended", "This offer has ended.", "See what other stores offer."]),
        R::OfferPaused => fixed(&["Paused", "This offer is paused.", "Please check back later."]),
        R::UnknownOffer => {
            fixed(&["Not found", "We can't find this offer.", "Go back and see the other offers."])
        }
        R::SoldOut => {
            fixed(&["All claimed", "None of these are left.", "See what other stores offer."])
        }
        R::DailyLimit { again_at } => w(
            "None left today",
            "Today's coupons are all claimed.",
            format!("New ones open {}.", moment(*again_at, now)),
        ),
        R::PersonLimit { limit } => w(
            "Claimed",
            format!("You've reached the limit of {limit} per person."),
            "Open your wallet to use yours.",
        ),
        R::PaymentTooSmall { least, short } => w(
            "Not eligible yet",
            format!("For payments of ¥{least} or more."),
            format!("Spend ¥{short} more in one payment to get it."),
        ),
        R::PaymentFirst { least } => w(
            "After a payment",
            format!("For payments of ¥{least} or more in the mall."),
            "Claim it on the page that opens after you pay.",
        ),
        R::PlacementPaused => fixed(&[
            "Paused",
            "There are no offers here right now.",
            "Scan again later, or try another code nearby.",
        ]),
        R::PlacementEnded => fixed(&[
            "Ended",
            "The offers here have ended.",
            "Scan another code nearby for other offers.",
        ]),
        R::PaymentNotConfirmed { retry_after } => {
            w("Confirming", "This payment isn't confirmed yet.", wait(retry_after))
        }
        R::PaymentRefunded => fixed(&[
            "Refunded",
            "This payment was refunded, so nothing can be claimed.",
            "Your next payment brings new offers.",
        ]),
        R::NotForThisPayment => fixed(&[
            "Not for this payment",
            "This offer isn't available here.",
            "See the other offers here.",
        ]),
        R::LinkInvalid => {
            fixed(&["Invalid link", "This link is not valid.", "Open it again from your payment."])
        }
        R::LinkExpired => fixed(&[
            "Link expired",
            "This link has expired.",
            "Claimed coupons are in your wallet. Your next payment or scan brings new offers.",
        ]),
        R::LinkTaken => fixed(&[
            "Opened elsewhere",
            "This link was first opened on another device or browser.",
            "Please claim where it was opened first.",
        ]),
        R::SessionMissing => fixed(&[
            "Open again",
            "We do not recognise this browser, so nothing can be claimed yet.",
            "Please allow cookies and open the link or scan the code again.",
        ]),
        R::TooMany { retry_after } => w("Too fast", "That was too fast.", wait(retry_after)),
        R::Busy { retry_after } => {
            w("Queueing", "It's busy right now; your request is saved.", wait(retry_after))
        }
        // The page never causes these refusals, so its module goes without their texts.
        #[cfg(not(target_arch = "wasm32"))]
        refusal if let Some(wording) = callers::en(refusal) => wording,
        R::Till(refusal) => till::en(refusal, now),
        R::Unknown(refusal) => unknown(
            refusal,
            &["Not possible", "This can't be done here.", "Reload the page and try again."],
        ),
        _ => fixed(&[
            "Something went wrong",
            "Something went wrong. We don't know the result yet.",
            "Please reopen the page to see it.",
        ]),
    }
}
