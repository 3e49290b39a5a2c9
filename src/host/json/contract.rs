//! How each type of the contract is read. The fields of a type stand in the order of the names.

use js_sys::Date;
use mall_contract::*;

use super::{Read, Reader};

macro_rules! integers {
    ($($integer:ty),+) => {
        $(impl Read for $integer {
            fn read(reader: &mut Reader<'_>) -> Self {
                let number = reader.number().try_into().ok();
                reader.checked(number, 0)
            }
        })+
    };
}

integers!(u32, u16, u8);

macro_rules! texts {
    ($($name:ty, $instead:literal);+) => {
        $(impl Read for $name {
            fn read(reader: &mut Reader<'_>) -> Self {
                let mut text = reader.text();
                if reader.failed {
                    text = String::from($instead);
                }
                match text.try_into() {
                    Ok(value) => value,
                    Err(_) => Self::missing(reader),
                }
            }
        })+
    };
}

texts!(OfferId, "-"; CouponId, "-"; StoreId, "-"; RequestId, "-");

/// The browser reads the date, in RFC 3339; the mall's offset stands at its end.
impl Read for Moment {
    fn read(reader: &mut Reader<'_>) -> Self {
        let text = reader.text();
        let ms = Date::parse(&text);
        let offset = match text.as_bytes() {
            _ if ms.is_nan() => None,
            [.., b'Z'] => Some(0),
            [.., sign @ (b'+' | b'-'), h, hours, b':', m, minutes] => {
                let number = |tens: &u8, ones: &u8| i16::from((tens & 15) * 10 + (ones & 15));
                let offset = number(h, hours) * 60 + number(m, minutes);
                Some(if *sign == b'-' { -offset } else { offset })
            }
            _ => None,
        };
        Self::new(ms as i64, reader.checked(offset, 0))
    }
}

macro_rules! objects {
    ($($name:ident { $($field:ident),+ })+) => {
        $(impl Read for $name {
            fn read(reader: &mut Reader<'_>) -> Self {
                reader.expect("{");
                let object = Self { $($field: reader.field(stringify!($field))),+ };
                reader.leave();
                object
            }
        })+
    };
}

objects! {
    Offer {
        id, store, title, benefit, threshold, state, claim_from, claim_until, validity, stock,
        per_person_limit, rules, after_refund
    }
    Store { id, name, floor, unit, category }
    Stock { total, left, left_today, day_ends }
    Coupon {
        id, offer_id, store, title, benefit, threshold, rules, after_refund, claimed_at, valid_from,
        valid_until, redemption
    }
    Mall { name }
    ClaimPage {
        total, mall, server_time, link, link_expires_at, source, arrangement, choices, from, cards, pass
    }
    Arrangement { floor, category, claimable, sort }
    Choices { categories, floors }
    Choice { id, name }
    WaitingPage { ask, mall, server_time }
    PlacementSummary { name, floor }
    PaymentSummary { store, amount, paid_at, method, refunded }
    OfferCard { offer, category, why, held, not_eligible }
    Problem { server_time, refusal, message, next_step, request_id }
    ClaimResponse { request_id, coupon }
    Entry { url, expires_at }
}

#[cfg(feature = "scan")]
objects! {
    ScanPage { mall, server_time, host, typed, wechat_script }
    JsConfig { app_id, timestamp, nonce, signature }
}

#[cfg(feature = "coupon")]
objects! {
    CouponPage { code, mall, server_time, coupon, way, undone_at, shown }
    QrText { from, text }
}

#[cfg(feature = "till")]
objects! {
    TillPage { mall, server_time, stores, session }
    StaffSession { store, name, expires_at, role, must_change_password }
    PrepareResponse { server_time, coupon, refused, just_taken }
    TillRedemption {
        at, id, store, amount, request_id, coupon, by, read, order_number, saved, undo_until, undone
    }
    UndoRecord { at, reason, by }
    TillDay { store, day, redemptions, totals }
    TillTotals { redeemed, amount, saved, undone }
    UseWindow { from, until, days }
    OfflineConflicts { conflicts }
    OfflineConflict {
        store, amount, request_id, coupon, reason, by, order_number, taken_at, found_at
    }
    OfflineSettings { on, most_value, most_count }
    OfflineGrant { id, server_time, most_value, most_count, ends_at, keys }
    DayKey { from, until, key }
    OfflineRedemption { code, amount, request_id, grant_id, order_number, taken_at }
    OfflineUploadResponse { results }
    OfflineResult { redemption, request_id, conflict }
}

#[cfg(feature = "wallet")]
objects! {
    Wallet { store, state, mall, server_time, counts, expiring, coupons, next }
    WalletCounts { usable, used, ended }
    Expiring { count, first }
}

