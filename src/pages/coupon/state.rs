//! What the page knows, and what becomes of it when something happens.

use std::rc::Rc;

use mall_contract::{
    CODE_STEP_MS, CouponPage, CouponState, Moment, QrText, RevocationReason, coupon_state,
};

/// Fresh texts are asked for when those at hand last for less than this, in milliseconds.
const ENOUGH: i64 = 10 * CODE_STEP_MS;

/// What the page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Showing<'a> {
    /// A code that tills take now.
    Code {
        /// What it says.
        text: &'a str,
        /// When the next one takes its place.
        until: Moment,
    },
    /// No code is left of those that were handed ahead.
    RanOut,
    /// No till takes it before a moment.
    NotYet {
        /// From when they do.
        from: Moment,
    },
    /// A till took it.
    Used {
        /// When.
        at: Moment,
    },
    /// Its time is over.
    Expired,
    /// It was taken back.
    Revoked {
        /// Why.
        reason: RevocationReason,
    },
}

/// The page's state.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// What the server said last.
    pub shown: CouponPage,
    /// The server's clock.
    pub now: Moment,
    /// Whether the server did not answer when it was asked last.
    pub cut_off: bool,
}

/// Something that happens.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Time passes.
    Tick(Moment),
    /// The server says how the coupon stands.
    Told(Box<CouponPage>),
    /// The server was asked and did not answer, or the whole page is one that was kept.
    NoAnswer,
    /// The same, and nobody knows what time it is: the device's clock was set back since the page was kept.
    ClockLost,
}

impl State {
    /// What the page knows when it is opened.
    #[must_use]
    pub fn opened(shown: &CouponPage) -> Self {
        Self { shown: shown.clone(), now: shown.server_time, cut_off: false }
    }

    /// What the page knows after something has happened.
    #[must_use]
    pub fn reduce(&self, action: Action) -> Rc<Self> {
        let mut next = self.clone();
        match action {
            Action::Tick(now) => next.now = now,
            Action::NoAnswer => next.cut_off = true,
            Action::ClockLost => {
                next.cut_off = true;
                // Which one is good now cannot be said; the code itself goes on being shown.
                next.shown.shown.clear();
            }
            Action::Told(shown) => {
                next.cut_off = false;
                // Of two answers that overtake each other the later one is true.
                if shown.server_time >= self.shown.server_time {
                    next.now = shown.server_time;
                    next.shown = *shown;
                }
            }
        }
        Rc::new(next)
    }

    /// What is shown now.
    #[must_use]
    pub fn showing(&self) -> Showing<'_> {
        match coupon_state(&self.shown.coupon, self.now) {
            CouponState::Usable => match self.text() {
                Some(QrText { from, text }) => Showing::Code { text, until: *from + CODE_STEP_MS },
                None => Showing::RanOut,
            },
            CouponState::NotYet { from } => Showing::NotYet { from },
            CouponState::Used { at } => Showing::Used { at },
            CouponState::Expired => Showing::Expired,
            CouponState::Revoked { reason } => Showing::Revoked { reason },
        }
    }

    fn text(&self) -> Option<&QrText> {
        let begun = self.shown.shown.iter().rev().find(|text| text.from <= self.now)?;
        (self.now < begun.from + CODE_STEP_MS).then_some(begun)
    }

    /// Until when there is a code to show, of those handed ahead.
    #[must_use]
    pub fn lasts_until(&self) -> Moment {
        self.shown.shown.last().map_or(self.now, |last| (last.from + CODE_STEP_MS).max(self.now))
    }

    /// Whether codes must be handed ahead anew: those at hand do not last.
    #[must_use]
    pub fn wants_codes(&self) -> bool {
        let coupon = &self.shown.coupon;
        let soon = self.now + ENOUGH;
        coupon.redemption.is_none()
            && coupon.valid_from < soon
            && self.lasts_until() < soon.min(coupon.valid_until)
    }

    /// Whether nothing can happen to the coupon any more.
    #[must_use]
    pub fn is_over(&self) -> bool {
        matches!(self.showing(), Showing::Expired | Showing::Revoked { .. })
    }

    /// Whether somebody may be about to read a code from the screen.
    #[must_use]
    pub fn is_for_reading(&self) -> bool {
        matches!(self.showing(), Showing::Code { .. } | Showing::RanOut)
    }
}

#[cfg(test)]
mod tests;
