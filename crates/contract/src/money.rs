//! Money and discounts as stored numbers. Each language has its own words for them.

use std::fmt;

use serde::{Deserialize, Serialize};

/// An amount in fen, a hundredth of a yuan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(example = 8600))]
pub struct Fen(pub i64);

/// The largest amount of one payment, order or benefit: ten million yuan.
pub const MAX_FEN: i64 = 1_000_000_000;

impl Fen {
    /// Returns the amount with two decimals, as on a receipt: `86.00`, `1,234.50`.
    #[must_use]
    pub fn exact(self) -> String {
        let fen = self.0.unsigned_abs();
        let mut text = format!("{}.{:02}", fen / 100, fen % 100);
        // A comma stands before each three digits of the yuan, from the right.
        let mut at = text.len() - 3;
        while at > 3 {
            at -= 3;
            text.insert(at, ',');
        }
        if self.0 < 0 {
            text.insert(0, '-');
        }
        text
    }
}

/// Prints no more decimals than needed, as on a coupon: `20`, `8.5`, `0.05`, `1,234.5`.
impl fmt::Display for Fen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let exact = self.exact();
        f.write_str(exact.trim_end_matches('0').trim_end_matches('.'))
    }
}

/// The percentage of the price that the shopper still pays, 1 to 99: 88 is 8.8折 in Chinese and 12% off in English.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = PaidShare, value_type = u8, minimum = 1, maximum = 99, example = 88))]
pub struct PercentPaid(u8);

impl PercentPaid {
    /// Makes a percentage of 1 to 99; `None` for any other number.
    #[must_use]
    pub fn new(percent: u8) -> Option<Self> {
        (1..=99).contains(&percent).then_some(Self(percent))
    }

    /// Returns the percentage that the shopper pays.
    #[must_use]
    pub fn percent(self) -> u8 {
        self.0
    }

    /// Returns the percentage that the shopper saves, as English says it.
    #[must_use]
    pub fn percent_off(self) -> u8 {
        100 - self.0
    }

    /// Returns the tenths that the shopper pays, as Chinese says it: `8.8` for 88, `8` for 80, `0.5` for 5.
    #[must_use]
    pub fn tenths(self) -> String {
        match (self.0 / 10, self.0 % 10) {
            (tens, 0) => tens.to_string(),
            (tens, ones) => format!("{tens}.{ones}"),
        }
    }
}

impl TryFrom<u8> for PercentPaid {
    type Error = &'static str;

    fn try_from(percent: u8) -> Result<Self, Self::Error> {
        Self::new(percent).ok_or("a paid share is 1 to 99 percent")
    }
}

impl From<PercentPaid> for u8 {
    fn from(share: PercentPaid) -> Self {
        share.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Fen, MAX_FEN, PercentPaid};

    #[test]
    fn money_has_no_more_decimals_than_needed() {
        let cases =
            [(2000, "20"), (850, "8.5"), (5, "0.05"), (0, "0"), (20_010, "200.1"), (-850, "-8.5")];
        for (fen, text) in cases {
            assert_eq!(Fen(fen).to_string(), text);
        }
        assert_eq!(Fen(8600).exact(), "86.00");
    }

    #[test]
    fn thousands_are_separated_by_commas() {
        let cases = [
            (99_999, "999.99"),
            (100_000, "1,000.00"),
            (123_450, "1,234.50"),
            (-12_345_678, "-123,456.78"),
            (MAX_FEN, "10,000,000.00"),
            (i64::MIN, "-92,233,720,368,547,758.08"),
        ];
        for (fen, text) in cases {
            assert_eq!(Fen(fen).exact(), text);
        }
        assert_eq!(Fen(100_000).to_string(), "1,000");
        assert_eq!(Fen(123_450).to_string(), "1,234.5");
    }

    #[test]
    fn a_discount_is_one_number_in_two_wordings() {
        let table = [
            (99, "9.9", 1),
            (95, "9.5", 5),
            (90, "9", 10),
            (88, "8.8", 12),
            (80, "8", 20),
            (50, "5", 50),
            (33, "3.3", 67),
            (10, "1", 90),
            (9, "0.9", 91),
            (5, "0.5", 95),
            (1, "0.1", 99),
        ];
        for (percent, tenths, off) in table {
            let share = PercentPaid::new(percent).expect("a share");
            assert_eq!((share.tenths().as_str(), share.percent_off()), (tenths, off));
        }
        assert!(PercentPaid::new(0).is_none() && PercentPaid::new(100).is_none());
    }

    proptest! {
        #[test]
        fn both_wordings_of_a_discount_add_up(percent in 1_u8..=99) {
            let share = PercentPaid::new(percent).expect("a share");
            let tenths: f64 = share.tenths().parse().expect("a number");
            prop_assert!((tenths * 10.0 + f64::from(share.percent_off()) - 100.0).abs() < 1e-9);
        }

        #[test]
        fn money_reads_back_as_the_same_fen(fen in -1_000_000_000_i64..1_000_000_000) {
            let yuan: f64 = Fen(fen).to_string().replace(',', "").parse().expect("a number");
            prop_assert_eq!((yuan * 100.0).round() as i64, fen);
        }
    }
}
