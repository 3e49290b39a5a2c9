//! A scanner that types what it has read, as a keyboard does: fast, and with Enter at the end.

use mall_contract::CodePayload;

/// Milliseconds between two keys of a scanner, at most. Who types by hand is slower over a whole code.
const PACE: f64 = 80.0;

/// Characters of the longest text that can be a code, with hyphens.
const LONGEST: usize = 80;

/// The keys that came fast, one after the other.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wedge {
    typed: String,
    /// When the last one came, in milliseconds of any clock.
    last: f64,
}

/// What a key means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Key {
    /// The first of a row, perhaps a scanner's.
    Begins,
    /// One more of a row, or no character at all.
    More,
    /// The end of a coupon's code that a scanner has typed.
    Read(String),
}

impl Wedge {
    /// Hears a key by its name, as browsers tell it.
    pub fn hear(&mut self, key: &str, at: f64) -> Key {
        let in_row = at - self.last <= PACE && !self.typed.is_empty();
        if key == "Enter" {
            let typed = std::mem::take(&mut self.typed);
            return match in_row && CodePayload::parse(&typed).is_ok() {
                true => Key::Read(typed),
                false => Key::More,
            };
        }
        let mut characters = key.chars();
        let (Some(character), None) = (characters.next(), characters.next()) else {
            // Scanners hold Shift for capital letters; other keys end the row by the time they take.
            return Key::More;
        };
        if !in_row || self.typed.len() >= LONGEST {
            self.typed.clear();
        }
        self.last = at;
        self.typed.push(character);
        if self.typed.chars().count() == 1 { Key::Begins } else { Key::More }
    }
}

#[cfg(test)]
mod tests {
    use super::{Key, Wedge};

    const CODE: &str = "7K01QD8M2ZWX3V5T-12345678";

    /// Types a text with a pause before each key, then Enter. Gives what the last key means.
    fn typed(text: &str, pause: f64) -> Key {
        let (mut wedge, mut at) = (Wedge::default(), 5.0);
        for key in text.chars() {
            at += pause;
            wedge.hear("Shift", at);
            wedge.hear(&key.to_string(), at);
        }
        wedge.hear("Enter", at + pause)
    }

    #[test]
    fn a_scanner_is_known_by_its_pace_and_a_code_by_its_form() {
        assert_eq!(typed(CODE, 8.0), Key::Read(CODE.into()));
        assert_eq!(typed(CODE, 200.0), Key::More, "somebody types");
        assert_eq!(typed("6901234567892", 8.0), Key::More, "goods have codes, too");
        assert_eq!(typed("", 8.0), Key::More);
    }

    #[test]
    fn a_row_begins_where_the_one_before_was_left() {
        let mut wedge = Wedge::default();
        assert_eq!(wedge.hear("1", 1000.0), Key::Begins);
        assert_eq!(wedge.hear("2", 1010.0), Key::More);
        let mut at = 3000.0;
        assert_eq!(wedge.hear("7", at), Key::Begins);
        for key in CODE.chars().skip(1) {
            at += 5.0;
            assert_eq!(wedge.hear(&key.to_string(), at), Key::More);
        }
        assert_eq!(wedge.hear("Enter", at + 5.0), Key::Read(CODE.into()));
        assert_eq!(wedge.hear("Enter", at + 6.0), Key::More, "once");
    }
}
