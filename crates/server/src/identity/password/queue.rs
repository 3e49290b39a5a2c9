//! The places of passwords that wait to be hashed. Their number is fixed.

use std::sync::Arc;

use mall_contract::Refusal;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::error::Error;

/// The passwords that may wait or be hashed: of strangers, and of people who are known. A core hashes some 50 a second.
const STRANGERS: usize = 8;
const KNOWN: usize = 32;

/// Seconds after which a refused caller may come again.
const RETRY_AFTER: u32 = 2;

/// The queue in which a password waits. Strangers who fill theirs keep nobody else waiting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Queue {
    /// The caller has shown no proof yet.
    Strangers,
    /// The caller has a session, or logs in from a device of an earlier login.
    Known,
}

/// A place in a queue, until the password is hashed or the place is dropped.
#[derive(Debug)]
pub struct Place(#[expect(dead_code, reason = "it is dropped")] OwnedSemaphorePermit);

/// The free places of each queue.
pub struct Places {
    strangers: Arc<Semaphore>,
    known: Arc<Semaphore>,
}

impl Default for Places {
    fn default() -> Self {
        let places = |number| Arc::new(Semaphore::new(number));
        Self { strangers: places(STRANGERS), known: places(KNOWN) }
    }
}

impl Places {
    /// Takes a place in a queue.
    ///
    /// # Errors
    /// `busy` at once when the queue is full.
    pub fn take(&self, queue: Queue) -> Result<Place, Error> {
        let places = match queue {
            Queue::Strangers => &self.strangers,
            Queue::Known => &self.known,
        };
        let place = places.clone().try_acquire_owned();
        Ok(Place(place.map_err(|_| Refusal::Busy { retry_after: RETRY_AFTER })?))
    }
}

#[cfg(test)]
mod tests {
    use mall_contract::Refusal;

    use super::{Places, Queue, STRANGERS};
    use crate::error::Error;

    #[test]
    fn strangers_beyond_their_places_are_refused_at_once_and_keep_nobody_waiting() {
        let places = Places::default();
        let taken: Vec<_> =
            (0..STRANGERS).map(|_| places.take(Queue::Strangers).expect("a place")).collect();
        let refused = places.take(Queue::Strangers);
        assert!(matches!(refused, Err(Error::Refused(Refusal::Busy { .. }))), "{refused:?}");
        assert!(places.take(Queue::Known).is_ok(), "it has places of its own");
        drop(taken);
        assert!(places.take(Queue::Strangers).is_ok());
    }
}