#[cfg(feature = "wallet")]
impl Read for WalletState {
    fn read(reader: &mut Reader<'_>) -> Self {
        let text = reader.text();
        reader.checked(text.parse().ok(), Self::Usable)
    }
}

#[cfg(feature = "scan")]
impl Read for i64 {
    fn read(reader: &mut Reader<'_>) -> Self {
        reader.number()
    }
}

macro_rules! words {
    ($($name:ident { $($word:literal => $variant:ident),+ })+) => {
        $(impl Read for $name {
            fn read(reader: &mut Reader<'_>) -> Self {
                let words = [$(($word, Self::$variant)),+];
                let text = reader.text();
                let found = words.into_iter().find(|(word, _)| *word == text);
                reader.checked(found, words[0]).1
            }
        })+
    };
}

words! {
    OfferState {
        "draft" => Draft, "submitted" => Submitted, "approved" => Approved, "live" => Live,
        "paused" => Paused, "ended" => Ended
    }
    PaymentMethod {
        "code" => Code, "face" => Face, "mini_program" => MiniProgram, "in_app" => InApp, "card" => Card
    }
    AfterRefund { "revoked" => Revoked, "kept" => Kept }
    RevocationReason { "payment_refunded" => PaymentRefunded, "withdrawn" => Withdrawn }
    Sort {
        "recommended" => Recommended, "expiring" => Expiring, "nearest" => Nearest, "largest" => Largest
    }
}

/// Without hours of the week its list of them is not there.
#[cfg(feature = "till")]
impl Read for TillCoupon {
    fn read(reader: &mut Reader<'_>) -> Self {
        reader.expect("{");
        let coupon = Self {
            id: reader.field("id"),
            title: reader.field("title"),
            benefit: reader.field("benefit"),
            threshold: reader.field("threshold"),
            rules: reader.field("rules"),
            valid_from: reader.field("valid_from"),
            valid_until: reader.field("valid_until"),
            code_end: reader.field("code_end"),
            windows: reader.field::<Option<_>>("windows").unwrap_or_default(),
        };
        reader.leave();
        coupon
    }
}

#[cfg(feature = "till")]
texts!(TimeOfDay, "00:00");

#[cfg(feature = "till")]
words! {
    CodeEntryMode { "scanned" => Scanned, "typed" => Typed, "offline" => Offline }
    Weekday {
        "mon" => Mon, "tue" => Tue, "wed" => Wed, "thu" => Thu, "fri" => Fri, "sat" => Sat,
        "sun" => Sun
    }
    Role {
        "cashier" => Cashier, "store_manager" => StoreManager, "merchant" => Merchant,
        "operator" => Operator, "provider" => Provider
    }
}

impl Read for Fen {
    fn read(reader: &mut Reader<'_>) -> Self {
        Self(reader.number())
    }
}

impl Read for PercentPaid {
    fn read(reader: &mut Reader<'_>) -> Self {
        let mut share = u8::read(reader);
        if reader.failed {
            share = 50;
        }
        Self::new(share).unwrap_or_else(|| Self::missing(reader))
    }
}

impl Read for Benefit {
    fn read(reader: &mut Reader<'_>) -> Self {
        let which = reader.variant(&["amount_off", "discount", "exchange"]);
        if which.is_none_or(|which| which == 0) {
            let benefit = Self::AmountOff(Fen::read(reader));
            reader.leave();
            return benefit;
        }
        reader.expect("{");
        let benefit = if which == Some(1) {
            Self::Discount { paid_share: reader.field("paid_share"), cap: reader.field("cap") }
        } else {
            Self::Exchange { item: reader.field("item"), price: reader.field("price") }
        };
        reader.expect("}}");
        benefit
    }
}

impl Read for Source {
    fn read(reader: &mut Reader<'_>) -> Self {
        let which = reader.variant(&["payment", "placement"]);
        let source = if which == Some(1) {
            Self::Placement(Read::read(reader))
        } else {
            Self::Payment(Read::read(reader))
        };
        reader.leave();
        source
    }
}

impl Read for Validity {
    fn read(reader: &mut Reader<'_>) -> Self {
        let fixed = reader.variant(&["fixed", "after_claim"]) == Some(0);
        reader.expect("{");
        let validity = if fixed {
            Self::Fixed { from: reader.field("from"), until: reader.field("until") }
        } else {
            Self::AfterClaim { wait_days: reader.field("wait_days"), days: reader.field("days") }
        };
        reader.expect("}}");
        validity
    }
}

