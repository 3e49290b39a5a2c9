//! Instants with the mall's offset from UTC, so that page and server print the same day.

use std::cmp::Ordering;
use std::fmt;
use std::ops::{Add, Sub};

use serde::{Deserialize, Serialize};

const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 24 * 60 * MINUTE_MS;

/// An instant, and the mall's offset from UTC at that instant.
///
/// On the wire it is RFC 3339 with a numeric offset (`2026-11-23T18:05:00+08:00`). The server knows
/// the mall's time zone and chooses the offset, so printing a moment needs neither time-zone data nor
/// a local clock. Moments compare by instant alone.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Moment {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub ms: i64,
    /// Minutes east of UTC, −1439 to 1439.
    pub offset: i16,
}

/// Date and time of a moment in the mall's time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Civil {
    /// Year, e.g. 2026.
    pub year: i64,
    /// Month, 1 to 12.
    pub month: u32,
    /// Day of the month, 1 to 31.
    pub day: u32,
    /// Hour, 0 to 23.
    pub hour: u32,
    /// Minute, 0 to 59.
    pub minute: u32,
    /// Second, 0 to 59.
    pub second: u32,
}

/// The time that remains until a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Remaining {
    /// Whole days.
    pub days: i64,
    /// Whole hours beyond the days, 0 to 23.
    pub hours: i64,
    /// Whole minutes beyond the hours, 0 to 59.
    pub minutes: i64,
    /// Seconds beyond the minutes, 0 to 59.
    pub seconds: i64,
}

impl Moment {
    /// Makes the moment `ms` milliseconds after the epoch, printed `offset` minutes east of UTC.
    #[must_use]
    pub const fn new(ms: i64, offset: i16) -> Self {
        Self { ms, offset }
    }

    fn local_ms(self) -> i64 {
        self.ms + i64::from(self.offset) * MINUTE_MS
    }

    /// Returns the days since 1970-01-01 in the mall's time. Two moments of one day in the mall agree.
    #[must_use]
    pub fn civil_day(self) -> i64 {
        self.local_ms().div_euclid(DAY_MS)
    }

    /// Returns the date and time that a calendar and a clock in the mall show.
    #[must_use]
    pub fn civil(self) -> Civil {
        let (year, month, day) = civil_from_days(self.civil_day());
        let second_of_day = self.local_ms().rem_euclid(DAY_MS) / 1000;
        Civil {
            year,
            month,
            day,
            hour: (second_of_day / 3600) as u32,
            minute: (second_of_day / 60 % 60) as u32,
            second: (second_of_day % 60) as u32,
        }
    }

    /// Returns the midnight at which the day `days` after this one begins, at the same offset. 0 gives
    /// the midnight at which this day began.
    #[must_use]
    pub fn midnight_after(self, days: u16) -> Self {
        let local = (self.civil_day() + i64::from(days)) * DAY_MS;
        Self { ms: local - i64::from(self.offset) * MINUTE_MS, ..self }
    }

    /// Returns the last whole minute before this moment. Texts print it for an excluded end, so that
    /// `24:00 on the 30th` reads `23:59 on the 30th` and not `00:00 on the 1st`.
    #[must_use]
    pub fn last_minute_before(self) -> Self {
        Self { ms: (self.ms - 1).div_euclid(MINUTE_MS) * MINUTE_MS, ..self }
    }

    /// Returns the time from `now` until this moment, rounded up to a whole second; zero when past.
    #[must_use]
    pub fn remaining(self, now: Self) -> Remaining {
        let seconds = ((self.ms - now.ms).max(0) + 999) / 1000;
        Remaining {
            days: seconds / 86_400,
            hours: seconds / 3600 % 24,
            minutes: seconds / 60 % 60,
            seconds: seconds % 60,
        }
    }
}

/// Adds milliseconds; the offset stays.
impl Add<i64> for Moment {
    type Output = Self;

    fn add(self, ms: i64) -> Self {
        Self { ms: self.ms + ms, ..self }
    }
}

/// Returns the milliseconds from the right moment to the left one.
impl Sub for Moment {
    type Output = i64;

    fn sub(self, earlier: Self) -> i64 {
        self.ms - earlier.ms
    }
}

impl PartialEq for Moment {
    fn eq(&self, other: &Self) -> bool {
        self.ms == other.ms
    }
}

impl Eq for Moment {}

impl PartialOrd for Moment {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Moment {
    fn cmp(&self, other: &Self) -> Ordering {
        self.ms.cmp(&other.ms)
    }
}

/// The text is not an RFC 3339 date-time with a numeric offset or `Z`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidMoment;

impl fmt::Display for InvalidMoment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a moment is written 2026-11-23T18:05:00+08:00 (RFC 3339)")
    }
}

impl std::error::Error for InvalidMoment {}

impl TryFrom<String> for Moment {
    type Error = InvalidMoment;

    fn try_from(text: String) -> Result<Self, InvalidMoment> {
        parse(&text).ok_or(InvalidMoment)
    }
}

impl From<Moment> for String {
    fn from(moment: Moment) -> Self {
        moment.to_string()
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let c = self.civil();
        let ms = self.ms.rem_euclid(1000);
        let offset = self.offset.unsigned_abs();
        write!(
            f,
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}",
            c.year, c.month, c.day, c.hour, c.minute, c.second
        )?;
        if ms != 0 {
            write!(f, ".{ms:03}")?;
        }
        let sign = if self.offset < 0 { '-' } else { '+' };
        write!(f, "{sign}{:02}:{:02}", offset / 60, offset % 60)
    }
}

