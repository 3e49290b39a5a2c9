//! All kinds of states: a new one does not compile without a line here.

use mall_contract::{Benefit, CardState, CouponState, RevocationReason};
use mall_coupons::host::camera::CameraError;
use mall_coupons::pages::camera::CameraState;
use mall_coupons::pages::coupon::state::Display;
use mall_coupons::pages::scan::state::Outcome;
use mall_coupons::pages::till::state::counter::Step;
use mall_coupons::pages::till::state::ledger::UndoStep;
use mall_coupons::pages::till::state::login::LoginFailure;
use mall_coupons::pages::wallet::state::ListStatus;

/// Names the kinds of a type, by an exhaustive match, and lists the names.
macro_rules! kinds {
    ($of:ident, $all:ident, $type:ty, $($pattern:pat => $name:literal),+ $(,)?) => {
        /// Returns the name of a value's kind.
        pub fn $of(value: &$type) -> &'static str {
            match value { $($pattern => $name),+ }
        }
        pub const $all: &[&str] = &[$($name),+];
    };
}

kinds! { card_kind, CARD_STATES, CardState<'_>,
    CardState::Claimable => "claimable",
    CardState::Claiming => "claiming",
    CardState::Checking => "checking",
    CardState::Queued(_) => "queued",
    CardState::Held { another: false, .. } => "held",
    CardState::Held { another: true, .. } => "held, another claimable",
    CardState::Refused(_) => "refused",
}

kinds! { coupon_kind, COUPON_STATES, CouponState,
    CouponState::NotYet { .. } => "not yet",
    CouponState::Usable => "usable",
    CouponState::Used { .. } => "used",
    CouponState::Expired => "expired",
    CouponState::Revoked { reason: RevocationReason::PaymentRefunded } => "revoked by a refund",
    CouponState::Revoked { reason: RevocationReason::Withdrawn } => "withdrawn",
}

kinds! { benefit_kind, BENEFITS, Benefit,
    Benefit::AmountOff(_) => "amount off",
    Benefit::Discount { cap: None, .. } => "discount",
    Benefit::Discount { cap: Some(_), .. } => "discount with a cap",
    Benefit::Exchange { price: mall_contract::Fen(0), .. } => "gift",
    Benefit::Exchange { .. } => "special price",
    Benefit::Unknown => "unknown",
}

kinds! { camera_kind, CAMERAS, CameraState,
    CameraState::Closed => "closed",
    CameraState::Opening | CameraState::Hidden => "opening",
    CameraState::Open(_) => "open",
    CameraState::Failed(CameraError::NotAllowed) => "refused",
    CameraState::Failed(CameraError::NotFound) => "missing",
    CameraState::Failed(CameraError::InUse) => "taken",
    CameraState::Failed(CameraError::Lost) => "lost",
    CameraState::Failed(CameraError::Unsupported) => "unsupported",
    CameraState::Failed(CameraError::ReaderNotLoaded) => "not loaded",
}

kinds! { outcome_kind, OUTCOMES, Outcome,
    Outcome::None => "none",
    Outcome::Reading => "reading",
    Outcome::NoCode => "no code",
    Outcome::NotAPicture => "no picture",
    Outcome::Page(_) => "leads",
    Outcome::Coupon => "coupon",
    Outcome::Foreign(_) => "foreign",
    Outcome::NotACode(_) => "not a code",
}

kinds! { step_kind, STEPS, Step,
    Step::Ready => "ready",
    Step::NotACode => "not a code",
    Step::LookingUp => "asking",
    Step::NoResponse => "no answer",
    Step::Prepared(_) => "prepared",
    Step::Redeeming(_) => "taking",
    Step::Unknown(_, None) => "unknown",
    Step::Unknown(_, Some(_)) => "unknown, and why",
    Step::Redeemed(_) => "taken",
    Step::Proven(_) => "proven",
    Step::RedeemedOffline(_) => "taken offline",
    Step::Refused(_) => "refused",
}

kinds! { undo_kind, UNDO_STEPS, UndoStep,
    UndoStep::ChoosingReason => "choosing",
    UndoStep::ReasonMissing => "no reason",
    UndoStep::Requested => "asking",
    UndoStep::Unknown => "unknown",
    UndoStep::Refused(_) => "refused",
}

kinds! { kept_kind, KEPT, LoginFailure,
    LoginFailure::Refused(_) => "refused",
    LoginFailure::Locked(_) => "locked",
    LoginFailure::NoResponse => "no answer",
    LoginFailure::PasswordsDiffer => "not the same",
}

kinds! { reading_kind, READINGS, ListStatus,
    ListStatus::Idle => "idle",
    ListStatus::Loading => "loading",
    ListStatus::Failed => "failed",
}

kinds! { showing_kind, SHOWINGS, Display<'_>,
    Display::Code { .. } => "code",
    Display::RanOut => "ran out",
    Display::NotYet { .. } => "not yet",
    Display::Used { .. } => "used",
    Display::Expired => "expired",
    Display::Revoked { reason: RevocationReason::PaymentRefunded } => "revoked by a refund",
    Display::Revoked { reason: RevocationReason::Withdrawn } => "withdrawn",
}
