//! Counts claims of strangers that were held back, until they are stored.

use std::collections::BTreeMap;
use std::mem;
use std::sync::{Mutex, PoisonError};

use mall_contract::{MallId, PlacementCode};

use crate::clock::Ms;

const MINUTE_MS: Ms = 60 * 1000;

/// A burst is recent for this time: pages that are opened now may meet it.
const RECENT_MS: Ms = 5 * MINUTE_MS;

/// The most bursts that are in memory, and the most that one answer has.
pub const BURSTS: usize = 500;

/// The place, the network and the minute of a burst. Their order is that of writing, so that no two servers wait for one
/// another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Burst {
    pub mall: MallId,
    pub place: PlacementCode,
    pub network: String,
    pub minute: Ms,
}

/// Counts claims that were held back, until they are stored.
#[derive(Default)]
pub struct Bursts {
    counted: Mutex<BTreeMap<Burst, u32>>,
    /// The placements and networks of bursts, with the last instant of each.
    recent: Mutex<BTreeMap<(PlacementCode, String), Ms>>,
}

impl Bursts {
    /// Counts a claim that was held back. A burst beyond those that are in memory is left out: the mall sees enough.
    pub fn count(&self, mall: &MallId, place: &PlacementCode, network: &str, now: Ms) {
        let burst = Burst {
            mall: mall.clone(),
            place: place.clone(),
            network: network.to_owned(),
            minute: now - now % MINUTE_MS,
        };
        self.add(burst, 1);
        let mut recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        if recent.len() >= BURSTS {
            recent.retain(|_, last| now - *last < RECENT_MS);
        }
        if recent.len() < BURSTS {
            recent.insert((place.clone(), network.to_owned()), now);
        }
    }

    /// Checks whether a claim was held back lately at a placement and from a network.
    #[must_use]
    pub fn is_recent(&self, place: &PlacementCode, network: &str, now: Ms) -> bool {
        let recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        let last = recent.get(&(place.clone(), network.to_owned()));
        last.is_some_and(|last| now - *last < RECENT_MS)
    }

    /// Adds a count of claims to a burst.
    pub fn add(&self, burst: Burst, count: u32) {
        let mut all = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() < BURSTS || all.contains_key(&burst) {
            let counted = all.entry(burst).or_default();
            *counted = counted.saturating_add(count);
        }
    }

    /// Returns what was counted, and begins anew.
    #[must_use]
    pub fn take(&self) -> BTreeMap<Burst, u32> {
        mem::take(&mut self.counted.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[cfg(test)]
mod tests {
    use mall_contract::PlacementCode;

    use super::{BURSTS, Bursts, MINUTE_MS, RECENT_MS};
    use crate::sample_id::id;

    #[test]
    fn a_flood_from_many_networks_takes_no_more_memory() {
        let (bursts, place) = (Bursts::default(), PlacementCode::from_bits(7));
        for network in 0..2 * BURSTS {
            bursts.count(&id("mall"), &place, &network.to_string(), MINUTE_MS + 5);
        }
        bursts.count(&id("mall"), &place, "0", MINUTE_MS + 9);
        let counted = bursts.take();
        assert_eq!(counted.len(), BURSTS);
        assert!(counted.keys().all(|burst| burst.minute == MINUTE_MS));
        assert_eq!(counted.values().sum::<u32>() as usize, BURSTS + 1);
        assert!(bursts.take().is_empty());
        let recent = |now| bursts.is_recent(&place, "0", now);
        assert!(recent(MINUTE_MS + 9) && !recent(MINUTE_MS + 5 + RECENT_MS));
        bursts.count(&id("mall"), &place, "new", MINUTE_MS + RECENT_MS + 9);
        assert!(bursts.is_recent(&place, "new", MINUTE_MS + RECENT_MS + 9), "old ones make room");
    }
}
