//! Threads for work that keeps a core busy. Their number is fixed, and threads that answer requests go first.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use tokio::sync::oneshot;

use crate::error::{Error, OrFault};

/// A worker without a job gives its memory back after this time.
const IDLE: Duration = Duration::from_secs(1);

/// A job in the memory of a worker.
type Job<M> = Box<dyn FnOnce(&mut M) + Send>;

/// Some workers. Each has a memory that its jobs use one after another.
pub struct Workers<M = ()>(Sender<Job<M>>);

impl<M: Default + 'static> Workers<M> {
    /// Starts this number of workers. They end when this is dropped and all jobs are done.
    #[must_use]
    pub fn start(count: usize) -> Self {
        let (jobs, received) = mpsc::channel();
        let received = Arc::new(Mutex::new(received));
        for _ in 0..count {
            let received = received.clone();
            thread::spawn(move || work(&received));
        }
        Self(jobs)
    }

    /// Lets a worker do a job. A job whose caller has gone away before it began is left out.
    ///
    /// # Errors
    /// A fault when the job panics.
    pub async fn run<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut M) -> T + Send + 'static,
    ) -> Result<T, Error> {
        let (answer, answered) = oneshot::channel();
        let job = move |memory: &mut M| {
            if !answer.is_closed() {
                let _ = answer.send(job(memory));
            }
        };
        self.0.send(Box::new(job)).ok().or_fault("no worker is left")?;
        answered.await.or_fault("a worker's job panicked")
    }
}

/// Does jobs until nobody can send another one.
fn work<M: Default>(jobs: &Mutex<Receiver<Job<M>>>) {
    lower_priority();
    let mut memory = M::default();
    loop {
        let next = jobs.lock().unwrap_or_else(PoisonError::into_inner).recv_timeout(IDLE);
        match next {
            // The caller's answer is dropped with the job, and the worker goes on.
            Ok(job) => drop(catch_unwind(AssertUnwindSafe(|| job(&mut memory)))),
            Err(RecvTimeoutError::Timeout) => memory = M::default(),
            Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}

/// Gives this thread a tenth of the weight of others when all want the processor. Without the right to do so, it stays as it is.
fn lower_priority() {
    /// The "nice" value of sched(7). Each step takes a fifth of the weight.
    #[cfg(target_os = "linux")]
    const NICE: i32 = 10;
    // Linux has the value for each thread.
    #[cfg(target_os = "linux")]
    let _ = rustix::process::setpriority_process(Some(rustix::thread::gettid()), NICE);
}

#[cfg(test)]
mod tests {
    use super::Workers;
    use crate::error::Error;

    #[tokio::test]
    async fn a_worker_outlives_a_job_that_panics() {
        let workers = Workers::<()>::start(2);
        for _ in 0..4 {
            let answer = workers.run(|_| -> bool { panic!("on purpose") }).await;
            assert!(matches!(answer, Err(Error::Fault(_))), "{answer:?}");
        }
        assert!(workers.run(|_| true).await.expect("an answer"));
    }

    #[tokio::test]
    async fn jobs_of_one_worker_share_its_memory() {
        let workers = Workers::<Vec<u8>>::start(1);
        let length = |memory: &mut Vec<u8>| {
            memory.push(0);
            memory.len()
        };
        assert_eq!(workers.run(length).await.expect("an answer"), 1);
        assert_eq!(workers.run(length).await.expect("an answer"), 2);
    }

    #[cfg(target_os = "linux")]
    #[tokio::test]
    async fn requests_go_before_workers() {
        let workers = Workers::<()>::start(1);
        let nice = || rustix::process::getpriority_process(Some(rustix::thread::gettid()));
        let worker = workers.run(move |_| nice()).await.expect("an answer").expect("a priority");
        assert!(worker > nice().expect("a priority"), "{worker}");
    }
}
