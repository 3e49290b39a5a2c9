//! The page's JSON reader reads every type and every variant that serde writes.

use mall_contract::samples::*;
use mall_contract::*;
use mall_coupons::Page;
use mall_coupons::host::json::{Read, read};
use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::answer::as_json;
use crate::newer_server::assert_tolerates;

fn assert_reads<T: Read + Serialize + PartialEq + std::fmt::Debug>(value: &T) {
    assert_eq!(read::<T>(&as_json(value)).as_ref(), Some(value));
    assert_tolerates(value);
}

#[wasm_bindgen_test]
fn every_benefit_and_validity_is_read() {
    let paid_share = PercentPaid::new(88).expect("a share");
    for benefit in [
        Benefit::AmountOff(Fen(850)),
        Benefit::Discount { paid_share, cap: None },
        Benefit::Discount { paid_share, cap: Some(Fen(3000)) },
        Benefit::Exchange { item: "曲奇🍪".into(), price: Fen(0) },
    ] {
        assert_reads(&benefit);
    }
    assert_reads(&Validity::AfterClaim { wait_days: 1, days: 7 });
    assert_reads(&Validity::Fixed { from: NOW, until: NOW + 5 });
    for state in [
        OfferState::Draft,
        OfferState::Submitted,
        OfferState::Approved,
        OfferState::Live,
        OfferState::Paused,
        OfferState::Ended,
    ] {
        assert_reads(&state);
    }
    for method in [
        PaymentMethod::Code,
        PaymentMethod::Face,
        PaymentMethod::MiniProgram,
        PaymentMethod::InApp,
        PaymentMethod::Card,
    ] {
        assert_reads(&method);
    }
}

#[wasm_bindgen_test]
fn every_refusal_is_read() {
    for refusal in refusals() {
        assert_reads(&refusal);
    }
}

#[wasm_bindgen_test]
fn every_page_is_read() {
    let mut claimed = card("held");
    claimed.held.push(coupon("held", "c1"));
    claimed.not_eligible = Some(Refusal::PaymentTooSmall { least: Fen(200), short: Fen(100) });
    assert_reads(&Page::Claim(page("link", vec![card("a"), claimed]).into()));

    let mut used = coupon("a", "c2");
    used.redemption = Some(Redemption::Redeemed { at: NOW });
    let mut revoked = coupon("a", "c3");
    revoked.redemption =
        Some(Redemption::Revoked { at: NOW, reason: RevocationReason::PaymentRefunded });
    let mall = Mall { name: "M".into() };
    for (state, store) in WalletState::ALL.into_iter().zip([None, Some("咖啡"), Some("a")]) {
        let wallet = Wallet {
            mall: mall.clone(),
            server_time: NOW,
            state,
            store: store.map(str::to_owned),
            counts: WalletCounts { usable: 3, used: 1, ended: 2 },
            expiring: store.map(|_| Expiring { count: 2, first: NOW + 5 }),
            coupons: vec![used.clone(), revoked.clone()],
            next: store.map(|_| "used.1.c2".into()),
        };
        assert_reads(&Page::Wallet(wallet.into()));
    }
    assert_reads(&Page::Problem(problem(Refusal::SoldOut)));
    let mut framed = page("link", vec![]);
    framed.pass = Some("1.m.s.p.ff.sig".into());
    let Source::Payment(paid) = &mut framed.source else { unreachable!("a payment") };
    paid.refunded = true;
    assert_reads(&Page::Claim(framed.into()));
    let mut at_place = page("link", vec![card("a")]);
    at_place.source =
        Source::Placement(PlacementSummary { name: "中庭".into(), floor: "L1".into() });
    at_place.cards[0].offer.after_refund = None;
    at_place.cards[0].not_eligible = Some(Refusal::PaymentFirst { least: Fen(2) });
    assert_reads(&Page::Claim(at_place.into()));
    let ask = "/v1/receipts?a=b".into();
    assert_reads(&Page::Waiting(WaitingPage {
        mall: Mall { name: "M".into() },
        server_time: NOW,
        ask,
    }));
    let coupon_page = CouponPage {
        mall: Mall { name: "M".into() },
        coupon: coupon("a", "c5"),
        way: Some("Atrium escalator to L3, turn left".into()),
        undone_at: Some(NOW),
        code: Some("7K01-QD8M-2ZWX-3V5T".into()),
        shown: vec![QrText { from: NOW, text: "7K01QD8M2ZWX3V5T-12345678".into() }],
        server_time: NOW,
    };
    assert_reads(&Page::Coupon(coupon_page.into()));
    assert_reads(&Entry { url: "https://mall/enter/x".into(), expires_at: NOW });
    let request_id = RequestId::parse("r").expect("an id");
    assert_reads(&ClaimResponse { request_id, coupon: coupon("a", "c4") });
}

