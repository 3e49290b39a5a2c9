//! All kinds of states: a new one does not compile without a line here.

use mall_contract::{Benefit, CardState, CouponState, RevocationReason};
use mall_coupons::host::camera::Trouble;
use mall_coupons::pages::coupon::state::Showing;
use mall_coupons::pages::scan::state::{Camera, Outcome};
use mall_coupons::pages::till::state::counter::Step;
use mall_coupons::pages::till::state::door::Kept;
use mall_coupons::pages::till::state::ledger::UndoStep;
use mall_coupons::pages::wallet::state::Reading;

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
}

kinds! { camera_kind, CAMERAS, Camera,
    Camera::Closed => "closed",
    Camera::Opening | Camera::Hidden => "opening",
    Camera::Open(_) => "open",
    Camera::Failed(Trouble::Refused) => "refused",
    Camera::Failed(Trouble::Missing) => "missing",
    Camera::Failed(Trouble::Taken) => "taken",
    Camera::Failed(Trouble::Lost) => "lost",
    Camera::Failed(Trouble::Unsupported) => "unsupported",
    Camera::Failed(Trouble::NotLoaded) => "not loaded",
}

kinds! { outcome_kind, OUTCOMES, Outcome,
    Outcome::None => "none",
    Outcome::Reading => "reading",
    Outcome::NoCode => "no code",
    Outcome::NoPicture => "no picture",
    Outcome::Leads(_) => "leads",
    Outcome::Coupon => "coupon",
    Outcome::Foreign(_) => "foreign",
    Outcome::NotACode(_) => "not a code",
}

kinds! { step_kind, STEPS, Step,
    Step::Ready => "ready",
    Step::NotACode => "not a code",
    Step::Asking => "asking",
    Step::NoAnswer => "no answer",
    Step::Prepared(_) => "prepared",
    Step::Taking(_) => "taking",
    Step::Unknown(_, None) => "unknown",
    Step::Unknown(_, Some(_)) => "unknown, and why",
    Step::Taken(_) => "taken",
    Step::Proven(_) => "proven",
    Step::TakenOffline(_) => "taken offline",
    Step::Refused(_) => "refused",
}

kinds! { undo_kind, UNDO_STEPS, UndoStep,
    UndoStep::Choosing => "choosing",
    UndoStep::NoReason => "no reason",
    UndoStep::Asking => "asking",
    UndoStep::Unknown => "unknown",
    UndoStep::Refused(_) => "refused",
}

kinds! { kept_kind, KEPT, Kept,
    Kept::Refused(_) => "refused",
    Kept::Locked(_) => "locked",
    Kept::NoAnswer => "no answer",
    Kept::NotTheSame => "not the same",
}

kinds! { reading_kind, READINGS, Reading,
    Reading::Idle => "idle",
    Reading::Loading => "loading",
    Reading::Failed => "failed",
}

kinds! { showing_kind, SHOWINGS, Showing<'_>,
    Showing::Code { .. } => "code",
    Showing::RanOut => "ran out",
    Showing::NotYet { .. } => "not yet",
    Showing::Used { .. } => "used",
    Showing::Expired => "expired",
    Showing::Revoked { reason: RevocationReason::PaymentRefunded } => "revoked by a refund",
    Showing::Revoked { reason: RevocationReason::Withdrawn } => "withdrawn",
}
