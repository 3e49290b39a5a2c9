//! A coupon that is shown at a till.

use mall_contract::{CODE_STEP_MS, CouponPage, QrText, Redemption, RevocationReason, Store};
use mall_coupons::pages::coupon::state::Action;

use super::scene::{Content, Scene, scene};
use crate::samples::{HOUR_MS, NOW, Samples, coupon};

/// The number of codes that a page is sent with.
const CODES: i64 = 20;

pub fn scenes(samples: Samples) -> Vec<Scene> {
    let sent = || coupon_with_codes(samples);
    let after = |coupon: CouponPage, actions| Content::Coupon { coupon: coupon.into(), actions };
    let at = |ms| Action::Tick(NOW + ms);
    let live = |change: &dyn Fn(&mut CouponPage)| {
        let mut coupon = sent();
        change(&mut coupon);
        after(coupon, vec![at(11_000)])
    };
    let ended = |redemption| live(&|coupon| end(coupon, redemption));
    let revoked = |reason| ended(Redemption::Revoked { at: NOW + -HOUR_MS, reason });
    vec![
        scene("coupon-served", "Before the module runs, or without it.", after(sent(), vec![])),
        scene("coupon", "A code that a till reads now.", live(&|_| {})),
        scene(
            "coupon-proven",
            "A longer code, which tills that are offline can prove.",
            live(&add_proofs),
        ),
        scene("coupon-difficult", "Long names.", live(&|coupon| lengthen(samples, coupon))),
        scene(
            "coupon-cut-off",
            "Without a network, with codes for some minutes.",
            after(sent(), vec![at(311_000), Action::NoResponse]),
        ),
        scene(
            "coupon-fetching",
            "No code is left; the page asks for new ones.",
            after(sent(), vec![at(CODES * CODE_STEP_MS)]),
        ),
        scene(
            "coupon-ran-out",
            "No code is left, and there is no network.",
            after(sent(), vec![at(CODES * CODE_STEP_MS), Action::NoResponse]),
        ),
        scene("coupon-used", "A till took it.", ended(Redemption::Redeemed { at: NOW })),
        scene(
            "coupon-undone",
            "A till gave it back.",
            live(&|coupon| coupon.undone_at = Some(NOW + -30_000)),
        ),
        scene("coupon-not-yet", "It cannot be used yet.", live(&postpone)),
        scene("coupon-expired", "It has expired.", live(&expire)),
        scene(
            "coupon-refunded",
            "Its payment was refunded.",
            revoked(RevocationReason::PaymentRefunded),
        ),
        scene("coupon-withdrawn", "It was withdrawn.", revoked(RevocationReason::Withdrawn)),
    ]
}

fn coupon_with_codes(samples: Samples) -> CouponPage {
    let text = |i: i64| QrText {
        from: NOW + i * CODE_STEP_MS,
        text: format!("7K01QD8M2ZWX3V5T-{:08}", 73_104_966 + i * 1_234_567),
    };
    CouponPage {
        mall: samples.mall(),
        coupon: coupon(&samples.card(0)),
        way: Some(
            samples
                .text("坐中庭扶梯到 L2，右转走到底", "Atrium escalator to L2, right, to the end"),
        ),
        undone_at: None,
        code: Some("7K01-QD8M-2ZWX-3V5T".into()),
        shown: (0..CODES).map(text).collect(),
        server_time: NOW,
    }
}

/// Adds proofs to the codes, for tills that are offline.
fn add_proofs(coupon: &mut CouponPage) {
    for text in &mut coupon.shown {
        text.text += "-0001S40001C00V5T8Z2QK4M7XA3R";
    }
}

fn lengthen(samples: Samples, shown: &mut CouponPage) {
    let name = samples.long_store_name();
    let coupon = &mut shown.coupon;
    coupon.store = Store { name, unit: "L2-07/08-A".into(), ..coupon.store.clone() };
    coupon.rules.push(samples.text(
        "不适用于瓶装饮料、周边商品、外送订单与已享受会员价的商品。",
        "Not for bottled drinks, merchandise, deliveries, or anything at a member's price.",
    ));
}

fn end(coupon: &mut CouponPage, redemption: Redemption) {
    coupon.coupon.redemption = Some(redemption);
    (coupon.code, coupon.shown) = (None, Vec::new());
}

fn postpone(coupon: &mut CouponPage) {
    coupon.coupon.valid_from = NOW + 20 * HOUR_MS;
    coupon.shown.clear();
}

fn expire(coupon: &mut CouponPage) {
    coupon.coupon.valid_until = NOW + -HOUR_MS;
    (coupon.code, coupon.shown) = (None, Vec::new());
}
