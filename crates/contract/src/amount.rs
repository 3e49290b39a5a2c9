//! Amounts that cashiers type.

use crate::Fen;
use crate::money::MAX_FEN;
use crate::typed;

/// The reason why a text is not an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvalidAmount {
    /// The text is empty.
    Empty,
    /// The amount is below 0.
    Negative,
    /// The amount has a fraction of a fen.
    TooPrecise,
    /// The amount is above [`MAX_FEN`].
    TooLarge,
    /// The text is not a number.
    NotANumber,
}

/// Parses an amount in yuan as people type it: `128`, `128.5`, `¥1,234.50`. The full stop of
/// Chinese keyboards is a point. The result is 0 to [`MAX_FEN`].
///
/// # Errors
/// Returns [`InvalidAmount`] with the reason.
pub fn parse(text: &str) -> Result<Fen, InvalidAmount> {
    let plain = typed::normalize(text).replace('。', ".");
    let text = plain.trim_start_matches('¥').trim_end_matches('元').trim();
    if text.is_empty() {
        return Err(InvalidAmount::Empty);
    }
    let (sign, text) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest.trim_start_matches('¥')),
        None => (1, text),
    };
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let whole = without_separators(whole).ok_or(InvalidAmount::NotANumber)?;
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if !digits(&whole) || !digits(part) || whole.is_empty() && part.is_empty() {
        return Err(InvalidAmount::NotANumber);
    }
    let part = part.trim_end_matches('0');
    if part.len() > 2 {
        return Err(InvalidAmount::TooPrecise);
    }
    let whole = whole.trim_start_matches('0');
    if whole.len() > 9 {
        return Err(if sign < 0 { InvalidAmount::Negative } else { InvalidAmount::TooLarge });
    }
    let number = |text: &str| text.bytes().fold(0, |all, b| all * 10 + i64::from(b - b'0'));
    let fen = number(whole) * 100 + number(&format!("{part:0<2}"));
    match fen * sign {
        ..=-1 => Err(InvalidAmount::Negative),
        fen @ 0..=MAX_FEN => Ok(Fen(fen)),
        _ => Err(InvalidAmount::TooLarge),
    }
}

/// Removes the commas between thousands; `None` when a comma stands anywhere else.
fn without_separators(whole: &str) -> Option<String> {
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let mut digits = first.to_owned();
    for group in groups {
        if group.len() != 3 || !(1..=3).contains(&first.len()) {
            return None;
        }
        digits.push_str(group);
    }
    Some(digits)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Fen, InvalidAmount, MAX_FEN, parse};

    #[test]
    fn amounts_are_read_as_people_type_them() {
        for (text, fen) in [
            ("128", 12800),
            ("128.5", 12850),
            (" 128.50 ", 12850),
            ("¥1,234.5", 123_450),
            ("１２８。５", 12850),
            ("0", 0),
            (".5", 50),
            ("8.", 800),
            ("0008", 800),
            ("12元", 1200),
            ("1.500", 150),
            ("10000000", MAX_FEN),
        ] {
            assert_eq!(parse(text), Ok(Fen(fen)), "{text}");
        }
    }

    #[test]
    fn an_invalid_amount_gives_its_reason() {
        for (text, why) in [
            ("", InvalidAmount::Empty),
            (" ¥ ", InvalidAmount::Empty),
            ("-1", InvalidAmount::Negative),
            ("-¥99999999999", InvalidAmount::Negative),
            ("1.005", InvalidAmount::TooPrecise),
            ("10000000.01", InvalidAmount::TooLarge),
            ("99999999999999999999", InvalidAmount::TooLarge),
            ("12a", InvalidAmount::NotANumber),
            ("1,5", InvalidAmount::NotANumber),
            ("1234,567", InvalidAmount::NotANumber),
            ("1.2.3", InvalidAmount::NotANumber),
            (".", InvalidAmount::NotANumber),
            ("--1", InvalidAmount::NotANumber),
            ("7K01-QD8M", InvalidAmount::NotANumber),
        ] {
            assert_eq!(parse(text), Err(why), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_printed_amount_parses_back(fen in 0..=MAX_FEN) {
            prop_assert_eq!(parse(&Fen(fen).exact()), Ok(Fen(fen)));
            prop_assert_eq!(parse(&Fen(fen).to_string()), Ok(Fen(fen)));
        }

        #[test]
        fn any_text_parses_in_range_or_fails(text in "\\PC{0,24}") {
            if let Ok(Fen(fen)) = parse(&text) {
                prop_assert!((0..=MAX_FEN).contains(&fen));
            }
        }
    }
}