fn windows() -> Vec<UseWindow> {
    let time = |text: &str| TimeOfDay::try_from(text.to_owned()).expect("a time");
    let weekdays =
        UseWindow { days: Weekday::ALL.into(), from: time("14:00"), until: time("24:00") };
    vec![weekdays]
}

fn coupon_at_till(windows: Vec<UseWindow>) -> TillCoupon {
    let Coupon { id, title, benefit, threshold, rules, valid_from, valid_until, .. } =
        coupon("a", "c6");
    let code_end = "3V5T".into();
    TillCoupon { id, code_end, title, benefit, threshold, rules, windows, valid_from, valid_until }
}

fn redemption(undone: Option<UndoRecord>) -> TillRedemption {
    TillRedemption {
        id: "t1".into(),
        request_id: RequestId::parse("r").expect("an id"),
        coupon: coupon_at_till(Vec::new()),
        store: store().id,
        by: "小王".into(),
        at: NOW,
        read: CodeEntryMode::Typed,
        order_number: "A-1".into(),
        amount: Fen(3000),
        saved: undone.is_none().then_some(Fen(850)),
        undo_until: NOW,
        undone,
    }
}

#[wasm_bindgen_test]
fn messages_of_tills_are_read() {
    let windows = windows();
    let undone = UndoRecord { at: NOW, by: "小李".into(), reason: "收错了".into() };
    for (refused, just_taken) in [
        (Some(problem(Refusal::Till(TillRefusal::CodeStale))), None),
        (None, Some(redemption(None))),
    ] {
        let coupon = coupon_at_till(windows.clone());
        assert_reads(&PrepareResponse { coupon, refused, just_taken, server_time: NOW });
    }
    for read in [CodeEntryMode::Scanned, CodeEntryMode::Typed, CodeEntryMode::Offline] {
        assert_reads(&read);
    }
    let totals = TillTotals { redeemed: 3, undone: 1, amount: Fen(9000), saved: Fen(2550) };
    let redemptions = vec![redemption(Some(undone)), redemption(None)];
    let (store, day) = (store(), "2026-11-23".to_owned());
    assert_reads(&TillDay { store: store.id.clone(), day, redemptions, totals });
    let session = |role| StaffSession {
        name: "小王".into(),
        role,
        store: (role != Role::Operator).then(|| store.id.clone()),
        must_change_password: role == Role::Cashier,
        expires_at: NOW,
    };
    for role in [Role::Cashier, Role::StoreManager, Role::Merchant, Role::Operator, Role::Provider]
    {
        let stores = vec![store.clone()];
        let mall = Mall { name: "M".into() };
        let session = Some(session(role));
        assert_reads(&Page::Till(TillPage { mall, server_time: NOW, stores, session }.into()));
    }
    let settings = OfflineSettings { on: true, most_value: Fen(5000), most_count: 20 };
    assert_reads(&settings);
}

