//! A keyboard wedge: a scanner that types like a keyboard, but fast. It ends with Enter, with Tab, or with a pause.

use mall_contract::CodePayload;

/// The longest time between two keys of a scanner. Over a whole code, hands are slower.
const MAX_KEY_INTERVAL_MS: f64 = 80.0;

/// Keys that only a scanner types: this many, and the longest time between two of them. Hands type two keys almost at
/// once, but no row of them.
const SCANNER_PACES: [(usize, f64); 2] = [(2, 15.0), (4, 50.0)];

/// The pause that ends a row of keys.
pub const PAUSE_MS: u32 = 150;

/// Within this time after a row, Enter and Tab are the scanner's. Some send two of them.
const MAX_SUFFIX_DELAY_MS: f64 = 300.0;

/// The length of the longest code, with hyphens.
const MAX_CODE_CHARS: usize = 80;

/// A key as the wedge takes it.
#[derive(Clone, Copy, Debug)]
pub struct WedgeInput<'a> {
    /// The name, as in `KeyboardEvent.key`.
    pub name: &'a str,
    /// Milliseconds of any clock.
    pub at_ms: f64,
    /// True if the key is held down. A scanner holds none.
    pub is_repeat: bool,
    /// True in a field for sentences. Only a coupon's code is scanned there: fast hands type words.
    pub is_prose: bool,
}

/// Collects keys that follow one another fast.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wedge {
    typed: String,
    /// The time of the last key.
    last_ms: f64,
    /// The longest time between two keys of the row.
    slowest_ms: f64,
    /// The time of a scanner's last key, until a key of another row.
    scanned_ms: Option<f64>,
    is_prose: bool,
}

/// The meaning of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WedgeKey {
    /// The first key of a row, perhaps a scanner's.
    First,
    /// Another key of a row, or a key without a character.
    More,
    /// The end of a text that a scanner typed.
    Scan(String),
    /// An Enter or Tab behind a text of a scanner.
    Suffix,
}

impl Wedge {
    /// Takes a key.
    pub fn on_key(&mut self, key: WedgeInput<'_>) -> WedgeKey {
        let interval = key.at_ms - self.last_ms;
        let in_row = (0.0..=MAX_KEY_INTERVAL_MS).contains(&interval)
            && !self.typed.is_empty()
            && !key.is_repeat;
        if matches!(key.name, "Enter" | "Tab") {
            return self.on_suffix(in_row, key.at_ms);
        }
        let mut characters = key.name.chars();
        let (Some(character), None) = (characters.next(), characters.next()) else {
            // Scanners hold Shift for capital letters. Other keys end the row by the time they take.
            return WedgeKey::More;
        };
        if !in_row || self.typed.len() >= MAX_CODE_CHARS {
            self.typed.clear();
            self.slowest_ms = 0.0;
            self.is_prose = key.is_prose;
        } else {
            self.slowest_ms = self.slowest_ms.max(interval);
        }
        (self.last_ms, self.scanned_ms) = (key.at_ms, None);
        self.typed.push(character);
        if self.typed.chars().count() == 1 { WedgeKey::First } else { WedgeKey::More }
    }

    fn on_suffix(&mut self, in_row: bool, at_ms: f64) -> WedgeKey {
        if let Some(scan) = self.take_scan().filter(|_| in_row) {
            self.scanned_ms = Some(at_ms);
            return WedgeKey::Scan(scan);
        }
        let is_late = |scanned: f64| at_ms - scanned <= MAX_SUFFIX_DELAY_MS;
        if self.scanned_ms.is_some_and(is_late) { WedgeKey::Suffix } else { WedgeKey::More }
    }

    /// Returns the time at which the row ends if no key follows.
    #[must_use]
    pub fn end_ms(&self) -> f64 {
        self.last_ms + f64::from(PAUSE_MS)
    }

    /// Takes the text of a scanner that ends with a pause.
    pub fn on_pause(&mut self) -> Option<String> {
        let scan = self.take_scan()?;
        self.scanned_ms = Some(self.last_ms);
        Some(scan)
    }

    /// Ends the row, and returns its text if a scanner typed it.
    fn take_scan(&mut self) -> Option<String> {
        let typed = std::mem::take(&mut self.typed);
        let length = typed.chars().count();
        let is_fast =
            SCANNER_PACES.iter().any(|(least, pace)| length >= *least && self.slowest_ms <= *pace);
        let is_scan = CodePayload::parse(&typed).is_ok() || is_fast && !self.is_prose;
        is_scan.then_some(typed)
    }
}

#[cfg(test)]
mod tests {
    use super::{Wedge, WedgeInput, WedgeKey};

