//! Lanes: the strangers of one network are worked on a few at a time. A crowd of them waits in its own lane, and all others
//! pass.

use std::hash::{BuildHasher, RandomState};
use std::net::IpAddr;
use std::time::Duration;

use mall_contract::Refusal;
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::timeout;

use super::limits::network;

/// The number of lanes. Networks are spread over them by a secret hash, so nobody can choose whose lane to fill.
const LANES: usize = 256;

/// The part of the server's capacity that one lane gets: half a request for each core.
const CAPACITY_SHARE: usize = 128;

/// The bits of an IPv6 address that are one network here: a provider gives as many to a house or a firm.
const NETWORK_BITS: u32 = 48;

/// A request waits this long for its turn.
const TURN_TIMEOUT: Duration = Duration::from_secs(5);

/// Seconds after which a refused caller may come again.
const RETRY_AFTER: u32 = 2;

/// The lanes of a server.
pub struct Lanes {
    lanes: [Semaphore; LANES],
    hasher: RandomState,
    turn_timeout: Duration,
}

impl Lanes {
    /// Returns the lanes of a server that works on `capacity` requests at the same time.
    #[must_use]
    pub fn new(capacity: usize) -> Self {
        let turns = capacity.div_ceil(CAPACITY_SHARE);
        Self {
            lanes: std::array::from_fn(|_| Semaphore::new(turns)),
            hasher: RandomState::default(),
            turn_timeout: TURN_TIMEOUT,
        }
    }

    /// Waits for the turn of a stranger's request. The turn ends when it is dropped.
    ///
    /// # Errors
    /// `busy` after some seconds.
    pub async fn turn(&self, address: IpAddr) -> Result<SemaphorePermit<'_>, Refusal> {
        let hash = self.hasher.hash_one(network(address, NETWORK_BITS));
        let lane = &self.lanes[hash as usize % LANES];
        let turn = timeout(self.turn_timeout, lane.acquire()).await;
        turn.ok().and_then(Result::ok).ok_or(Refusal::Busy { retry_after: RETRY_AFTER })
    }
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;
    use std::time::Duration;

    use mall_contract::Refusal;

    use super::Lanes;

    /// The capacity at which a lane lets one request through.
    const CAPACITY: usize = 128;

    fn address(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    #[tokio::test]
    async fn a_network_waits_in_its_own_lane_and_others_pass() {
        let lanes = Lanes { turn_timeout: Duration::ZERO, ..Lanes::new(CAPACITY) };
        let turn = lanes.turn(address("2001:db8:1:1::1")).await.expect("a turn");
        let refused = lanes.turn(address("2001:db8:1:2::1")).await.err();
        assert!(matches!(refused, Some(Refusal::Busy { .. })), "of the same house: {refused:?}");
        let mut passing = 0;
        for number in 0..100 {
            let other = address(&format!("192.0.2.{number}"));
            passing += usize::from(lanes.turn(other).await.is_ok());
        }
        assert!(passing > 90, "all but those that meet the first in one lane: {passing}");
        drop(turn);
        assert!(lanes.turn(address("2001:db8:1:2::1")).await.is_ok());
    }

    #[tokio::test]
    async fn a_larger_server_lets_more_through() {
        let lanes = Lanes { turn_timeout: Duration::ZERO, ..Lanes::new(3 * CAPACITY) };
        let here = address("192.0.2.1");
        let turns = [lanes.turn(here).await, lanes.turn(here).await, lanes.turn(here).await];
        assert!(turns.iter().all(Result::is_ok));
        assert!(lanes.turn(here).await.is_err());
    }
}
