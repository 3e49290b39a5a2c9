//! Offers as a shopper sees them.

use serde::{Deserialize, Serialize};

use crate::word::word_enum;
use crate::{ClaimFacts, Fen, Moment, OfferId, OfferState, PercentPaid, StoreId};

/// An offer of a store, with its terms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Offer {
    /// The offer's id.
    pub id: OfferId,
    /// The store that gives the offer and accepts its coupons.
    pub store: Store,
    /// The title, at most 21 characters, in the requested language.
    pub title: String,
    /// The benefit for the shopper.
    pub benefit: Benefit,
    /// The smallest order that accepts a coupon, in fen; 0 for no minimum.
    pub threshold: Fen,
    /// The state of the offer.
    pub state: OfferState,
    /// The begin of the claim window.
    pub claim_from: Moment,
    /// The end of the claim window; this instant is excluded.
    pub claim_until: Moment,
    /// The time in which a claimed coupon is usable.
    pub validity: Validity,
    /// The pieces that are left.
    pub stock: Stock,
    /// The number of coupons that one person may have, at least 1.
    pub per_person_limit: u32,
    /// Further rules, a sentence each.
    pub rules: Vec<String>,
    /// The effect of a refund of the payment on an unused coupon; none when the offer follows no payment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after_refund: Option<AfterRefund>,
}

word_enum! {
    /// The effect of a full refund of the payment on an unused coupon claimed after it. A redeemed coupon is
    /// never claimed back.
    #[derive(Default)]
    pub enum AfterRefund {
        /// The coupon is revoked.
        #[default]
        Revoked = "revoked",
        /// The coupon stays as it is.
        Kept = "kept",
    }
}

/// A store of the mall.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Store {
    /// The store's id.
    pub id: StoreId,
    /// The name, in the requested language.
    pub name: String,
    /// The floor as the mall writes it: `B1`, `L3`.
    pub floor: String,
    /// The unit on that floor: `B1-023`.
    pub unit: String,
    /// The name of its category, in the requested language.
    pub category: String,
}

/// The benefit of a coupon.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Benefit {
    /// An amount off the price.
    AmountOff(Fen),
    /// A percentage off the price.
    Discount {
        /// The percentage of the price that the shopper still pays.
        paid_share: PercentPaid,
        /// The largest saving; none for no limit.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cap: Option<Fen>,
    },
    /// An item at a special price, often free.
    Exchange {
        /// The item, in the requested language.
        item: String,
        /// The price of the item; 0 when it is free.
        price: Fen,
    },
    /// Another kind, unknown to this build because the server is newer. No server answers with it.
    #[serde(skip)]
    Unknown,
}

impl Benefit {
    /// Returns the saving on an order of `amount`, rounded once to a fen; `None` for an exchange.
    #[must_use]
    pub fn saving(&self, amount: Fen) -> Option<Fen> {
        match self {
            Self::AmountOff(off) => Some(Fen(off.0.min(amount.0))),
            Self::Discount { paid_share, cap } => {
                // Half a fen is rounded in favour of the shopper.
                let saved = (amount.0 * i64::from(paid_share.percent_off()) + 50) / 100;
                Some(Fen(cap.map_or(saved, |cap| saved.min(cap.0))))
            }
            Self::Exchange { .. } | Self::Unknown => None,
        }
    }
}

/// The time in which a claimed coupon is usable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Validity {
    /// The same span for all coupons.
    Fixed {
        /// The first instant of use.
        from: Moment,
        /// The end of use; this instant is excluded.
        until: Moment,
    },
    /// A number of days in the mall, counted from the claim. The last day ends at midnight.
    AfterClaim {
        /// The days to wait: 0 starts at once, 1 starts at the next midnight.
        wait_days: u16,
        /// The days of use, the first included, at least 1.
        days: u16,
    },
    /// Another rule, unknown to this build because the server is newer. No server answers with it.
    #[serde(skip)]
    Unknown,
}

impl Validity {
    /// Returns the first instant and the excluded end of a coupon claimed at `claimed_at`.
    ///
    /// Days count at the offset of the claim. When the mall's zone changes its clocks in between, the
    /// server corrects the offset of the result, because it knows the zone.
    #[must_use]
    pub fn span(self, claimed_at: Moment) -> (Moment, Moment) {
        match self {
            Self::Fixed { from, until } => (from, until),
            Self::AfterClaim { wait_days, days } => {
                let first = claimed_at.midnight_after(wait_days);
                let from = if wait_days == 0 { claimed_at } else { first };
                (from, first.midnight_after(days))
            }
            Self::Unknown => (claimed_at, Moment { ms: i64::MAX, ..claimed_at }),
        }
    }
}

/// The stock of an offer, as the server last counted it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Stock {
    /// Pieces in all; none for no limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<u32>,
    /// Pieces left; none for no limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left: Option<u32>,
    /// Pieces left of today's share; none for no daily limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left_today: Option<u32>,
    /// The end of the mall's day, when the next share opens.
    pub day_ends: Moment,
}

impl Stock {
    /// Returns the number for “only N left” when at most a fifth of all pieces is left; `None` otherwise.
    #[must_use]
    pub fn few_left(&self) -> Option<u32> {
        let (total, remaining) = (self.total?, self.left?);
        (remaining > 0 && u64::from(remaining) * 5 <= u64::from(total)).then_some(remaining)
    }

    /// Returns the percentage of claimed pieces, 0 to 100, rounded down; `None` without a limit.
    #[must_use]
    pub fn percent_claimed(&self) -> Option<u32> {
        let (total, remaining) = (self.total.filter(|t| *t > 0)?, self.left?);
        let claimed = u64::from(total - remaining.min(total));
        Some((claimed * 100 / u64::from(total)) as u32)
    }
}

impl Offer {
    /// Returns the facts that decide whether a person with `held` coupons may claim one more.
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
    fn a_saving_is_rounded_once_and_never_more_than_the_order() {
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
            assert_eq!(benefit.saving(Fen(amount)), saved.map(Fen), "{benefit:?} {amount}");
        }
    }

    fn stock(total: u32, remaining: u32) -> Stock {
        Stock {
            total: Some(total),
            left: Some(remaining),
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
