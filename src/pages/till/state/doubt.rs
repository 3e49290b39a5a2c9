//! Amounts that are likely a slip: they are asked about before a coupon is redeemed.

use mall_contract::{Fen, amount};

/// An amount this many times above the usual one is asked about.
const FAR_ABOVE_FACTOR: i64 = 10;

/// The usual amount of a till that has no larger one yet: ¥100.
const LEAST_USUAL_AMOUNT: Fen = Fen(10_000);

/// The reason to ask about an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AmountDoubt {
    /// The amount reads like the order's number.
    SameAsOrder,
    FarAboveUsual,
}

impl AmountDoubt {
    /// Returns the reason to ask about an amount. `usual` are amounts that the till knows: the coupon's threshold, and
    /// orders of the day.
    #[must_use]
    pub fn of(order: &str, amount: Fen, usual: impl Iterator<Item = Fen>) -> Option<Self> {
        if amount::parse(order) == Ok(amount) {
            return Some(Self::SameAsOrder);
        }
        let usual = usual.map(|fen| fen.0).fold(LEAST_USUAL_AMOUNT.0, i64::max);
        (amount.0 > usual * FAR_ABOVE_FACTOR).then_some(Self::FarAboveUsual)
    }
}

#[cfg(test)]
mod tests {
    use mall_contract::Fen;

    use super::AmountDoubt;

    fn doubt(order: &str, amount: i64, usual: &[i64]) -> Option<AmountDoubt> {
        AmountDoubt::of(order, Fen(amount), usual.iter().copied().map(Fen))
    }

    #[test]
    fn an_amount_like_the_orders_number_is_asked_about() {
        for order in ["0001234", "1234", "１２３４", "1234.00"] {
            assert_eq!(
                doubt(order, 123_400, &[900_000]),
                Some(AmountDoubt::SameAsOrder),
                "{order}"
            );
        }
        for order in ["A-1234", "12345", "1234567890123", ""] {
            assert_eq!(doubt(order, 123_400, &[900_000]), None, "{order}");
        }
    }

    #[test]
    fn an_amount_far_above_the_usual_is_asked_about() {
        assert_eq!(doubt("A-1", 100_000, &[]), None);
        assert_eq!(doubt("A-1", 100_001, &[2500]), Some(AmountDoubt::FarAboveUsual));
        assert_eq!(doubt("A-1", 100_001, &[2500, 88_000]), None, "a store of dear goods");
    }
}
