//! Digits of Crockford's Base32, <https://www.crockford.com/base32.html>: no letter is taken for a digit.

const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Reads exactly `length` digits as people type them: small letters, spaces and hyphens are fine, O is 0,
/// I and L are 1.
pub fn parse(text: &str, length: usize) -> Option<String> {
    let typed = text.bytes().filter(|b| !matches!(b, b' ' | b'-'));
    // One more than is wanted tells that it is too long.
    let digits: Option<String> = typed.take(length + 1).map(digit).collect();
    digits.filter(|digits| digits.len() == length)
}

fn digit(typed: u8) -> Option<char> {
    match typed.to_ascii_uppercase() {
        b'O' => Some('0'),
        b'I' | b'L' => Some('1'),
        digit => DIGITS.contains(&digit).then(|| char::from(digit)),
    }
}

/// The lowest `5 * length` bits of a number, `length` at most 25.
pub fn encode(bits: u128, length: usize) -> String {
    let digit = |at: usize| DIGITS[(bits >> (5 * at)) as usize & 31];
    (0..length).rev().map(digit).map(char::from).collect()
}

/// The number that digits stand for, at most 25 of them, as [`parse`] has read them.
pub fn decode(digits: &str) -> u128 {
    let value = |digit: u8| DIGITS.iter().position(|known| *known == digit).unwrap_or(0) as u128;
    digits.bytes().fold(0, |bits, digit| bits << 5 | value(digit))
}
