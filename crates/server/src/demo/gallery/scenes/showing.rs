//! A coupon at a till: its codes, and what becomes of it.

use mall_contract::{
    CODE_STEP_MS, CouponPage, OfferCard, QrText, Redemption, RevocationReason, Store,
};
use mall_coupons::pages::coupon::state::Action;

use super::{Content, Scene, scene};
use crate::demo::gallery::goods::{Goods, HOUR, NOW, coupon};

/// Codes that are handed ahead.
const AHEAD: i64 = 20;

pub fn scenes(goods: Goods) -> Vec<Scene> {
    let card = goods.card(0);
    let shown = || of(goods, &card);
    let after = |shown: CouponPage, happened| Content::Coupon { shown: shown.into(), happened };
    let at = |ms| Action::Tick(NOW + ms);
    let live = |change: &dyn Fn(&mut CouponPage)| {
        let mut shown = shown();
        change(&mut shown);
        after(shown, vec![at(11_000)])
    };
    let ended = |redemption| live(&|shown| over(shown, redemption));
    let revoked = |reason| ended(Redemption::Revoked { at: NOW + -HOUR, reason });
    vec![
        scene(
            "coupon-served",
            "Before the module has come, or without it.",
            after(shown(), vec![]),
        ),
        scene("coupon", "A code that a till reads now.", live(&|_| {})),
        scene(
            "coupon-proven",
            "The same for tills that are offline: the code has more in it.",
            live(&prove),
        ),
        scene("coupon-difficult", "Long names.", live(&|shown| long(goods, shown))),
        scene(
            "coupon-cut-off",
            "Without a network, with codes for some minutes.",
            after(shown(), vec![at(311_000), Action::NoAnswer]),
        ),
        scene(
            "coupon-fetching",
            "No code is left, and new ones are asked for.",
            after(shown(), vec![at(AHEAD * CODE_STEP_MS)]),
        ),
        scene(
            "coupon-ran-out",
            "No code is left, and there is no network.",
            after(shown(), vec![at(AHEAD * CODE_STEP_MS), Action::NoAnswer]),
        ),
        scene("coupon-used", "A till took it.", ended(Redemption::Redeemed { at: NOW })),
        scene(
            "coupon-undone",
            "A till gave it back.",
            live(&|shown| shown.undone_at = Some(NOW + -30_000)),
        ),
        scene("coupon-not-yet", "No till takes it yet.", live(&not_yet)),
        scene("coupon-expired", "Its time is over.", live(&expire)),
        scene(
            "coupon-refunded",
            "Its payment was refunded.",
            revoked(RevocationReason::PaymentRefunded),
        ),
        scene("coupon-withdrawn", "It was withdrawn.", revoked(RevocationReason::Withdrawn)),
    ]
}

fn of(goods: Goods, card: &OfferCard) -> CouponPage {
    let text = |i: i64| QrText {
        from: NOW + i * CODE_STEP_MS,
        text: format!("7K01QD8M2ZWX3V5T-{:08}", 73_104_966 + i * 1_234_567),
    };
    CouponPage {
        mall: goods.mall(),
        coupon: coupon(card),
        way: Some(
            goods.say("坐中庭扶梯到 L2，右转走到底", "Atrium escalator to L2, right, to the end"),
        ),
        undone_at: None,
        code: Some("7K01-QD8M-2ZWX-3V5T".into()),
        shown: (0..AHEAD).map(text).collect(),
        server_time: NOW,
    }
}

fn prove(shown: &mut CouponPage) {
    for text in &mut shown.shown {
        text.text += "-0001S40001C00V5T8Z2QK4M7XA3R";
    }
}

fn long(goods: Goods, shown: &mut CouponPage) {
    let name = goods.say(
        "半山腰手冲咖啡与黑胶唱片生活馆（澄曦里旗舰店）",
        "Halfway Hill Fresh Coffee, Records and Everything Else of Good Living",
    );
    let coupon = &mut shown.coupon;
    coupon.store = Store { name, unit: "L2-07/08-A".into(), ..coupon.store.clone() };
    coupon.rules.push(goods.say(
        "不适用于瓶装饮料、周边商品、外送订单与已享受会员价的商品。",
        "Not for bottled drinks, merchandise, deliveries, or anything at a member's price.",
    ));
}

fn over(shown: &mut CouponPage, redemption: Redemption) {
    shown.coupon.redemption = Some(redemption);
    (shown.code, shown.shown) = (None, Vec::new());
}

fn not_yet(shown: &mut CouponPage) {
    shown.coupon.valid_from = NOW + 20 * HOUR;
    shown.shown.clear();
}

fn expire(shown: &mut CouponPage) {
    shown.coupon.valid_until = NOW + -HOUR;
    (shown.code, shown.shown) = (None, Vec::new());
}
