//! The rule that decides whether a person may claim an offer: one for the server's decision and the page's button.

use crate::word::word_enum;
use crate::{Moment, Refusal};

word_enum! {
    /// The state of an offer.
    pub enum OfferState {
        /// The merchant is writing it.
        Draft = "draft",
        /// It waits for the mall's approval.
        Submitted = "submitted",
        /// It is approved and not live yet.
        Approved = "approved",
        /// Shoppers see it and may claim it within its window.
        Live = "live",
        /// It is stopped for now.
        Paused = "paused",
        /// It has ended and stays so.
        Ended = "ended",
    }
}

/// All facts that decide whether a person may claim one more coupon of an offer.
#[derive(Clone, Copy, Debug)]
pub struct ClaimFacts {
    /// The state of the offer.
    pub state: OfferState,
    /// The begin of the claim window.
    pub claim_from: Moment,
    /// The end of the claim window; this instant is excluded.
    pub claim_until: Moment,
    /// Pieces left; none for no limit.
    pub left: Option<u32>,
    /// Pieces left of today's share; none for no daily limit.
    pub left_today: Option<u32>,
    /// The instant at which the next daily share opens.
    pub day_ends: Moment,
    /// The number of coupons that the person already has.
    pub held: u32,
    /// The number of coupons that a person may have.
    pub per_person_limit: u32,
}

/// Returns the reason why the person may not claim one more coupon at `now`; `None` when they may.
///
/// Reasons that hold for everyone come before those of this person, and lasting reasons come before
/// passing ones. So the reason given would still stand after all others are gone.
#[must_use]
pub fn claim_refusal(facts: &ClaimFacts, now: Moment) -> Option<Refusal> {
    match facts.state {
        OfferState::Ended => return Some(Refusal::OfferEnded),
        OfferState::Paused => return Some(Refusal::OfferPaused),
        OfferState::Draft | OfferState::Submitted | OfferState::Approved => {
            return Some(Refusal::UnknownOffer);
        }
        OfferState::Live => {}
    }
    if now >= facts.claim_until {
        return Some(Refusal::OfferEnded);
    }
    if facts.held >= facts.per_person_limit {
        return Some(Refusal::PersonLimit { limit: facts.per_person_limit });
    }
    if facts.left == Some(0) {
        return Some(Refusal::SoldOut);
    }
    if now < facts.claim_from {
        return Some(Refusal::OfferNotStarted { starts_at: facts.claim_from });
    }
    if facts.left_today == Some(0) {
        // The next share opens after the claim window, so it never comes.
        return Some(if facts.day_ends >= facts.claim_until {
            Refusal::SoldOut
        } else {
            Refusal::DailyLimit { again_at: facts.day_ends }
        });
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{ClaimFacts, OfferState, claim_refusal};
    use crate::{Moment, Refusal};

    const NOW: Moment = Moment::new(1_000_000, 480);

    fn open() -> ClaimFacts {
        ClaimFacts {
            state: OfferState::Live,
            claim_from: NOW + -10,
            claim_until: NOW + 1000,
            left: Some(5),
            left_today: Some(2),
            day_ends: NOW + 500,
            held: 0,
            per_person_limit: 1,
        }
    }

    #[test]
    fn an_open_offer_may_be_claimed_from_its_first_to_before_its_last_instant() {
        let facts = open();
        assert_eq!(claim_refusal(&facts, facts.claim_from), None);
        assert_eq!(claim_refusal(&facts, facts.claim_until + -1), None);
        assert_eq!(claim_refusal(&facts, facts.claim_until), Some(Refusal::OfferEnded));
        let starts_at = facts.claim_from;
        let early = claim_refusal(&facts, starts_at + -1);
        assert_eq!(early, Some(Refusal::OfferNotStarted { starts_at }));
    }

    #[test]
    fn each_limit_refuses_with_its_own_reason() {
        let cases = [
            (ClaimFacts { left: Some(0), ..open() }, Refusal::SoldOut),
            (
                ClaimFacts { left_today: Some(0), ..open() },
                Refusal::DailyLimit { again_at: NOW + 500 },
            ),
            (ClaimFacts { held: 1, ..open() }, Refusal::PersonLimit { limit: 1 }),
            (ClaimFacts { state: OfferState::Paused, ..open() }, Refusal::OfferPaused),
            (ClaimFacts { state: OfferState::Ended, ..open() }, Refusal::OfferEnded),
            (ClaimFacts { state: OfferState::Draft, ..open() }, Refusal::UnknownOffer),
        ];
        for (facts, refusal) in cases {
            assert_eq!(claim_refusal(&facts, NOW), Some(refusal));
        }
    }

    #[test]
    fn a_daily_limit_without_a_next_day_is_sold_out() {
        let facts = ClaimFacts { left_today: Some(0), day_ends: NOW + 1000, ..open() };
        assert_eq!(claim_refusal(&facts, NOW), Some(Refusal::SoldOut));
    }

    #[test]
    fn an_offer_without_stock_limits_is_open() {
        let facts = ClaimFacts { left: None, left_today: None, ..open() };
        assert_eq!(claim_refusal(&facts, NOW), None);
    }
}
