//! Threads that hash passwords. Their number is fixed, and so is the number of passwords that wait for them.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use argon2::Block;
use mall_contract::Refusal;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};

use crate::error::{Error, OrFault};

/// The threads that hash: each takes 19 MiB and a core.
const WORKERS: usize = 2;

/// A worker without a password gives its memory back after this time.
const IDLE: Duration = Duration::from_secs(1);

/// Blocks of 1 KiB that a worker reserves at once. Allocators keep what they get for small pieces; glibc gives back at
/// once what is larger than 32 MiB (`DEFAULT_MMAP_THRESHOLD_MAX`). Blocks that no password needs are never touched, so
/// they take no memory.
const RESERVED_BLOCKS: usize = 33 * 1024;

/// The passwords that may wait or be hashed: of strangers, and of people who are known. A worker hashes some 50 a second.
const STRANGERS: usize = 8;
const KNOWN: usize = 32;

/// The place where a password waits. Strangers who fill theirs keep nobody else waiting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Queue {
    /// The caller has shown no proof yet.
    Strangers,
    /// The caller has a session, or logs in from a device of an earlier login.
    Known,
}

/// A place in a queue, until the job is done or the place is dropped.
#[derive(Debug)]
pub struct Place(#[expect(dead_code, reason = "it is dropped")] OwnedSemaphorePermit);

type Job = Box<dyn FnOnce(&mut Vec<Block>) + Send>;

/// The workers, with their queues.
pub struct Workers {
    jobs: Sender<Job>,
    strangers: Arc<Semaphore>,
    known: Arc<Semaphore>,
}

impl Default for Workers {
    fn default() -> Self {
        let (jobs, received) = mpsc::channel();
        let received = Arc::new(Mutex::new(received));
        for _ in 0..WORKERS {
            let received = received.clone();
            thread::spawn(move || work(&received));
        }
        let places = |number| Arc::new(Semaphore::new(number));
        Self { jobs, strangers: places(STRANGERS), known: places(KNOWN) }
    }
}

impl Workers {
    /// Takes a place in a queue.
    ///
    /// # Errors
    /// `busy` at once when the queue is full.
    pub fn place(&self, queue: Queue) -> Result<Place, Error> {
        let places = match queue {
            Queue::Strangers => &self.strangers,
            Queue::Known => &self.known,
        };
        let place = places.clone().try_acquire_owned();
        Ok(Place(place.map_err(|_| Refusal::Busy { retry_after: 2 })?))
    }

    /// Lets a worker do a job in its memory.
    ///
    /// # Errors
    /// A fault when the job panics.
    pub async fn run<T: Send + 'static>(
        &self,
        place: Place,
        job: impl FnOnce(&mut Vec<Block>) -> T + Send + 'static,
    ) -> Result<T, Error> {
        let (answer, answered) = oneshot::channel();
        let job = move |memory: &mut Vec<Block>| {
            // A caller that has gone away costs nothing.
            if !answer.is_closed() {
                let _ = answer.send(job(memory));
            }
            drop(place);
        };
        self.jobs.send(Box::new(job)).ok().or_fault("no worker hashes passwords")?;
        answered.await.or_fault("hashing a password panicked")
    }
}

/// Does jobs until nobody can send another one.
fn work(jobs: &Mutex<Receiver<Job>>) {
    let mut memory = Vec::new();
    loop {
        let next = jobs.lock().unwrap_or_else(PoisonError::into_inner).recv_timeout(IDLE);
        match next {
            Ok(job) => {
                if memory.capacity() == 0 {
                    memory = Vec::with_capacity(RESERVED_BLOCKS);
                }
                // The caller's answer is dropped with the job, and the worker goes on.
                let _ = catch_unwind(AssertUnwindSafe(|| job(&mut memory)));
            }
            Err(RecvTimeoutError::Timeout) => memory = Vec::new(),
            Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use mall_contract::Refusal;

    use super::{KNOWN, Queue, STRANGERS, WORKERS, Workers};
    use crate::error::Error;

    #[tokio::test]
    async fn strangers_beyond_their_places_are_refused_at_once_and_keep_nobody_waiting() {
        let workers = std::sync::Arc::new(Workers::default());
        let mut held = Vec::new();
        let mut waiting = tokio::task::JoinSet::new();
        for _ in 0..STRANGERS {
            let (finish, finished) = mpsc::channel::<()>();
            held.push(finish);
            let workers = workers.clone();
            let place = workers.place(Queue::Strangers).expect("a place");
            waiting
                .spawn(async move { workers.run(place, move |_| finished.recv().is_err()).await });
        }
        let refused = workers.place(Queue::Strangers);
        assert!(matches!(refused, Err(Error::Refused(Refusal::Busy { .. }))), "{refused:?}");
        assert_eq!(workers.known.available_permits(), KNOWN);
        held.clear();
        while let Some(answer) = waiting.join_next().await {
            assert!(answer.expect("it ran").expect("an answer"));
        }
        let place = workers.place(Queue::Strangers).expect("a place again");
        assert!(workers.run(place, |_| true).await.expect("an answer"));
    }

    #[tokio::test]
    async fn a_worker_outlives_a_job_that_panics() {
        let workers = Workers::default();
        for _ in 0..2 * WORKERS {
            let place = workers.place(Queue::Known).expect("a place");
            let answer = workers.run::<()>(place, |_| panic!("on purpose")).await;
            assert!(matches!(answer, Err(Error::Fault(_))), "{answer:?}");
        }
        let place = workers.place(Queue::Known).expect("a place");
        assert!(workers.run(place, |_| true).await.expect("an answer"));
    }
}
