//! What a card shows: one function of what the server said, what was asked, and what time it is.

use crate::{Coupon, CouponState, Moment, OfferCard, Refusal, claim_refusal, coupon_state};

/// What this page has asked of the server for one offer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Attempt {
    /// Nothing is under way.
    #[default]
    None,
    /// Asked, no answer yet.
    Claiming,
    /// Asked, the answer is lost or late; it is being asked for.
    Checking,
    /// Asked, and told to come again later; it is being asked again.
    Queued(Refusal),
    /// Asked and refused.
    Refused(Refusal),
}

/// What a card shows and offers to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CardState<'a> {
    /// One may be claimed now.
    Claimable,
    /// A claim is under way.
    Claiming,
    /// A claim's result is not known yet. Never offer a second claim here.
    Checking,
    /// The server asked to come again later, and the page does. Never offer a second claim here.
    Queued(Refusal),
    /// The person has it.
    Held {
        /// The newest one.
        coupon: &'a Coupon,
        /// What it is good for now.
        state: CouponState,
        /// Whether one more may be claimed now.
        another: bool,
    },
    /// Not claimable, for this reason.
    Refused(Refusal),
}

/// The state of a card at `now`.
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
        // What the server said when it refused is newer than what it said when the card was drawn.
        (None, Attempt::Refused(refusal)) => refused_earlier(refusal, now),
        (Some(refusal), _) => CardState::Refused(refusal),
        (None, _) => CardState::Claimable,
    }
}

/// A refusal that time or another try can lift does not bar the card for good.
fn refused_earlier(refusal: &Refusal, now: Moment) -> CardState<'static> {
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
