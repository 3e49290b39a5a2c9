//! Crockford's Base32, <https://www.crockford.com/base32.html>: no letter looks like a digit.

use crate::typed;

const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Reads exactly `length` digits as people type them. Case, width, blanks and dashes do not matter; O reads as 0, I and
/// L read as 1. Returns `None` for any other text.
pub fn parse(text: &str, length: usize) -> Option<String> {
    let typed = typed::characters(text).filter(|c| !matches!(c, ' ' | '-'));
    // One digit more than needed shows that the text is too long.
    let digits: Option<String> = typed.take(length + 1).map(digit).collect();
    digits.filter(|digits| digits.len() == length)
}

fn digit(typed: char) -> Option<char> {
    match typed.to_ascii_uppercase() {
        'O' => Some('0'),
        'I' | 'L' => Some('1'),
        digit => DIGITS.iter().any(|candidate| char::from(*candidate) == digit).then_some(digit),
    }
}

/// Encodes the lowest `5 * length` bits of a number; `length` is at most 25.
pub fn encode(bits: u128, length: usize) -> String {
    let digit = |at: usize| DIGITS[(bits >> (5 * at)) as usize & 31];
    (0..length).rev().map(digit).map(char::from).collect()
}

/// Decodes at most 25 digits that [`parse`] has returned.
pub fn decode(digits: &str) -> u128 {
    let value =
        |digit: u8| DIGITS.iter().position(|candidate| *candidate == digit).unwrap_or(0) as u128;
    digits.bytes().fold(0, |bits, digit| bits << 5 | value(digit))
}