#[wasm_bindgen_test]
fn messages_of_offline_tills_are_read() {
    let request_id = RequestId::parse("r").expect("an id");
    let conflict = OfflineConflict {
        request_id: request_id.clone(),
        store: store().id,
        by: "小王".into(),
        coupon: None,
        order_number: "A-1".into(),
        amount: Fen(3000),
        taken_at: NOW,
        found_at: NOW,
        reason: Refusal::Till(TillRefusal::CouponUsed { at: NOW, by: "小李".into() }),
    };
    let coupon = CouponId::parse("c1").ok();
    let conflicts = vec![conflict.clone(), OfflineConflict { coupon, ..conflict.clone() }];
    assert_reads(&OfflineConflicts { conflicts });
    let keys = vec![DayKey { from: NOW, until: NOW, key: "07".repeat(32) }];
    assert_reads(&OfflineGrant {
        id: "g".into(),
        ends_at: NOW,
        most_value: Fen(5000),
        most_count: 20,
        keys,
        server_time: NOW,
    });
    assert_reads(&OfflineRedemption {
        request_id: request_id.clone(),
        grant_id: "g".into(),
        code: "7K01QD8M2ZWX3V5T-12345678".into(),
        order_number: "A \"1\"".into(),
        amount: Fen(3000),
        taken_at: NOW,
    });
    let result = |redemption, conflict| OfflineResult {
        request_id: request_id.clone(),
        redemption,
        conflict,
    };
    let results = vec![result(Some(redemption(None)), None), result(None, Some(conflict))];
    assert_reads(&OfflineUploadResponse { results });
}

#[wasm_bindgen_test]
fn a_value_of_another_type_is_not_read() {
    let offer = as_json(&card("a"));
    assert!(read::<OfferCard>(&offer).is_some());
    js_sys::Reflect::set(&offer, &"why".into(), &JsValue::from(5)).expect("set");
    assert!(read::<OfferCard>(&offer).is_none());
    for bad in
        [JsValue::from(1.5), JsValue::from(1e300), JsValue::from(-1), "1".into(), JsValue::NULL]
    {
        assert!(read::<u32>(&bad).is_none(), "{bad:?}");
    }
    assert!(read::<PercentPaid>(&JsValue::from(100)).is_none());
    assert!(read::<Moment>(&"yesterday".into()).is_none());
    assert!(read::<OfferId>(&"<b>".into()).is_none());
}

#[wasm_bindgen_test]
fn fields_come_in_any_order_and_with_others_between() {
    let json = r#"{"name":"a","new":[{"id":1}],"id":"x"}"#;
    let choice = read::<Choice>(&js_sys::JSON::parse(json).expect("JSON")).expect("a choice");
    assert_eq!((choice.id.as_str(), choice.name.as_str()), ("x", "a"));
}

#[wasm_bindgen_test]
fn every_text_is_read_unchanged() {
    for text in
        ["", "a\"b\\c/d", "\n\t\r\u{8}\u{c}\u{1}\u{7f}", "券🍪\u{2028}\u{202e}", "}],{\"id\":"]
    {
        assert_reads(&text.to_owned());
    }
    // Half of a surrogate pair is no character.
    let half = js_sys::JSON::parse(r#""a\ud83c""#).expect("JSON");
    assert_eq!(read::<String>(&half).as_deref(), Some("a\u{fffd}"));
}

#[wasm_bindgen_test]
fn missing_fields_and_wrong_types_are_not_read() {
    for json in [r#"{"id":"x"}"#, r#"{"id":"x","name":5}"#, r#"["x"]"#, "null", "5", r#""x""#] {
        assert!(read::<Choice>(&js_sys::JSON::parse(json).expect("JSON")).is_none(), "{json}");
    }
    assert!(read::<Vec<String>>(&js_sys::JSON::parse(r#"["a",5]"#).expect("JSON")).is_none());
    assert!(read::<u32>(&JsValue::from(9_007_199_254_740_993_u64)).is_none());
}
