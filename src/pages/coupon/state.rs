//! The state of the coupon page, and its reducer.

use std::rc::Rc;

use mall_contract::{
    CODE_STEP_MS, CouponPage, CouponState, Moment, QrText, RevocationReason, coupon_state,
};

use crate::pages::store::Reduce;

/// Codes that last for less than this are fetched again.
const MIN_CODES_LEFT_MS: i64 = 10 * CODE_STEP_MS;

/// The content of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Display<'a> {
    /// A code that tills accept now.
    Code {
        text: &'a str,
        /// The moment when the next code replaces it.
        until: Moment,
    },
    /// The prefetched codes have run out.
    RanOut,
    /// Not usable before this moment.
    NotYet {
        from: Moment,
    },
    Used {
        at: Moment,
    },
    Expired,
    Revoked {
        reason: RevocationReason,
    },
}

/// The state of the coupon page.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// The coupon, as the server sent it last.
    pub page: CouponPage,
    /// The server time for which the page is drawn.
    pub now: Moment,
    /// True if the last request had no response.
    pub unreachable: bool,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    Tick(Moment),
    /// The server sent the coupon.
    Loaded(Box<CouponPage>),
    /// The server did not respond, or the page is an offline copy.
    NoResponse,
    /// The page is an offline copy, and the time is not known: the device's clock was set back.
    ClockLost,
}

impl State {
    /// Returns the state in which the page opens. The wallet opens it some time after the server has sent it.
    #[must_use]
    pub fn new(page: &CouponPage, now: Moment) -> Self {
        Self { page: page.clone(), now: now.max(page.server_time), unreachable: false }
    }

    /// Returns what the page displays now.
    #[must_use]
    pub fn display(&self) -> Display<'_> {
        match coupon_state(&self.page.coupon, self.now) {
            CouponState::Usable => match self.current_text() {
                Some(QrText { from, text }) => Display::Code { text, until: *from + CODE_STEP_MS },
                None => Display::RanOut,
            },
            CouponState::NotYet { from } => Display::NotYet { from },
            CouponState::Used { at } => Display::Used { at },
            CouponState::Expired => Display::Expired,
            CouponState::Revoked { reason } => Display::Revoked { reason },
        }
    }

    fn current_text(&self) -> Option<&QrText> {
        let current = self.page.shown.iter().rev().find(|text| text.from <= self.now)?;
        (self.now < current.from + CODE_STEP_MS).then_some(current)
    }

    /// Returns when the last prefetched code ends.
    #[must_use]
    pub fn codes_end(&self) -> Moment {
        self.page.shown.last().map_or(self.now, |last| (last.from + CODE_STEP_MS).max(self.now))
    }

    /// Checks whether codes must be fetched: those on the page run out soon.
    #[must_use]
    pub fn needs_codes(&self) -> bool {
        let coupon = &self.page.coupon;
        let soon = self.now + MIN_CODES_LEFT_MS;
        coupon.redemption.is_none()
            && coupon.valid_from < soon
            && self.codes_end() < soon.min(coupon.valid_until)
    }

    /// Checks whether the coupon can change no more.
    #[must_use]
    pub fn is_over(&self) -> bool {
        matches!(self.display(), Display::Expired | Display::Revoked { .. })
    }

    /// Checks whether a till may be about to read a code from the screen.
    #[must_use]
    pub fn shows_code(&self) -> bool {
        matches!(self.display(), Display::Code { .. } | Display::RanOut)
    }
}

impl Reduce for State {
    type Action = Action;

    fn reduce(&self, action: Action) -> Rc<Self> {
        let mut next = self.clone();
        match action {
            Action::Tick(now) => next.now = now,
            Action::NoResponse => next.unreachable = true,
            Action::ClockLost => {
                next.unreachable = true;
                // It is unknown which code is valid now. The coupon's typed code stays.
                next.page.shown.clear();
            }
            Action::Loaded(coupon) => {
                next.unreachable = false;
                // Responses may overtake each other: the one of the later server time is right.
                if coupon.server_time >= self.page.server_time {
                    next.now = coupon.server_time;
                    next.page = *coupon;
                }
            }
        }
        Rc::new(next)
    }
}

#[cfg(test)]
mod tests;
