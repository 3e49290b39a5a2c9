//! Samples for tests of the till.

use mall_contract::{
    Benefit, CodeEntryMode, CouponId, Fen, Moment, OfflineRedemption, RequestId, StoreId,
    TillCoupon, TillRedemption,
};

/// A Monday noon in Shanghai.
pub const NOW: Moment = Moment::new(1_795_406_400_000, 480);

/// Makes a redemption.
pub fn redemption(id: &str) -> TillRedemption {
    TillRedemption {
        id: id.into(),
        request_id: RequestId::parse(id).expect("an id"),
        coupon: TillCoupon {
            id: CouponId::parse("c1").expect("an id"),
            code_end: "3V5T".into(),
            title: "Coffee".into(),
            benefit: Benefit::AmountOff(Fen(500)),
            threshold: Fen(2500),
            rules: Vec::new(),
            windows: Vec::new(),
            valid_from: NOW,
            valid_until: NOW + 3_600_000,
        },
        store: StoreId::parse("cafe").expect("an id"),
        by: "Wang".into(),
        at: NOW,
        read: CodeEntryMode::Scanned,
        order_number: "A-1".into(),
        amount: Fen(3000),
        saved: Some(Fen(500)),
        undo_until: NOW + 600_000,
        undone: None,
    }
}

/// Makes an offline redemption under a grant.
pub fn offline_redemption(request: &str, grant: &str) -> OfflineRedemption {
    OfflineRedemption {
        request_id: RequestId::parse(request).expect("an id"),
        grant_id: grant.into(),
        code: "7K01QD8M2ZWX3V5T-12345678-0002E40000TJ7K01QD8M2ZWX3V5T".into(),
        order_number: "A-1".into(),
        amount: Fen(3000),
        taken_at: NOW,
    }
}
