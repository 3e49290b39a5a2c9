//! The counter until a coupon is redeemed: its camera, a code, and the order.

use mall_contract::{Fen, InvalidAmount, Refusal, RevocationReason, Role, TillRefusal};
use mall_coupons::host::camera::{CameraControls, CameraError};
use mall_coupons::host::code_camera::CameraEvent;
use mall_coupons::pages::till::state::CounterAction;
use mall_coupons::pages::till::state::counter::{Field, OrderError};
use mall_coupons::pages::till::state::doubt::AmountDoubt;

use crate::samples::{CODE, HOUR_MS, MINUTE_MS, NOW, TillSamples, afternoons};
use crate::scenes::scene::{Content, Scene, scene};

pub fn scenes(till: TillSamples) -> Vec<Scene> {
    let groups = [camera(till), answers(till), orders(till), refusals(till)];
    groups.into_iter().flatten().collect()
}

fn camera(till: TillSamples) -> Vec<Scene> {
    let event = |event| Content::counter(till, vec![CounterAction::Camera(event)]);
    let all_controls = CameraControls { torch: Some(false), has_another: true };
    vec![
        scene(
            "till-at-work-served",
            "Somebody is logged in; before the module runs.",
            Content::till(till, Role::Cashier, Vec::new()),
        ),
        scene(
            "till-ready",
            "Ready for a code.",
            Content::counter(till, vec![CounterAction::NextShopper]),
        ),
        scene("till-camera-opening", "The page asks for the camera.", event(CameraEvent::Opening)),
        scene(
            "till-camera",
            "The camera looks for a code.",
            event(CameraEvent::Opened(all_controls)),
        ),
        scene(
            "till-camera-refused",
            "The camera is not allowed.",
            event(CameraEvent::Failed(CameraError::NotAllowed)),
        ),
        scene(
            "till-camera-missing",
            "There is no camera.",
            event(CameraEvent::Failed(CameraError::NotFound)),
        ),
    ]
}

fn answers(till: TillSamples) -> Vec<Scene> {
    let after = |actions| Content::counter(till, actions);
    vec![
        scene(
            "till-not-a-code",
            "The typed text is no code.",
            after(vec![CounterAction::CodeRead("7K01".into())]),
        ),
        scene("till-asking", "The server has not answered yet.", after(vec![read()])),
        scene(
            "till-not-asked",
            "The server did not answer.",
            after(vec![read(), CounterAction::NoResponse]),
        ),
        scene("till-usable", "The coupon may be used.", after(vec![read(), prepared(till, None)])),
    ]
}

fn orders(till: TillSamples) -> Vec<Scene> {
    let after = |order: &str, amount: &str, answer| {
        let order = CounterAction::Input(Field::Order, order.into());
        let amount = CounterAction::Input(Field::Amount, amount.into());
        Content::counter(till, vec![read(), prepared(till, None), order, amount, answer])
    };
    let typed = |order: &str, amount: &str, error| {
        after(order, amount, CounterAction::OrderRejected(error))
    };
    let doubted = |order: &str, amount: &str, doubt| {
        after(order, amount, CounterAction::AmountDoubted(doubt))
    };
    vec![
        scene(
            "till-order-wrong",
            "The order has no number.",
            typed("", "38.5", OrderError::Number),
        ),
        scene(
            "till-amount-wrong",
            "The typed amount is no amount.",
            typed("A-1024", "38,5", OrderError::Amount(InvalidAmount::NotANumber)),
        ),
        scene(
            "till-short",
            "The order is too small.",
            typed("A-1024", "12", OrderError::BelowThreshold(Fen(1300))),
        ),
        scene(
            "till-amount-same",
            "The amount is the order's number.",
            doubted("0001234", "1234", AmountDoubt::SameAsOrder),
        ),
        scene(
            "till-amount-high",
            "The amount is far above the usual.",
            doubted("A-1024", "38500", AmountDoubt::FarAboveUsual),
        ),
    ]
}

fn refusals(till: TillSamples) -> Vec<Scene> {
    let refused = |refusal| Content::counter(till, vec![read(), prepared(till, Some(refusal))]);
    vec![
        scene(
            "till-used",
            "The coupon was used.",
            refused(Refusal::Till(TillRefusal::CouponUsed {
                at: NOW + -7 * MINUTE_MS,
                by: till.staff_name(),
            })),
        ),
        scene(
            "till-expired",
            "The coupon has expired.",
            refused(Refusal::Till(TillRefusal::CouponExpired { at: NOW + -HOUR_MS })),
        ),
        scene(
            "till-revoked",
            "The coupon was revoked.",
            refused(Refusal::Till(TillRefusal::CouponRevoked {
                reason: RevocationReason::PaymentRefunded,
            })),
        ),
        scene(
            "till-not-yet",
            "The coupon cannot be used yet.",
            refused(Refusal::Till(TillRefusal::CouponNotYet { from: NOW + 20 * HOUR_MS })),
        ),
        scene(
            "till-wrong-hours",
            "The coupon cannot be used at this hour.",
            refused(Refusal::Till(TillRefusal::WrongTimeWindow { windows: afternoons() })),
        ),
    ]
}

fn read() -> CounterAction {
    CounterAction::CodeRead(CODE.into())
}

fn prepared(till: TillSamples, refusal: Option<Refusal>) -> CounterAction {
    CounterAction::Prepared(till.prepared(refusal).into())
}
