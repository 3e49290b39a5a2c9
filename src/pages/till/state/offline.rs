//! The state of redeeming without a network.

use mall_contract::{Fen, Moment, OfflineGrant, OfflineRedemption};

/// The limits within which this till may redeem offline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfflineLimits {
    pub grant_id: String,
    /// The end of the grant; this instant is excluded.
    pub until: Moment,
    /// The most a coupon may be worth.
    pub max_value: Fen,
    /// The number of coupons that may be redeemed under the grant.
    pub max_count: u32,
}

impl From<&OfflineGrant> for OfflineLimits {
    fn from(grant: &OfflineGrant) -> Self {
        let OfflineGrant { id, ends_at, most_value, most_count, .. } = grant;
        Self {
            grant_id: id.clone(),
            until: *ends_at,
            max_value: *most_value,
            max_count: *most_count,
        }
    }
}

/// The state of redeeming without a network.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Offline {
    /// True if the till last found no network.
    pub is_offline: bool,
    /// None where the store does not allow redeeming offline.
    pub limits: Option<OfflineLimits>,
    /// Redemptions that are not uploaded, oldest first.
    pub pending: Vec<OfflineRedemption>,
    /// The number of redemptions of the last upload that should not have been made.
    pub conflict_count: usize,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub enum OfflineAction {
    Changed {
        is_offline: bool,
    },
    LimitsChanged(Option<OfflineLimits>),
    PendingChanged(Vec<OfflineRedemption>),
    /// Redemptions were uploaded: the rest, and how many of them should not have been made.
    Uploaded {
        pending: Vec<OfflineRedemption>,
        conflicts: usize,
    },
}

impl Offline {
    /// Applies an action.
    pub fn reduce(&mut self, action: OfflineAction) {
        match action {
            OfflineAction::Changed { is_offline } => self.is_offline = is_offline,
            OfflineAction::LimitsChanged(limits) => self.limits = limits,
            OfflineAction::PendingChanged(pending) => self.pending = pending,
            OfflineAction::Uploaded { pending, conflicts } => {
                (self.pending, self.conflict_count) = (pending, conflicts);
            }
        }
    }

    /// Returns how many more coupons may be redeemed now; none if it may redeem none offline.
    #[must_use]
    pub fn remaining(&self, now: Moment) -> Option<u32> {
        let limits = self.limits.as_ref().filter(|limits| now < limits.until)?;
        let used = self.pending.iter().filter(|pending| pending.grant_id == limits.grant_id);
        let used = u32::try_from(used.count()).unwrap_or(u32::MAX);
        limits.max_count.checked_sub(used).filter(|remaining| *remaining > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::{Offline, OfflineAction, OfflineLimits};
    use crate::pages::till::samples::{NOW, offline_redemption};
    use mall_contract::Fen;

    #[test]
    fn a_till_redeems_within_its_grant_and_no_longer() {
        let mut offline = Offline::default();
        assert_eq!(offline.remaining(NOW), None);
        let until = NOW + 1000;
        let limits =
            OfflineLimits { grant_id: "g".into(), until, max_value: Fen(1000), max_count: 2 };
        offline.reduce(OfflineAction::LimitsChanged(Some(limits)));
        assert_eq!((offline.remaining(NOW), offline.remaining(until)), (Some(2), None));
        let other = offline_redemption("r0", "an older grant");
        offline.reduce(OfflineAction::PendingChanged(vec![
            other.clone(),
            offline_redemption("r1", "g"),
        ]));
        assert_eq!(offline.remaining(NOW), Some(1));
        offline.reduce(OfflineAction::PendingChanged(vec![
            offline_redemption("r1", "g"),
            offline_redemption("r2", "g"),
        ]));
        assert_eq!(offline.remaining(NOW), None);
        offline.reduce(OfflineAction::Uploaded { pending: vec![other], conflicts: 1 });
        assert_eq!((offline.remaining(NOW), offline.conflict_count), (Some(2), 1));
    }
}