impl Read for Redemption {
    fn read(reader: &mut Reader<'_>) -> Self {
        let redeemed = reader.variant(&["redeemed", "revoked"]) == Some(0);
        reader.expect("{");
        let at = reader.field("at");
        let redemption = match redeemed {
            true => Self::Redeemed { at },
            false => Self::Revoked { at, reason: reader.field("reason") },
        };
        reader.expect("}}");
        redemption
    }
}

/// Those with a code and nothing else.
static PLAIN: [Refusal; 26] = [
    Refusal::OfferEnded,
    Refusal::OfferPaused,
    Refusal::UnknownOffer,
    Refusal::SoldOut,
    Refusal::PaymentRefunded,
    Refusal::PlacementPaused,
    Refusal::PlacementEnded,
    Refusal::NotForThisPayment,
    Refusal::LinkInvalid,
    Refusal::LinkExpired,
    Refusal::LinkTaken,
    Refusal::SessionMissing,
    Refusal::RequestIdReused,
    Refusal::UnknownRequest,
    Refusal::CrossSite,
    Refusal::SignatureInvalid,
    Refusal::TimestampStale,
    Refusal::UnknownStore,
    Refusal::PaymentChanged,
    Refusal::OrderTaken,
    Refusal::UnknownPayment,
    Refusal::RefundConflict,
    Refusal::UnsupportedMediaType,
    Refusal::NotFound,
    Refusal::MethodNotAllowed,
    Refusal::Internal,
];

/// The same of those that only tills and people at work meet.
#[cfg(feature = "till")]
static PLAIN_AT_TILLS: [Refusal; 10] = [
    Refusal::CodeStale,
    Refusal::CodeUnknown,
    Refusal::UnknownRedemption,
    Refusal::StaffLoginInvalid,
    Refusal::StaffSessionMissing,
    Refusal::PasswordChangeNeeded,
    Refusal::NotAllowed,
    Refusal::OfflineNotOn,
    Refusal::OfflineNotProven,
    Refusal::OfflineNotGranted,
];

/// The one of these with a code, and its parameters.
#[cfg(feature = "till")]
fn at_till(code: &str, reader: &mut Reader<'_>) -> Option<Refusal> {
    Some(match code {
        "coupon_not_yet" => Refusal::CouponNotYet { from: reader.field("from") },
        "coupon_expired" => Refusal::CouponExpired { at: reader.field("at") },
        "coupon_used" => Refusal::CouponUsed { at: reader.field("at"), by: reader.field("by") },
        "coupon_revoked" => Refusal::CouponRevoked { reason: reader.field("reason") },
        "wrong_store" => Refusal::WrongStore { store: reader.field("store") },
        "wrong_time_window" => Refusal::WrongTimeWindow { windows: reader.field("windows") },
        "threshold_not_met" => {
            Refusal::ThresholdNotMet { least: reader.field("least"), short: reader.field("short") }
        }
        "undo_too_late" => Refusal::UndoTooLate { until: reader.field("until") },
        "undo_limit" => Refusal::UndoLimit { limit: reader.field("limit") },
        "password_too_weak" => Refusal::PasswordTooWeak { least: reader.field("least") },
        "offline_over_limit" => Refusal::OfflineOverLimit {
            most_value: reader.field("most_value"),
            most_count: reader.field("most_count"),
        },
        code => PLAIN_AT_TILLS.iter().find(|refusal| refusal.code() == code)?.clone(),
    })
}

impl Read for Refusal {
    fn read(reader: &mut Reader<'_>) -> Self {
        reader.expect("{");
        let code: String = reader.field("code");
        let refusal = match code.as_str() {
            "offer_not_started" => Self::OfferNotStarted { starts_at: reader.field("starts_at") },
            "daily_limit" => Self::DailyLimit { again_at: reader.field("again_at") },
            "person_limit" => Self::PersonLimit { limit: reader.field("limit") },
            "payment_too_small" => {
                Self::PaymentTooSmall { least: reader.field("least"), short: reader.field("short") }
            }
            "payment_first" => Self::PaymentFirst { least: reader.field("least") },
            "payment_not_confirmed" => {
                Self::PaymentNotConfirmed { retry_after: reader.field("retry_after") }
            }
            "malformed" => Self::Malformed { field: reader.field("field") },
            "too_large" => Self::TooLarge { limit: reader.field("limit") },
            "too_many" => Self::TooMany { retry_after: reader.field("retry_after") },
            "busy" => Self::Busy { retry_after: reader.field("retry_after") },
            code => {
                let plain = PLAIN.iter().find(|refusal| refusal.code() == code).cloned();
                #[cfg(feature = "till")]
                let plain = plain.or_else(|| at_till(code, reader));
                reader.checked(plain, Self::Internal)
            }
        };
        reader.leave();
        refusal
    }
}
