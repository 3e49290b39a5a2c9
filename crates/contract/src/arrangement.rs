//! Filtering and sorting a list of offers: one rule for the server's list and the page's.

use serde::{Deserialize, Serialize};

use crate::word::word_enum;
use crate::{Attempt, Benefit, CardState, Fen, Moment, OfferCard, Refusal, Source, card_state};

word_enum! {
    /// The order of offers in a list.
    #[derive(Default)]
    pub enum Sort {
        /// As the mall recommends after this payment.
        #[default]
        Recommended = "recommended",
        /// The offer that expires first comes first.
        Expiring = "expiring",
        /// The floor nearest to the shopper's comes first.
        Nearest = "nearest",
        /// The largest saving comes first, on an order as large as the last payment.
        Largest = "largest",
    }
}

/// The filters and the order of a list of offers. The page keeps them in its address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Arrangement {
    /// Keeps only offers of this top-level category, by its id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// Keeps only offers of stores on this floor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub floor: Option<String>,
    /// Keeps only offers that can be claimed now.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub claimable: bool,
    /// The order of the list.
    #[serde(default)]
    pub sort: Sort,
}

impl Arrangement {
    /// Parses an address's query, with or without its `?`. Unknown parameters are ignored, so that a
    /// shortened or mistyped address still opens the page.
    #[must_use]
    pub fn parse(query: &str) -> Self {
        let pairs = query.trim_start_matches('?').split('&');
        Self::from_pairs(pairs.filter_map(|pair| pair.split_once('=')))
    }

    /// Reads the decoded names and values of a query, as [`Arrangement::parse`] does.
    #[must_use]
    pub fn from_pairs<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let mut arrangement = Self::default();
        for pair in pairs {
            match pair {
                ("category", id) if is_word(id) => arrangement.category = Some(id.into()),
                ("floor", floor) if is_word(floor) => arrangement.floor = Some(floor.into()),
                ("claimable", "1") => arrangement.claimable = true,
                ("sort", word) => arrangement.sort = word.parse().unwrap_or_default(),
                _ => {}
            }
        }
        arrangement
    }

    /// Returns the query that parses back to this, with its `?`; empty for the default.
    #[must_use]
    pub fn query(&self) -> String {
        let mut query = String::new();
        let mut add = |key: &str, value: &str| {
            query.push(if query.is_empty() { '?' } else { '&' });
            query.push_str(key);
            query.push('=');
            query.push_str(value);
        };
        if let Some(category) = &self.category {
            add("category", category);
        }
        if let Some(floor) = &self.floor {
            add("floor", floor);
        }
        if self.claimable {
            add("claimable", "1");
        }
        if self.sort != Sort::default() {
            add("sort", self.sort.as_str());
        }
        query
    }

    /// Checks whether an offer passes the filters at `now`.
    #[must_use]
    pub fn admits(&self, card: &OfferCard, now: Moment) -> bool {
        self.category.as_ref().is_none_or(|category| *category == card.category)
            && self.floor.as_ref().is_none_or(|floor| *floor == card.offer.store.floor)
            && (!self.claimable || is_claimable(card, now))
    }

    /// Returns the sort key of an offer: smaller comes first, and equal keys keep the recommended order.
    ///
    /// Claimable and claimed offers come before those that open later, and sold-out ones come last.
    #[must_use]
    pub fn rank(&self, card: &OfferCard, source: &Source, now: Moment) -> (u8, i64) {
        if self.sort == Sort::Recommended {
            return (0, 0);
        }
        let key = match self.sort {
            Sort::Recommended => 0,
            Sort::Expiring => usable_until(card, now).ms,
            Sort::Nearest => floors_between(&card.offer.store.floor, source.floor()),
            Sort::Largest => -saving(card, source.order()).0,
        };
        let availability = match card_state(card, &Attempt::None, now) {
            CardState::Refused(Refusal::OfferNotStarted { .. } | Refusal::DailyLimit { .. }) => 1,
            CardState::Refused(_) => 2,
            _ => 0,
        };
        (availability, key)
    }
}

/// Checks whether a text stands in an address without escaping, so that pages need no decoder.
fn is_word(text: &str) -> bool {
    let allowed = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
    (1..=64).contains(&text.len()) && text.bytes().all(allowed)
}

/// Checks whether the shopper may claim one more coupon of the offer at `now`.
#[must_use]
pub fn is_claimable(card: &OfferCard, now: Moment) -> bool {
    matches!(
        card_state(card, &Attempt::None, now),
        CardState::Claimable | CardState::Held { another: true, .. }
    )
}

fn usable_until(card: &OfferCard, now: Moment) -> Moment {
    match card.held.last() {
        Some(coupon) => coupon.valid_until,
        None => card.offer.validity.span(now.max(card.offer.claim_from)).1,
    }
}

/// Returns the saving on an order of this size, or on the smallest order that the coupon accepts.
fn saving(card: &OfferCard, order: Fen) -> Fen {
    let order = order.max(card.offer.threshold);
    match &card.offer.benefit {
        Benefit::AmountOff(amount) => *amount,
        Benefit::Discount { paid_share, cap } => {
            let saved = Fen(order.0 * i64::from(paid_share.percent_off()) / 100);
            cap.map_or(saved, |cap| saved.min(cap))
        }
        // The usual price of the item is not known.
        Benefit::Exchange { .. } | Benefit::Unknown => Fen(0),
    }
}

/// Returns the distance of two floors by their names: `B1` is one below `L1` or `1F`.
/// A name without a number is `i64::MAX` away from all others.
#[must_use]
pub fn floors_between(one: &str, other: &str) -> i64 {
    match (floor_level(one), floor_level(other)) {
        _ if one == other => 0,
        (Some(one), Some(other)) => (one - other).abs(),
        _ => i64::MAX,
    }
}

/// Returns the level of a floor by its name, to sort by: `L1` is 1 and `B1` is 0; `None` without a number.
#[must_use]
pub fn floor_level(floor: &str) -> Option<i64> {
    let mut number = None;
    let from_digits = floor.bytes().skip_while(|byte| !byte.is_ascii_digit());
    for digit in from_digits.take_while(u8::is_ascii_digit).take(4) {
        number = Some(number.unwrap_or(0) * 10 + i64::from(digit - b'0'));
    }
    let below = matches!(floor.as_bytes().first(), Some(b'B' | b'b'));
    // No floor 0 lies between B1 and L1.
    number.map(|number| if below { 1 - number } else { number })
}

#[cfg(test)]
mod tests;
