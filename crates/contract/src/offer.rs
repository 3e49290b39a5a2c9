//! Offers as a shopper sees them.

use serde::{Deserialize, Serialize};

use crate::{ClaimFacts, Fen, Moment, OfferId, OfferState, PercentPaid, StoreId};

/// What a store gives, and on which terms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Offer {
    /// The offer's id.
    pub id: OfferId,
    /// The store that gives it and where it is used.
    pub store: Store,
    /// At most 21 characters, in the language asked for.
    pub title: String,
    /// What the shopper gets.
    pub benefit: Benefit,
    /// Smallest order it can be used for; 0 for none.
    pub threshold: Fen,
    /// Where the offer is in its life.
    pub state: OfferState,
    /// From when it can be claimed.
    pub claim_from: Moment,
    /// Until when it can be claimed; this instant is excluded.
    pub claim_until: Moment,
    /// When a claimed coupon can be used.
    pub validity: Validity,
    /// What is left.
    pub stock: Stock,
    /// How many one person may have, at least 1.
    pub per_person_limit: u32,
    /// Rules beyond those above, a sentence each.
    pub rules: Vec<String>,
    /// What becomes of an unused coupon when the payment it follows is refunded; none where it follows
    /// no payment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after_refund: Option<AfterRefund>,
}

/// What becomes of an unused coupon when the payment it was claimed after is refunded in full. One
/// that a till took is never claimed back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum AfterRefund {
    /// It is revoked.
    #[default]
    Revoked,
    /// It stays as it is.
    Kept,
}

/// A store of the mall.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Store {
    /// The store's id.
    pub id: StoreId,
    /// Its name, in the language asked for.
    pub name: String,
    /// Floor as the mall writes it: `B1`, `L3`.
    pub floor: String,
    /// Unit on that floor: `B1-023`.
    pub unit: String,
    /// Name of its category, in the language asked for.
    pub category: String,
}

/// What a coupon gives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Benefit {
    /// That much off the price.
    AmountOff(Fen),
    /// A share of the price is paid.
    Discount {
        /// The share that is paid.
        paid_share: PercentPaid,
        /// The most that is saved; none for no bound.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cap: Option<Fen>,
    },
    /// A thing for a price, often for nothing.
    Exchange {
        /// What is given, in the language asked for.
        item: String,
        /// What is paid for it; 0 for nothing.
        price: Fen,
    },
}

impl Benefit {
    /// What it takes off an order, rounded once to a fen; none for a thing that is given.
    #[must_use]
    pub fn saved(&self, amount: Fen) -> Option<Fen> {
        match self {
            Self::AmountOff(off) => Some(Fen(off.0.min(amount.0))),
            Self::Discount { paid_share, cap } => {
                // Half a fen goes to the shopper.
                let saved = (amount.0 * i64::from(paid_share.percent_off()) + 50) / 100;
                Some(Fen(cap.map_or(saved, |cap| saved.min(cap.0))))
            }
            Self::Exchange { .. } => None,
        }
    }
}

/// When a claimed coupon can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Validity {
    /// The same span for all.
    Fixed {
        /// From when.
        from: Moment,
        /// Until when; this instant is excluded.
        until: Moment,
    },
    /// Counted from the claim in civil days of the mall; the last one ends at midnight.
    AfterClaim {
        /// Days to wait: 0 is at once, 1 is from the next day's midnight.
        wait_days: u16,
        /// Days it is valid, the first included, at least 1.
        days: u16,
    },
}

impl Validity {
    /// When a coupon claimed at `claimed_at` can be used: from when, and until when (excluded).
    ///
    /// Civil days are counted at the claim's own offset; in a zone that changes its clocks in
    /// between, the server, which knows the zone, corrects the offset of the result.
    #[must_use]
    pub fn span(self, claimed_at: Moment) -> (Moment, Moment) {
        match self {
            Self::Fixed { from, until } => (from, until),
            Self::AfterClaim { wait_days, days } => {
                let first = claimed_at.midnight_after(wait_days);
                let from = if wait_days == 0 { claimed_at } else { first };
                (from, first.midnight_after(days))
            }
        }
    }
}

