//! The clock, and the mall's own time zone. Rules take the instant as a parameter.

use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan, Zoned};
use mall_contract::{Moment, Refusal, Validity};
use serde::Deserialize;

/// Milliseconds since 1970-01-01T00:00:00Z.
pub type Ms = i64;

/// The server's clock. A test sets its own.
#[derive(Clone, Debug, Default)]
pub struct Clock(Option<Arc<AtomicI64>>);

impl Clock {
    /// Returns a clock that stands still until it is set.
    #[must_use]
    pub fn fixed(now: Ms) -> Self {
        Self(Some(Arc::new(AtomicI64::new(now))))
    }

    /// Sets a fixed clock; the system's is not touched.
    pub fn set(&self, now: Ms) {
        if let Some(fixed) = &self.0 {
            fixed.store(now, Ordering::SeqCst);
        }
    }

    /// Returns the present instant.
    #[must_use]
    pub fn now(&self) -> Ms {
        match &self.0 {
            Some(fixed) => fixed.load(Ordering::SeqCst),
            None => SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_millis() as Ms),
        }
    }
}

/// Days since 1970-01-01 of a date written `2026-11-01`.
#[must_use]
pub fn day_of_date(text: &str) -> Option<i64> {
    let date: Date = text.parse().ok().filter(|_| text.len() == "2026-11-01".len())?;
    Some(i64::from((date - Date::constant(1970, 1, 1)).get_days()))
}

/// The zone a mall keeps its days in.
#[derive(Clone, Debug)]
pub struct Zone(TimeZone);

impl Zone {
    /// Returns the zone of an IANA name such as `Asia/Shanghai`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        TimeZone::get(name).ok().map(Self)
    }

    /// Returns an instant as the mall's clocks show it.
    #[must_use]
    pub fn moment(&self, ms: Ms) -> Moment {
        let seconds = Timestamp::from_millisecond(ms).map_or(0, |t| self.0.to_offset(t).seconds());
        Moment::new(ms, (seconds / 60) as i16)
    }

    fn zoned(&self, ms: Ms) -> Zoned {
        Timestamp::from_millisecond(ms).unwrap_or(Timestamp::UNIX_EPOCH).to_zoned(self.0.clone())
    }

    /// Returns the midnight that begins a civil day, counted from 1970-01-01.
    #[must_use]
    pub fn midnight_of(&self, day: i64) -> Ms {
        let date = Date::constant(1970, 1, 1).checked_add(day.days());
        let begin = date.and_then(|date| date.to_zoned(self.0.clone()));
        begin.map_or(0, |begin| begin.timestamp().as_millisecond())
    }

    /// Returns the hour of the day, 0 to 23.
    #[must_use]
    pub fn hour(&self, ms: Ms) -> u8 {
        u8::try_from(self.zoned(ms).hour()).unwrap_or(0)
    }

    /// Returns the midnight that begins the civil day `days` after that of an instant.
    #[must_use]
    pub fn midnight_after(&self, ms: Ms, days: i64) -> Ms {
        let day = self.zoned(ms).checked_add(days.days()).and_then(|z| z.start_of_day());
        day.map_or(ms, |midnight| midnight.timestamp().as_millisecond())
    }

    /// Days since 1970-01-01 in the mall's own time.
    #[must_use]
    pub fn civil_day(&self, ms: Ms) -> i64 {
        self.moment(ms).civil_day()
    }

    /// Returns the time in which a coupon claimed at an instant can be used: its start, and its end (excluded).
    #[must_use]
    pub fn validity(&self, validity: Validity, claimed_at: Ms) -> (Ms, Ms) {
        match validity {
            Validity::Fixed { from, until } => (from.ms, until.ms),
            Validity::AfterClaim { wait_days, days } => {
                let first = self.midnight_after(claimed_at, i64::from(wait_days));
                let from = if wait_days == 0 { claimed_at } else { first };
                let last = i64::from(wait_days) + i64::from(days);
                (from, self.midnight_after(claimed_at, last))
            }
            // No stored offer has this: reading one is strict.
            Validity::Unknown => (claimed_at, claimed_at),
        }
    }
}

/// A civil day of the mall, as days since 1970-01-01. It is written `2026-11-23`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct CivilDay(pub i64);

impl TryFrom<String> for CivilDay {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        day_of_date(&text).map(Self).ok_or("a day is written 2026-11-23")
    }
}

/// The most days of a [`Days`].
const DAYS_LIMIT: i64 = 366;

/// A span of civil days of the mall: 1 to 366 days. The last one is excluded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Days(pub Range<i64>);

impl Days {
    /// Makes a span.
    ///
    /// # Errors
    /// `malformed` with `until` for no day and for more than 366 days.
    pub fn new(from: CivilDay, until: CivilDay) -> Result<Self, Refusal> {
        let days = from.0..until.0;
        if (1..=DAYS_LIMIT).contains(&(days.end - days.start)) {
            Ok(Self(days))
        } else {
            Err(Refusal::Malformed { field: "until".into() })
        }
    }
}

#[cfg(test)]
mod tests {
    use mall_contract::{Refusal, Validity};

    use super::{CivilDay, Days, Zone};

    #[test]
    fn a_span_has_1_to_366_days() {
        let day = |text: &str| CivilDay::try_from(text.to_owned());
        assert_eq!(day("2026-11-01"), Ok(CivilDay(20_758)));
        for wrong in ["", "2026-11-31", "2026-11-01T00:00", "1.11.2026"] {
            assert!(day(wrong).is_err(), "{wrong}");
        }
        let until = |days: i64| Days::new(CivilDay(20_758), CivilDay(20_758 + days));
        assert_eq!(until(30), Ok(Days(20_758..20_788)));
        for wrong in [-1, 0, 367] {
            assert_eq!(until(wrong), Err(Refusal::Malformed { field: "until".into() }), "{wrong}");
        }
    }

    #[test]
    fn a_validity_in_days_ends_at_the_malls_midnight_across_a_change_of_clocks() {
        let zone = Zone::named("America/New_York").expect("a zone");
        // 2026-10-31 12:00 -04:00; the clocks go back on 11-01, so the 2nd begins at -05:00.
        let claimed = 1_793_462_400_000;
        assert_eq!(zone.moment(claimed).to_string(), "2026-10-31T12:00:00-04:00");
        let (from, until) = zone.validity(Validity::AfterClaim { wait_days: 0, days: 2 }, claimed);
        assert_eq!(from, claimed);
        assert_eq!(zone.moment(until).to_string(), "2026-11-02T00:00:00-05:00");
    }
}
