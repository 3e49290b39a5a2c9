//! Sample data for tests: an offer, its coupon, a page of offers, and one refusal of each kind.

use crate::{
    AfterRefund, Arrangement, Benefit, Choices, ClaimPage, Coupon, CouponId, Fen, Mall, Moment,
    Offer, OfferCard, OfferId, OfferState, PaymentMethod, PaymentSummary, Problem, Refusal,
    RevocationReason, Source, Stock, Store, StoreId, TillRefusal, TimeOfDay, UseWindow, Validity,
    Weekday,
};
#[cfg(not(target_arch = "wasm32"))]
use crate::{CallerRefusal, LineRefused};

/// The current time of the samples: a Monday evening in Shanghai.
pub const NOW: Moment = Moment::new(1_795_428_300_000, 480);

/// Milliseconds of an hour.
pub const HOUR: i64 = 3_600_000;

/// Milliseconds of a day.
pub const DAY: i64 = 24 * HOUR;

/// Returns an offer's id.
#[must_use]
pub fn offer_id(name: &str) -> OfferId {
    OfferId::parse(name).expect("an id")
}

/// Returns a coffee shop.
#[must_use]
pub fn store() -> Store {
    Store {
        id: StoreId::parse("cafe").expect("an id"),
        name: "山丘咖啡".into(),
        floor: "L1".into(),
        unit: "L1-08".into(),
        category: "咖啡".into(),
    }
}

/// Returns an offer of the shop that can be claimed for one more day.
#[must_use]
pub fn offer(name: &str) -> Offer {
    Offer {
        id: offer_id(name),
        store: store(),
        title: format!("拿铁 {name}"),
        benefit: Benefit::AmountOff(Fen(850)),
        threshold: Fen(3000),
        state: OfferState::Live,
        claim_from: NOW + -DAY,
        claim_until: NOW + DAY,
        validity: Validity::AfterClaim { wait_days: 0, days: 7 },
        stock: Stock {
            total: Some(100),
            left: Some(60),
            left_today: None,
            day_ends: NOW + DAY / 2,
        },
        per_person_limit: 1,
        rules: vec!["每单限用一张。".into()],
        after_refund: Some(AfterRefund::Revoked),
    }
}

/// Returns the offer's card for a shopper who may claim it and has not.
#[must_use]
pub fn card(name: &str) -> OfferCard {
    let (category, why) = ("drinks".into(), "刚吃完饭，来杯咖啡".into());
    OfferCard { offer: offer(name), category, why, held: Vec::new(), not_eligible: None }
}

/// Returns a coupon of an offer, claimed just now and usable for a week.
#[must_use]
pub fn coupon(offer: &str, id: &str) -> Coupon {
    let offer = self::offer(offer);
    Coupon {
        id: CouponId::parse(id).expect("an id"),
        offer_id: offer.id,
        store: offer.store,
        title: offer.title,
        benefit: offer.benefit,
        threshold: offer.threshold,
        rules: offer.rules,
        after_refund: offer.after_refund,
        claimed_at: NOW,
        valid_from: NOW,
        valid_until: NOW + 7 * DAY,
        redemption: None,
    }
}

/// Returns a claim page with this link. Each test uses its own, so that they share no stored data.
#[must_use]
pub fn page(link: &str, cards: Vec<OfferCard>) -> ClaimPage {
    ClaimPage {
        mall: mall(),
        server_time: NOW,
        link: link.into(),
        link_expires_at: NOW + DAY,
        source: Source::Payment(PaymentSummary {
            store: store(),
            amount: Fen(8600),
            paid_at: NOW,
            method: PaymentMethod::Code,
            refunded: false,
        }),
        arrangement: Arrangement::default(),
        choices: Choices::default(),
        total: u32::try_from(cards.len()).unwrap_or(u32::MAX),
        from: 0,
        cards,
        pass: None,
    }
}

/// Returns a mall.
#[must_use]
pub fn mall() -> Mall {
    Mall { name: "澄曦里".into() }
}

