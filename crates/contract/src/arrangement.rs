//! How a list of offers is narrowed and ordered: one rule for the server's list and the page's.

use serde::{Deserialize, Serialize};

use crate::{Attempt, Benefit, CardState, Fen, Moment, OfferCard, Refusal, Source, card_state};

/// In which order offers stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Sort {
    /// As the mall recommends after this payment.
    #[default]
    Recommended,
    /// What can be used the shortest first.
    Expiring,
    /// Nearest to the floor that was paid on first.
    Nearest,
    /// What saves most on an order like the one just paid first.
    Largest,
}

impl Sort {
    /// All of them, in the order they are offered.
    pub const ALL: [Self; 4] = [Self::Recommended, Self::Expiring, Self::Nearest, Self::Largest];

    /// The word in addresses: `?sort=expiring`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Recommended => "recommended",
            Self::Expiring => "expiring",
            Self::Nearest => "nearest",
            Self::Largest => "largest",
        }
    }
}

/// What of the list is shown, and in which order. It is kept in the page's address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Arrangement {
    /// Only this top-level category.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// Only this floor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub floor: Option<String>,
    /// Only what can be claimed now.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub claimable: bool,
    /// The order.
    #[serde(default)]
    pub sort: Sort,
}

impl Arrangement {
    /// Reads an address's query, with or without its `?`. What is not understood is left out: an
    /// address that somebody shortened or mistyped still opens the page.
    #[must_use]
    pub fn parse(query: &str) -> Self {
        let mut arrangement = Self::default();
        for pair in query.trim_start_matches('?').split('&') {
            match pair.split_once('=') {
                Some(("category", id)) if is_word(id) => arrangement.category = Some(id.into()),
                Some(("floor", floor)) if is_word(floor) => arrangement.floor = Some(floor.into()),
                Some(("claimable", "1")) => arrangement.claimable = true,
                Some(("sort", word)) => {
                    let known = Sort::ALL.into_iter().find(|sort| sort.word() == word);
                    arrangement.sort = known.unwrap_or_default();
                }
                _ => {}
            }
        }
        arrangement
    }

    /// The query that reads back as this, with its `?`; empty for the list as it is at first.
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
            add("sort", self.sort.word());
        }
        query
    }

    /// Whether an offer belongs to the list at `now`.
    #[must_use]
    pub fn admits(&self, card: &OfferCard, now: Moment) -> bool {
        self.category.as_ref().is_none_or(|category| *category == card.category)
            && self.floor.as_ref().is_none_or(|floor| *floor == card.offer.store.floor)
            && (!self.claimable || is_claimable(card, now))
    }

    /// Where an offer stands: smaller first, equals as the mall recommends them. What can be
    /// claimed, or was, comes before what opens later, and that before what is gone.
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
        let nearness = match card_state(card, &Attempt::None, now) {
            CardState::Refused(Refusal::OfferNotStarted { .. } | Refusal::DailyLimit { .. }) => 1,
            CardState::Refused(_) => 2,
            _ => 0,
        };
        (nearness, key)
    }
}

/// Words in addresses need no escaping, so that a page reads them without a decoder.
fn is_word(text: &str) -> bool {
    let allowed = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
    (1..=64).contains(&text.len()) && text.bytes().all(allowed)
}

/// Whether one may be claimed at `now`.
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

/// What a coupon saves on an order of this size, or on the smallest it can be used for.
fn saving(card: &OfferCard, order: Fen) -> Fen {
    let order = order.max(card.offer.threshold);
    match &card.offer.benefit {
        Benefit::AmountOff(amount) => *amount,
        Benefit::Discount { paid_share, cap } => {
            let saved = Fen(order.0 * i64::from(paid_share.percent_off()) / 100);
            cap.map_or(saved, |cap| saved.min(cap))
        }
        // What the thing would cost is not known.
        Benefit::Exchange { .. } => Fen(0),
    }
}

/// How many floors lie between two, by the names malls give them: `B1` is one below `L1` or `1F`.
/// A name without a number is far from all others.
#[must_use]
pub fn floors_between(one: &str, other: &str) -> i64 {
    match (level(one), level(other)) {
        _ if one == other => 0,
        (Some(one), Some(other)) => (one - other).abs(),
        _ => i64::MAX,
    }
}

/// The place of a floor above the lowest basement; floors sort by it.
#[must_use]
pub fn level(floor: &str) -> Option<i64> {
    let mut number = None;
    let from_digits = floor.bytes().skip_while(|byte| !byte.is_ascii_digit());
    for digit in from_digits.take_while(u8::is_ascii_digit).take(4) {
        number = Some(number.unwrap_or(0) * 10 + i64::from(digit - b'0'));
    }
    let below = matches!(floor.as_bytes().first(), Some(b'B' | b'b'));
    // There is no floor 0 between B1 and L1.
    number.map(|number| if below { 1 - number } else { number })
}

#[cfg(test)]
mod tests;
