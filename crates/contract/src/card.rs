//! The state of an offer's card: one function of the server's data, the claim under way, and the time.

use crate::{Coupon, CouponState, Moment, OfferCard, Refusal, claim_refusal, coupon_state};

/// The page's latest claim for one offer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Attempt {
    /// No claim is under way.
    #[default]
    None,
    /// The claim is sent and not answered yet.
    Claiming,
    /// The response is lost or late, and the page asks for the result.
    Checking,
    /// The server asked to wait, and the page will send the claim again.
    Queued(Refusal),
    /// The claim was refused.
    Refused(Refusal),
}

/// The state that a card shows, which decides its button.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CardState<'a> {
    /// The shopper may claim now.
    Claimable,
    /// A claim is under way.
    Claiming,
    /// A claim's result is not known yet. The card never offers a second claim here.
    Checking,
    /// The server asked to wait. The card never offers a second claim here.
    Queued(Refusal),
    /// The shopper holds a coupon of the offer.
    Held {
        /// The newest of the shopper's coupons.
        coupon: &'a Coupon,
        /// The state of that coupon.
        state: CouponState,
        /// True when the shopper may claim one more.
        another: bool,
    },
    /// The shopper may not claim, for this reason.
    Refused(Refusal),
}

/// Returns the state of a card at `now`.
#[must_use]
pub fn card_state<'a>(card: &'a OfferCard, attempt: &Attempt, now: Moment) -> CardState<'a> {
    match attempt {
        Attempt::Claiming => return CardState::Claiming,
        Attempt::Checking => return CardState::Checking,
        Attempt::Queued(why) => return CardState::Queued(why.clone()),
        Attempt::None | Attempt::Refused(_) => {}
    }
    let refusal = card.not_eligible.clone().or_else(|| {
        let held = u32::try_from(card.held.len()).unwrap_or(u32::MAX);
        claim_refusal(&card.offer.claim_facts(held), now)
    });
    if let Some(coupon) = card.held.last() {
        let state = coupon_state(coupon, now);
        return CardState::Held { coupon, state, another: refusal.is_none() };
    }
    match (refusal, attempt) {
        // The server's refusal is newer than the card's data.
        (None, Attempt::Refused(refusal)) => state_after_refusal(refusal, now),
        (Some(refusal), _) => CardState::Refused(refusal),
        (None, _) => CardState::Claimable,
    }
}

/// Returns the state after an earlier refusal: claimable again when its time has passed.
fn state_after_refusal(refusal: &Refusal, now: Moment) -> CardState<'static> {
    match refusal {
        Refusal::OfferNotStarted { starts_at: lifted }
        | Refusal::DailyLimit { again_at: lifted }
            if now >= *lifted =>
        {
            CardState::Claimable
        }
        refusal => CardState::Refused(refusal.clone()),
    }
}

#[cfg(test)]
mod tests;
