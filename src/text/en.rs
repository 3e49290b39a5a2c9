//! English.

use mall_contract::{
    AfterRefund, Benefit, Fen, Moment, Refusal, Remaining, RevocationReason, Sort, Validity,
};

#[cfg(not(target_arch = "wasm32"))]
use super::callers;
#[cfg(any(not(target_arch = "wasm32"), feature = "till"))]
use super::till;
use super::{BenefitWording, Text, Wording, clock, plain, wording as w};

pub static TEXT: Text = Text {
    claim_title: "Coupons for you",
    wallet_title: "My wallet",
    unreachable_title: "Nothing was loaded",
    skip_to_content: "Skip to content",
    switch_language: "中文",
    load_failed: "There is no connection right now. Check the network and load again.",
    try_again: "Load again",

    waiting: "Confirming your payment…",
    waiting_next: "Coupons appear here once the payment is confirmed, usually within seconds.",
    waited: "The payment is not confirmed yet",
    waited_next: "If you have paid, look again later, or show your receipt at the service desk.",
    look_again: "Look again",

    paid: "Payment complete",
    refunded: "Refunded",
    scanned: "Scanned here",
    offers_heading: "For your next stop",
    offers_count: |n| if n == 1 { "1 coupon".into() } else { format!("{n} coupons") },
    no_offers: "No coupons for you right now",
    no_offers_next: "Visit another store and look again after your next payment.",

    arrange: "Filter and sort",
    all: "All",
    sort: |sort| match sort {
        Sort::Recommended => "For you",
        Sort::Expiring => "Ending soon",
        Sort::Nearest => "Nearest",
        Sort::Largest => "Biggest",
    },
    claimable_only: "Claimable only",
    none_match: "No coupon fits",
    none_match_next: "Choose something else, or see all offers.",
    show_all: "See all",
    claim_all: |n| format!("Claim all {n}"),
    claimed_of_all: |claimed, refused, open| {
        let mut said = format!("{claimed} claimed");
        for (count, what) in [(refused, " not claimed"), (open, " being checked")] {
            if count > 0 {
                said += &format!(", {count}{what}");
            }
        }
        said
    },
    queued: "Queueing…",
    queued_hint: "Many people are claiming. Your request is kept and goes on by itself.",
    more: "More offers",
    loading: "Loading…",
    not_loaded: "Nothing was loaded; tap to try again",
    offline: "No connection. This goes on by itself once you are back.",
    pull_to_refresh: "Pull to refresh",
    release_to_refresh: "Release to refresh",
    large_text: "Text +",
    normal_text: "Text −",

    claim: "Claim",
    claim_another: |have, limit| format!("Claim another ({have}/{limit})"),
    claiming: "Claiming…",
    checking: "Checking…",
    checking_hint: "The network is unsteady. We are finding out; please do not claim again.",
    claimed: "Claimed",
    see_in_wallet: "See in wallet",
    claimed_announcement: |title| format!("Claimed: {title}"),
    refused_announcement: |title, why| format!("{title}: {why}"),
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
    left: |left| {
        let Remaining { days, hours, minutes, .. } = left;
        match (days, hours) {
            (7.., _) => None,
            (1.., _) => Some(format!("{days} d {hours} h left")),
            (0, 1..) => Some(format!("{hours} h {minutes} min left")),
            _ => Some(format!("{minutes} min left")),
        }
    },

    wallet: "Wallet",
    wallet_empty: "Your wallet is empty",
    wallet_empty_next: "Pay in the mall, or scan a code there, to get coupons.",
    usable_heading: "Ready to use",
    over_heading: "Over",
    not_yet: "Not yet",
    usable: "Ready to use",
    used: "Used",
    used_at: |at, now| format!("Used {}", moment(at, now)),
    expired: "Expired",
    withdrawn: "No longer valid",
    revoked: |reason| match reason {
        RevocationReason::PaymentRefunded => {
            "Your payment was refunded, so this coupon is no longer valid."
        }
        RevocationReason::Withdrawn => "This coupon was withdrawn.",
    },
    after_refund: |after| match after {
        AfterRefund::Revoked => "If you refund this payment, an unused coupon ends",
        AfterRefund::Kept => "Stays yours if you refund this payment",
    },

    sentences: |first, second| format!("{first} {second}"),
    moment,
    refusal,
    error_code: "Code",
    request: "Request",
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
            w("Starts soon", format!("Opens {at}."), "This turns claimable by itself then.")
        }
        R::OfferEnded => {
            plain(&["Ended", "This offer has ended.", "Have a look at the other stores."])
        }
        R::OfferPaused => plain(&["Paused", "This offer is paused.", "Please look again later."]),
        R::UnknownOffer => {
            plain(&["Gone", "There is no such offer.", "Go back and see the other offers."])
        }
        R::SoldOut => {
            plain(&["All claimed", "All of these are claimed.", "Have a look at the other stores."])
        }
        R::DailyLimit { again_at } => w(
            "None left today",
            "Today's share is claimed.",
            format!("New ones open {}.", moment(*again_at, now)),
        ),
        R::PersonLimit { limit } => w(
            "Claimed",
            format!("The limit is {limit} per person; you have them."),
            "See your wallet to use them.",
        ),
        R::PaymentTooSmall { least, short } => w(
            "Not yet for you",
            format!("For payments of ¥{least} or more."),
            format!("Spend ¥{short} more in one payment to get it."),
        ),
        R::PaymentFirst { least } => w(
            "After a payment",
            format!("For payments of ¥{least} or more in the mall."),
            "Pay first; the page that opens then has it.",
        ),
        R::PlacementPaused => plain(&[
            "Paused",
            "Nothing is given here for now.",
            "Scan again later, or another code nearby.",
        ]),
        R::PlacementEnded => plain(&[
            "Over",
            "What was given here is over.",
            "Scan another code nearby for other offers.",
        ]),
        R::PaymentNotConfirmed { retry_after } => {
            w("Confirming", "Word of this payment has not come yet.", wait(retry_after))
        }
        R::PaymentRefunded => plain(&[
            "Refunded",
            "This payment was refunded, so nothing can be claimed.",
            "Your next payment brings new offers.",
        ]),
        R::NotForThisPayment => plain(&[
            "Not for this payment",
            "This offer is not given here.",
            "See the other offers here.",
        ]),
        R::LinkInvalid => plain(&[
            "Link not valid",
            "This link is not valid.",
            "Open it again from your payment.",
        ]),
        R::LinkExpired => plain(&[
            "Link expired",
            "This link has expired.",
            "What you claimed is in your wallet; your next payment or scan brings new offers.",
        ]),
        R::LinkTaken => plain(&[
            "Opened elsewhere",
            "This link was first opened on another device or browser.",
            "Please claim where it was opened first.",
        ]),
        R::SessionMissing => plain(&[
            "Open again",
            "We do not recognise this browser, so nothing can be claimed yet.",
            "Please allow cookies and open the link or scan the code again.",
        ]),
        R::TooMany { retry_after } => w("Too fast", "That was too often.", wait(retry_after)),
        R::Busy { retry_after } => {
            w("Queueing", "Many people are here now; your request is not lost.", wait(retry_after))
        }
        // The page never sends what these refuse, so their words stay out of the module.
        #[cfg(not(target_arch = "wasm32"))]
        refusal if let Some(wording) = callers::en(refusal) => wording,
        #[cfg(any(not(target_arch = "wasm32"), feature = "till"))]
        refusal if let Some(wording) = till::en(refusal, now) => wording,
        _ => plain(&[
            "Something broke",
            "Something broke on our side; the result is not known yet.",
            "Please open the page again to see it.",
        ]),
    }
}