/// What is left of an offer, as the server last knew it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Stock {
    /// Pieces in all; none for no bound.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<u32>,
    /// Pieces left; none for no bound.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left: Option<u32>,
    /// Pieces left of today's share; none for no daily bound.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left_today: Option<u32>,
    /// When the mall's day ends and a new share opens.
    pub day_ends: Moment,
}

impl Stock {
    /// The number to show as “only N left”: when it is true and few, at most a fifth of all.
    #[must_use]
    pub fn few_left(&self) -> Option<u32> {
        let (total, left) = (self.total?, self.left?);
        (left > 0 && u64::from(left) * 5 <= u64::from(total)).then_some(left)
    }

    /// Percent of all pieces that are claimed, 0 to 100, rounded down.
    #[must_use]
    pub fn percent_claimed(&self) -> Option<u32> {
        let (total, left) = (self.total.filter(|t| *t > 0)?, self.left?);
        let claimed = u64::from(total - left.min(total));
        Some((claimed * 100 / u64::from(total)) as u32)
    }
}

impl Offer {
    /// The facts that decide whether a person who has `held` of it may claim one more.
    #[must_use]
    pub fn claim_facts(&self, held: u32) -> ClaimFacts {
        ClaimFacts {
            state: self.state,
            claim_from: self.claim_from,
            claim_until: self.claim_until,
            left: self.stock.left,
            left_today: self.stock.left_today,
            day_ends: self.stock.day_ends,
            held,
            per_person_limit: self.per_person_limit,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Benefit, Stock, Validity};
    use crate::{Fen, Moment, PercentPaid};

    fn at(text: &str) -> Moment {
        Moment::try_from(text.to_owned()).expect("a moment")
    }

    #[test]
    fn days_after_the_claim_are_civil_days_that_end_at_midnight() {
        let claimed = at("2026-11-23T21:30:00+08:00");
        let (from, until) = Validity::AfterClaim { wait_days: 0, days: 7 }.span(claimed);
        assert_eq!((from, until), (claimed, at("2026-11-30T00:00:00+08:00")));
        let (from, until) = Validity::AfterClaim { wait_days: 1, days: 1 }.span(claimed);
        assert_eq!(
            (from, until),
            (at("2026-11-24T00:00:00+08:00"), at("2026-11-25T00:00:00+08:00"))
        );
    }

    #[test]
    fn what_is_saved_is_rounded_once_and_never_more_than_the_order() {
        let discount = |percent, cap: Option<i64>| Benefit::Discount {
            paid_share: PercentPaid::new(percent).expect("a share"),
            cap: cap.map(Fen),
        };
        let cases = [
            (Benefit::AmountOff(Fen(850)), 3600, Some(850)),
            (Benefit::AmountOff(Fen(850)), 800, Some(800)),
            // 12 % of 34.90 is 4.188, of 34.94 it is 4.1928, of 1.25 it is 0.15.
            (discount(88, None), 3490, Some(419)),
            (discount(88, None), 3494, Some(419)),
            (discount(88, None), 125, Some(15)),
            (discount(50, None), 1, Some(1)),
            (discount(88, Some(400)), 3490, Some(400)),
            (discount(88, None), 0, Some(0)),
            (Benefit::Exchange { item: "tea".into(), price: Fen(100) }, 3600, None),
        ];
        for (benefit, amount, saved) in cases {
            assert_eq!(benefit.saved(Fen(amount)), saved.map(Fen), "{benefit:?} {amount}");
        }
    }

    fn stock(total: u32, left: u32) -> Stock {
        Stock {
            total: Some(total),
            left: Some(left),
            left_today: None,
            day_ends: Moment::new(0, 0),
        }
    }

    #[test]
    fn scarcity_is_shown_only_when_it_is_true() {
        assert_eq!(stock(100, 20).few_left(), Some(20));
        assert_eq!(stock(100, 21).few_left(), None);
        assert_eq!(stock(100, 0).few_left(), None);
        assert_eq!(Stock { total: None, left: None, ..stock(0, 0) }.few_left(), None);
    }

    #[test]
    fn the_bar_is_full_only_when_all_is_claimed() {
        assert_eq!(stock(1000, 1).percent_claimed(), Some(99));
        assert_eq!(stock(1000, 0).percent_claimed(), Some(100));
        assert_eq!(stock(0, 0).percent_claimed(), None);
    }
}
