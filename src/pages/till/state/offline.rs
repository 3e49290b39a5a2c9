//! The till without a network: what it may take, and what it has taken and not told.

use mall_contract::{Fen, Moment, OfflineGrant, OfflineRedemption};

/// What the store lets this till take while it is offline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Under which leave.
    pub grant: String,
    /// Until when; this instant is excluded.
    pub until: Moment,
    /// The most a coupon may be worth.
    pub most_value: Fen,
    /// How many may be taken.
    pub most_count: u32,
}

impl From<&OfflineGrant> for Bounds {
    fn from(grant: &OfflineGrant) -> Self {
        let OfflineGrant { id, ends_at, most_value, most_count, .. } = grant;
        Self {
            grant: id.clone(),
            until: *ends_at,
            most_value: *most_value,
            most_count: *most_count,
        }
    }
}

/// The till without a network.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Offline {
    /// Whether the network is away, as far as is known.
    pub away: bool,
    /// What may be taken meanwhile; nothing where the store does not want it.
    pub bounds: Option<Bounds>,
    /// What was taken and not told, oldest first.
    pub untold: Vec<OfflineRedemption>,
    /// How many of what was told last should not have been taken.
    pub found: usize,
}

/// Something that happens.
#[derive(Clone, Debug, PartialEq)]
pub enum OfflineAction {
    /// The network is away, or back.
    Away(bool),
    /// The server says what may be taken.
    Bounds(Option<Bounds>),
    /// What was not told yet is known.
    Untold(Vec<OfflineRedemption>),
    /// It was told: what is left, and how many should not have been taken.
    Told(Vec<OfflineRedemption>, usize),
}

impl Offline {
    /// Goes on.
    pub fn reduce(&mut self, action: OfflineAction) {
        match action {
            OfflineAction::Away(away) => self.away = away,
            OfflineAction::Bounds(bounds) => self.bounds = bounds,
            OfflineAction::Untold(untold) => self.untold = untold,
            OfflineAction::Told(untold, found) => (self.untold, self.found) = (untold, found),
        }
    }

    /// How many more may be taken now; nothing where none may.
    #[must_use]
    pub fn left(&self, now: Moment) -> Option<u32> {
        let bounds = self.bounds.as_ref().filter(|bounds| now < bounds.until)?;
        let taken = self.untold.iter().filter(|taken| taken.grant_id == bounds.grant).count();
        let taken = u32::try_from(taken).unwrap_or(u32::MAX);
        bounds.most_count.checked_sub(taken).filter(|left| *left > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::{Bounds, Offline, OfflineAction};
    use crate::pages::till::samples::{NOW, taken_offline};
    use mall_contract::Fen;

    #[test]
    fn a_till_may_take_what_its_leave_says_and_no_longer() {
        let mut offline = Offline::default();
        assert_eq!(offline.left(NOW), None);
        let until = NOW + 1000;
        let bounds = Bounds { grant: "g".into(), until, most_value: Fen(1000), most_count: 2 };
        offline.reduce(OfflineAction::Bounds(Some(bounds)));
        assert_eq!((offline.left(NOW), offline.left(until)), (Some(2), None));
        let other = taken_offline("r0", "an older leave");
        offline.reduce(OfflineAction::Untold(vec![other.clone(), taken_offline("r1", "g")]));
        assert_eq!(offline.left(NOW), Some(1));
        offline.reduce(OfflineAction::Untold(vec![
            taken_offline("r1", "g"),
            taken_offline("r2", "g"),
        ]));
        assert_eq!(offline.left(NOW), None);
        offline.reduce(OfflineAction::Told(vec![other], 1));
        assert_eq!((offline.left(NOW), offline.found), (Some(2), 1));
    }
}
