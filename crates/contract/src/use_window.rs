//! Weekly hours in which a coupon can be used.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::Moment;
use crate::word::word_enum;

/// Minutes of a day.
const DAY_MINUTES: u16 = 24 * 60;

word_enum! {
    /// A day of the week, Monday first as in ISO 8601.
    #[derive(PartialOrd, Ord)]
    pub enum Weekday {
        /// Monday.
        Mon = "mon",
        /// Tuesday.
        Tue = "tue",
        /// Wednesday.
        Wed = "wed",
        /// Thursday.
        Thu = "thu",
        /// Friday.
        Fri = "fri",
        /// Saturday.
        Sat = "sat",
        /// Sunday.
        Sun = "sun",
    }
}

impl Weekday {
    /// Returns the day of a moment in the mall's time.
    #[must_use]
    pub fn of(moment: Moment) -> Self {
        // 1970-01-01 was a Thursday.
        Self::ALL[(moment.civil_day() + 3).rem_euclid(7) as usize]
    }
}

/// A time of day in the mall, in whole minutes: `00:00` to `24:00`, which is the end of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = String, pattern = "^[0-2][0-9]:[0-5][0-9]$", example = "14:00"))]
pub struct TimeOfDay(u16);

/// The text is not a time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidTimeOfDay;

impl fmt::Display for InvalidTimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a time of the day is 00:00 to 24:00")
    }
}

impl std::error::Error for InvalidTimeOfDay {}

impl TryFrom<String> for TimeOfDay {
    type Error = InvalidTimeOfDay;

    fn try_from(text: String) -> Result<Self, InvalidTimeOfDay> {
        let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        let (hours, minutes) = text.split_once(':').ok_or(InvalidTimeOfDay)?;
        if text.len() != "14:00".len() || !digits(hours) || !digits(minutes) {
            return Err(InvalidTimeOfDay);
        }
        let (hours, minutes): (u16, u16) = (
            hours.parse().map_err(|_| InvalidTimeOfDay)?,
            minutes.parse().map_err(|_| InvalidTimeOfDay)?,
        );
        let all = hours * 60 + minutes;
        if minutes < 60 && all <= DAY_MINUTES { Ok(Self(all)) } else { Err(InvalidTimeOfDay) }
    }
}

impl From<TimeOfDay> for String {
    fn from(time: TimeOfDay) -> Self {
        time.to_string()
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

/// Hours on some days of the week in which a coupon can be used. A window past midnight is two windows: one until
/// `24:00`, and one from `00:00` on the days after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UseWindow {
    /// The days, each once.
    pub days: Vec<Weekday>,
    /// The begin of the window.
    pub from: TimeOfDay,
    /// The end of the window; this minute is excluded.
    pub until: TimeOfDay,
}

impl UseWindow {
    /// Checks whether the window opens on at least one day and names no day twice.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        let mut days = self.days.clone();
        days.sort_unstable();
        days.dedup();
        !days.is_empty() && days.len() == self.days.len() && self.from < self.until
    }

    /// Checks whether the window is open at `now` in the mall's time.
    #[must_use]
    pub fn is_open(&self, now: Moment) -> bool {
        let civil = now.civil();
        let minute = TimeOfDay((civil.hour * 60 + civil.minute) as u16);
        self.days.contains(&Weekday::of(now)) && (self.from..self.until).contains(&minute)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{TimeOfDay, UseWindow, Weekday};
    use crate::Moment;

    fn at(text: &str) -> Moment {
        Moment::try_from(text.to_owned()).expect("a moment")
    }

    fn time(text: &str) -> TimeOfDay {
        TimeOfDay::try_from(text.to_owned()).expect("a time")
    }

    #[test]
    fn a_time_is_one_of_the_day() {
        for good in ["00:00", "09:05", "23:59", "24:00"] {
            assert_eq!(time(good).to_string(), good);
        }
        for bad in
            ["", "9:05", "24:01", "25:00", "10:60", "-1:00", "10:5", "1000", "+9:05", "1０:00"]
        {
            assert!(TimeOfDay::try_from(bad.to_owned()).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_window_opens_and_closes_by_the_malls_time() {
        let window =
            UseWindow { days: vec![Weekday::Mon], from: time("14:00"), until: time("24:00") };
        // 2026-11-23 is a Monday, in Shanghai also while it still is Sunday in London.
        assert!(!window.is_open(at("2026-11-23T13:59:59+08:00")));
        assert!(window.is_open(at("2026-11-23T14:00:00+08:00")));
        assert!(window.is_open(at("2026-11-23T23:59:59+08:00")));
        assert!(!window.is_open(at("2026-11-24T00:00:00+08:00")));
        assert!(!window.is_open(at("2026-11-22T14:00:00+08:00")));
    }

    #[test]
    fn a_window_that_never_opens_is_invalid() {
        let window = |days: &[Weekday], from: &str, until: &str| UseWindow {
            days: days.to_vec(),
            from: time(from),
            until: time(until),
        };
        assert!(window(&Weekday::ALL, "00:00", "24:00").is_valid());
        assert!(!window(&[], "00:00", "24:00").is_valid());
        assert!(!window(&[Weekday::Mon, Weekday::Mon], "00:00", "24:00").is_valid());
        assert!(!window(&[Weekday::Mon], "14:00", "14:00").is_valid());
        assert!(!window(&[Weekday::Mon], "22:00", "02:00").is_valid());
    }

    proptest! {
        #[test]
        fn the_day_of_the_week_agrees_with_a_calendar_library(ms in -62_000_000_000_000_i64..250_000_000_000_000) {
            let reference = jiff::Timestamp::from_millisecond(ms).expect("in range").to_zoned(jiff::tz::TimeZone::UTC);
            let day = Weekday::of(Moment::new(ms, 0));
            prop_assert_eq!(day as i8, reference.weekday().to_monday_zero_offset());
        }
    }
}