    const CODE: &str = "7K01QD8M2ZWX3V5T-12345678";
    const GOODS: &str = "6901234567892";

    struct Row {
        wedge: Wedge,
        at_ms: f64,
        is_prose: bool,
        is_repeat: bool,
    }

    impl Default for Row {
        fn default() -> Self {
            Self { wedge: Wedge::default(), at_ms: 1000.0, is_prose: false, is_repeat: false }
        }
    }

    impl Row {
        /// Presses a key after a pause.
        fn press(&mut self, name: &str, pause: f64) -> WedgeKey {
            self.at_ms += pause;
            let Self { at_ms, is_prose, is_repeat, .. } = *self;
            self.wedge.on_key(WedgeInput { name, at_ms, is_repeat, is_prose })
        }

        /// Types a text with a pause before each key.
        fn type_keys(&mut self, text: &str, pause: f64) {
            for key in text.chars() {
                self.press("Shift", 0.0);
                self.press(&key.to_string(), pause);
            }
        }
    }

    /// Returns the meaning of a key that follows a text.
    fn after(text: &str, pause: f64, key: &str) -> WedgeKey {
        let mut row = Row::default();
        row.type_keys(text, pause);
        row.press(key, pause)
    }

    #[test]
    fn a_scanner_is_recognized_by_its_speed() {
        for suffix in ["Enter", "Tab"] {
            assert_eq!(after(CODE, 8.0, suffix), WedgeKey::Scan(CODE.into()));
            assert_eq!(after(GOODS, 8.0, suffix), WedgeKey::Scan(GOODS.into()));
            assert_eq!(after("12", 8.0, suffix), WedgeKey::Scan("12".into()));
            assert_eq!(after("", 8.0, suffix), WedgeKey::More);
            assert_eq!(after("1", 8.0, suffix), WedgeKey::More);
        }
        assert_eq!(after(CODE, 75.0, "Enter"), WedgeKey::Scan(CODE.into()), "a slow scanner");
    }

    #[test]
    fn hands_are_no_scanner() {
        for (text, pause) in [(CODE, 200.0), (GOODS, 75.0), ("128", 40.0), ("12", 20.0)] {
            assert_eq!(after(text, pause, "Enter"), WedgeKey::More, "{text}");
        }
        let mut held = Row { is_repeat: true, ..Row::default() };
        held.type_keys("00000", 33.0);
        assert_eq!(held.press("Enter", 33.0), WedgeKey::More, "a key is held down");
        let mut prose = Row { is_prose: true, ..Row::default() };
        prose.type_keys("mistake", 8.0);
        assert_eq!(prose.press("Enter", 8.0), WedgeKey::More, "a word");
        prose.type_keys(CODE, 8.0);
        assert_eq!(prose.press("Enter", 8.0), WedgeKey::Scan(CODE.into()));
    }

    #[test]
    fn a_pause_ends_a_scan() {
        let mut row = Row::default();
        row.type_keys(GOODS, 8.0);
        assert_eq!(row.wedge.on_pause().as_deref(), Some(GOODS));
        assert_eq!(row.wedge.on_pause(), None, "once");
        row.type_keys("A-10", 200.0);
        assert_eq!(row.wedge.on_pause(), None, "hands");
    }

    #[test]
    fn a_late_or_second_suffix_is_the_scanners() {
        let mut row = Row::default();
        row.type_keys(CODE, 8.0);
        assert!(row.wedge.on_pause().is_some());
        assert_eq!(row.press("Enter", 200.0), WedgeKey::Suffix);
        row.type_keys(CODE, 8.0);
        assert_eq!(row.press("Enter", 8.0), WedgeKey::Scan(CODE.into()));
        assert_eq!(row.press("Enter", 8.0), WedgeKey::Suffix);
        assert_eq!(row.press("Enter", 301.0), WedgeKey::More, "a hand");
        row.type_keys(CODE, 8.0);
        row.press("Enter", 8.0);
        row.press("7", 100.0);
        assert_eq!(row.press("Enter", 100.0), WedgeKey::More, "a hand has typed in between");
    }

    #[test]
    fn a_pause_begins_a_new_row_of_keys() {
        let mut row = Row::default();
        assert_eq!(row.press("1", 8.0), WedgeKey::First);
        assert_eq!(row.press("2", 8.0), WedgeKey::More);
        assert_eq!(row.press("7", 2000.0), WedgeKey::First);
        row.type_keys(&CODE[1..], 5.0);
        assert_eq!(row.press("Enter", 5.0), WedgeKey::Scan(CODE.into()));
    }
}