/// Returns Saturday mornings as weekly hours.
#[must_use]
pub fn window() -> UseWindow {
    let time = |text: &str| TimeOfDay::try_from(text.to_owned()).expect("a time of day");
    UseWindow { days: vec![Weekday::Sat], from: time("10:00"), until: time("12:00") }
}

/// Returns the problem document of a refusal.
#[must_use]
pub fn problem(refusal: Refusal) -> Problem {
    Problem {
        refusal,
        message: "message".into(),
        next_step: "next".into(),
        request_id: "r-1".into(),
        server_time: NOW,
    }
}

/// Makes a sample of each kind: one that is new does not compile without a place here.
macro_rules! refusals {
    ($make:ident: $refusal:ident { $($kind:ident $({ $($field:ident: $value:expr),+ })?,)+ } $(also $also:ident)*) => {
        fn $make() -> Vec<$refusal> {
            vec![$($refusal::$kind $({ $($field: $value),+ })?),+]
        }

        const _: fn(&$refusal) = |refusal| match refusal {
            $($refusal::$kind { .. } => {})+
            $($refusal::$also(_) => {})*
        };
    };
}

/// Returns one refusal of each kind that a server answers with and the build has.
#[must_use]
pub fn refusals() -> Vec<Refusal> {
    let mut all = page_refusals();
    all.extend(till_refusals().into_iter().map(Refusal::Till));
    #[cfg(not(target_arch = "wasm32"))]
    all.extend(caller_refusals().into_iter().map(Refusal::Caller));
    all
}

refusals! {
    page_refusals: Refusal {
        OfferNotStarted { starts_at: NOW },
        OfferEnded,
        OfferPaused,
        UnknownOffer,
        SoldOut,
        DailyLimit { again_at: NOW },
        PersonLimit { limit: 2 },
        PaymentTooSmall { least: Fen(2), short: Fen(1) },
        PaymentFirst { least: Fen(0) },
        PaymentNotConfirmed { retry_after: 2 },
        PaymentRefunded,
        PlacementPaused,
        PlacementEnded,
        NotForThisPayment,
        LinkInvalid,
        LinkExpired,
        LinkTaken,
        SessionMissing,
        RequestIdReused,
        UnknownRequest,
        CrossSite,
        SignatureInvalid,
        TimestampStale,
        UnknownStore,
        PaymentChanged,
        OrderTaken,
        UnknownPayment,
        RefundConflict,
        Malformed { field: "nth".into() },
        TooLarge { limit: 1 },
        UnsupportedMediaType,
        NotFound,
        MethodNotAllowed,
        TooMany { retry_after: 3 },
        Busy { retry_after: 3 },
        Internal,
    } also Unknown also Till also Caller
}

refusals! {
    till_refusals: TillRefusal {
        CouponNotYet { from: NOW },
        CouponExpired { at: NOW },
        CouponUsed { at: NOW, by: "Wang".into() },
        CouponRevoked { reason: RevocationReason::Withdrawn },
        WrongStore { store: "Café".into() },
        WrongTimeWindow { windows: vec![window()] },
        ThresholdNotMet { least: Fen(2), short: Fen(1) },
        CodeStale,
        CodeUnknown,
        UnknownRedemption,
        UndoTooLate { until: NOW },
        UndoLimit { limit: 10 },
        StaffLoginInvalid,
        StaffSessionMissing,
        PasswordChangeNeeded,
        PasswordTooWeak { least: 10 },
        NotAllowed,
        OfflineNotOn,
        OfflineNotProven,
        OfflineNotGranted,
        OfflineOverLimit { most_value: Fen(1), most_count: 1 },
    }
}

#[cfg(not(target_arch = "wasm32"))]
refusals! {
    caller_refusals: CallerRefusal {
        UnknownPlacement,
        UnknownCategory,
        LinesRefused {
            count: 1,
            lines: vec![LineRefused { line: 2, refusal: Refusal::UnknownStore }]
        },
        NotUtf8 { line: 2 },
        SheetTooLong { count: 201, limit: 200 },
        NoGlyph { characters: "𓀀".into() },
        LoginInvalid,
        LoginUnavailable,
        PersonRequired,
        NonceUsed,
        ScanUnavailable,
    }
}
