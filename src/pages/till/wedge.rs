//! A keyboard wedge: a scanner that types the code like a keyboard, fast and with Enter at the end.

use mall_contract::CodePayload;

/// The longest time between two keys of a scanner. Over a whole code, hands are slower.
const MAX_KEY_INTERVAL_MS: f64 = 80.0;

/// The length of the longest code, with hyphens.
const MAX_CODE_CHARS: usize = 80;

/// Collects keys that follow one another fast.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wedge {
    typed: String,
    /// The time of the last key, in milliseconds of any clock.
    last_ms: f64,
}

/// The meaning of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WedgeKey {
    /// The first key of a row, perhaps a scanner's.
    First,
    /// Another key of a row, or a key without a character.
    More,
    /// The Enter after a coupon's code that a scanner typed.
    Code(String),
}

impl Wedge {
    /// Takes a key by its name in `KeyboardEvent.key`.
    pub fn on_key(&mut self, key: &str, at_ms: f64) -> WedgeKey {
        let in_row = at_ms - self.last_ms <= MAX_KEY_INTERVAL_MS && !self.typed.is_empty();
        if key == "Enter" {
            let typed = std::mem::take(&mut self.typed);
            return match in_row && CodePayload::parse(&typed).is_ok() {
                true => WedgeKey::Code(typed),
                false => WedgeKey::More,
            };
        }
        let mut characters = key.chars();
        let (Some(character), None) = (characters.next(), characters.next()) else {
            // Scanners hold Shift for capital letters. Other keys end the row by the time they take.
            return WedgeKey::More;
        };
        if !in_row || self.typed.len() >= MAX_CODE_CHARS {
            self.typed.clear();
        }
        self.last_ms = at_ms;
        self.typed.push(character);
        if self.typed.chars().count() == 1 { WedgeKey::First } else { WedgeKey::More }
    }
}

#[cfg(test)]
mod tests {
    use super::{Wedge, WedgeKey};

    const CODE: &str = "7K01QD8M2ZWX3V5T-12345678";

    /// Types a text with a pause before each key, then Enter. Returns the meaning of the last key.
    fn type_keys(text: &str, pause: f64) -> WedgeKey {
        let (mut wedge, mut at) = (Wedge::default(), 5.0);
        for key in text.chars() {
            at += pause;
            wedge.on_key("Shift", at);
            wedge.on_key(&key.to_string(), at);
        }
        wedge.on_key("Enter", at + pause)
    }

    #[test]
    fn a_scanner_is_recognized_by_its_speed_and_a_code_by_its_form() {
        assert_eq!(type_keys(CODE, 8.0), WedgeKey::Code(CODE.into()));
        assert_eq!(type_keys(CODE, 200.0), WedgeKey::More, "somebody types");
        assert_eq!(type_keys("6901234567892", 8.0), WedgeKey::More, "goods have codes, too");
        assert_eq!(type_keys("", 8.0), WedgeKey::More);
    }

    #[test]
    fn a_pause_begins_a_new_row_of_keys() {
        let mut wedge = Wedge::default();
        assert_eq!(wedge.on_key("1", 1000.0), WedgeKey::First);
        assert_eq!(wedge.on_key("2", 1010.0), WedgeKey::More);
        let mut at = 3000.0;
        assert_eq!(wedge.on_key("7", at), WedgeKey::First);
        for key in CODE.chars().skip(1) {
            at += 5.0;
            assert_eq!(wedge.on_key(&key.to_string(), at), WedgeKey::More);
        }
        assert_eq!(wedge.on_key("Enter", at + 5.0), WedgeKey::Code(CODE.into()));
        assert_eq!(wedge.on_key("Enter", at + 6.0), WedgeKey::More, "once");
    }
}