/// Parses a date-time by RFC 3339 section 5.6, years 0000 to 9999. Fractions beyond milliseconds are cut off.
fn parse(text: &str) -> Option<Moment> {
    let (date, rest) = text.split_at_checked(10)?;
    let (clock, mut rest) = rest.strip_prefix(['T', 't', ' '])?.split_at_checked(8)?;
    let (year, month, day) = (number(date, 0, 4)?, number(date, 5, 7)?, number(date, 8, 10)?);
    let (hour, minute, second) = (number(clock, 0, 2)?, number(clock, 3, 5)?, number(clock, 6, 8)?);
    let days = days_from_civil(year, month, day);
    let separated = date.as_bytes()[4] == b'-'
        && date.as_bytes()[7] == b'-'
        && clock.as_bytes()[2] == b':'
        && clock.as_bytes()[5] == b':';
    if !separated || civil_from_days(days) != (year, month as u32, day as u32) {
        return None;
    }
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let mut ms = 0;
    if let Some(fraction) = rest.strip_prefix('.') {
        let end = fraction.find(|c: char| !c.is_ascii_digit())?;
        let digits = fraction.get(..end.min(3)).filter(|d| !d.is_empty())?;
        ms = number(digits, 0, digits.len())? * 10_i64.pow(3 - digits.len() as u32);
        rest = &fraction[end..];
    }
    let offset = parse_offset(rest)?;
    let seconds = (hour * 60 + minute) * 60 + second;
    Some(Moment::new(days * DAY_MS + seconds * 1000 + ms - i64::from(offset) * MINUTE_MS, offset))
}

fn parse_offset(text: &str) -> Option<i16> {
    if text == "Z" || text == "z" {
        return Some(0);
    }
    let (sign, clock) =
        text.strip_prefix('+').map(|t| (1, t)).or(text.strip_prefix('-').map(|t| (-1, t)))?;
    let (hours, minutes) = (number(clock, 0, 2)?, number(clock, 3, 5)?);
    let well_formed =
        clock.len() == 5 && clock.as_bytes()[2] == b':' && hours <= 23 && minutes <= 59;
    well_formed.then_some(sign * (hours * 60 + minutes) as i16)
}

fn number(text: &str, from: usize, to: usize) -> Option<i64> {
    let digits = text.get(from..to)?;
    digits.bytes().try_fold(0, |n, b| b.is_ascii_digit().then(|| n * 10 + i64::from(b - b'0')))
}

/// Returns the days since 1970-01-01 of a date in the proleptic Gregorian calendar (Howard Hinnant,
/// “chrono-Compatible Low-Level Date Algorithms”, `days_from_civil`).
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year - era * 400;
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// Returns year, month and day: the inverse of [`days_from_civil`].
fn civil_from_days(days: i64) -> (i64, u32, u32) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days - era * 146_097;
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month as u32, day as u32)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Civil, Moment, Remaining};

    fn at(text: &str) -> Moment {
        Moment::try_from(text.to_owned()).expect("a moment")
    }

    #[test]
    fn moments_parse_and_print_the_malls_time() {
        let moment = at("2026-11-30T23:59:30+08:00");
        let civil = Civil { year: 2026, month: 11, day: 30, hour: 23, minute: 59, second: 30 };
        assert_eq!(moment.civil(), civil);
        assert_eq!(moment, at("2026-11-30T15:59:30Z"));
        assert_eq!(at("2026-11-30T15:59:30.25Z").ms % 1000, 250);
    }

    #[test]
    fn text_that_is_not_a_moment_is_refused() {
        for bad in [
            "",
            "2026-11-30",
            "2026-02-30T00:00:00Z",
            "2026-11-30T24:00:00Z",
            "2026-11-30T10:00:00",
            "2026-11-30T10:00:00+8",
            "2026-11-30T10:00:00.Z",
            "2026-11-30T10:00:00+08:00x",
            "2026/11/30T10:00:00Z",
            "二〇二六年十一月三十日的上午",
            "2026-11-30T10:00:00+24:00",
        ] {
            assert!(Moment::try_from(bad.to_owned()).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn an_excluded_end_is_printed_as_the_minute_before() {
        let last = at("2026-12-01T00:00:00+08:00").last_minute_before().civil();
        assert_eq!((last.month, last.day, last.hour, last.minute), (11, 30, 23, 59));
    }

    #[test]
    fn the_remaining_time_is_never_zero_before_the_moment() {
        let end = at("2026-11-30T10:00:00Z");
        assert_eq!(end.remaining(end + -1).seconds, 1);
        assert_eq!(end.remaining(end), Remaining { days: 0, hours: 0, minutes: 0, seconds: 0 });
        assert_eq!(
            end.remaining(end + -90_061_000),
            Remaining { days: 1, hours: 1, minutes: 1, seconds: 1 }
        );
    }

    proptest! {
        #[test]
        fn dates_agree_with_a_calendar_library(ms in -62_000_000_000_000_i64..250_000_000_000_000, offset in -1439_i16..1440) {
            let moment = Moment::new(ms, offset);
            let reference = jiff::Timestamp::from_millisecond(ms).expect("in range")
                .to_zoned(jiff::tz::Offset::from_seconds(i32::from(offset) * 60).expect("in range").to_time_zone());
            let civil = moment.civil();
            prop_assert_eq!(civil.year, i64::from(reference.year()));
            prop_assert_eq!((civil.month as i8, civil.day as i8), (reference.month(), reference.day()));
            prop_assert_eq!((civil.hour as i8, civil.minute as i8), (reference.hour(), reference.minute()));
            let read = Moment::try_from(moment.to_string()).expect("reads its own print");
            prop_assert_eq!((read.ms, read.offset), (ms, offset));
        }

        #[test]
        fn any_text_parses_or_fails_without_a_panic(text in "\\PC{0,40}") {
            let _ = Moment::try_from(text);
        }
    }
}
