//! Drawings: made a few at a time, and kept by their content.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use mall_contract::Refusal;
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;
use tokio::time::timeout;

use crate::error::{Error, OrFault};
use crate::identity::secret;

/// A request waits this long for the drawings of others.
const TURN_TIMEOUT: Duration = Duration::from_secs(8);

/// The most requests that wait for their turn.
const QUEUE_LIMIT: usize = 16;

/// The most bytes of drawings that are kept, and about how many drawings these are.
const CACHE_BYTES: u64 = 32 * 1024 * 1024;
const CACHE_ENTRIES: usize = 500;

/// Seconds after which a request may come again that found no turn.
const RETRY_AFTER: u32 = 5;

/// A file as it was drawn.
#[derive(Clone)]
pub struct RenderedFile {
    /// A tag of the content, for `ETag`.
    pub tag: String,
    pub file: Bytes,
}

/// Weighs a drawing by its bytes.
#[derive(Clone)]
struct ByteWeigher;

impl Weighter<String, RenderedFile> for ByteWeigher {
    fn weight(&self, key: &String, drawing: &RenderedFile) -> u64 {
        (key.len() + drawing.tag.len() + drawing.file.len()) as u64
    }
}

/// Draws in threads of their own, so that no request waits, and with a limit, so that requests keep their cores.
pub struct Drawings {
    threads: Arc<Semaphore>,
    waiting: Semaphore,
    cache: Cache<String, RenderedFile, ByteWeigher>,
}

impl Drawings {
    /// Draws in this number of threads.
    #[must_use]
    pub fn new(threads: usize) -> Self {
        Self {
            threads: Arc::new(Semaphore::new(threads)),
            waiting: Semaphore::new(threads + QUEUE_LIMIT),
            cache: Cache::with_weighter(CACHE_ENTRIES, CACHE_BYTES, ByteWeigher),
        }
    }

    /// Returns the drawing of a content, which is drawn once. `content` holds all that decides how it looks.
    ///
    /// # Errors
    /// As [`Self::draw`].
    pub async fn of(
        &self,
        content: &str,
        draw: impl FnOnce() -> Result<RenderedFile, Error> + Send + 'static,
    ) -> Result<RenderedFile, Error> {
        self.cache.get_or_insert_async(&secret::sha256(content), self.draw(draw)).await
    }

    /// Draws. A drawing whose caller disconnects is finished all the same.
    ///
    /// # Errors
    /// `busy` if there are too many drawings; the errors of `draw`.
    pub async fn draw<T: Send + 'static>(
        &self,
        draw: impl FnOnce() -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let busy = Refusal::Busy { retry_after: RETRY_AFTER };
        let _place = self.waiting.try_acquire().map_err(|_| busy.clone())?;
        let turn = timeout(TURN_TIMEOUT, self.threads.clone().acquire_owned()).await;
        let turn = turn.map_err(|_| busy)?.or_fault("the limit of drawings is closed")?;
        let result = spawn_blocking(move || {
            let result = draw();
            drop(turn);
            result
        });
        result.await.or_fault("a drawing panicked")?
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::mpsc;

    use axum::body::Bytes;
    use mall_contract::Refusal;

    use super::{Drawings, QUEUE_LIMIT, RenderedFile};
    use crate::error::Error;

    fn drawing() -> RenderedFile {
        RenderedFile { tag: "tag".into(), file: Bytes::from_static(b"file") }
    }

    #[tokio::test]
    async fn a_content_is_drawn_once() {
        let (drawings, times) = (Drawings::new(1), Arc::new(AtomicUsize::new(0)));
        for content in ["a", "b", "a", "b"] {
            let times = times.clone();
            let file = drawings.of(content, move || {
                times.fetch_add(1, Ordering::Relaxed);
                Ok(drawing())
            });
            assert_eq!(file.await.expect("drawn").file, "file");
        }
        assert_eq!(times.load(Ordering::Relaxed), 2);
        let failed = drawings.of("c", || Err(Refusal::NotFound.into())).await;
        assert!(failed.is_err());
        assert!(drawings.of("c", || Ok(drawing())).await.is_ok(), "a failure is not kept");
    }

    #[tokio::test]
    async fn drawings_beyond_the_queue_are_refused_at_once() {
        let drawings = Arc::new(Drawings::new(1));
        let (mut held, mut waiting) = (Vec::new(), tokio::task::JoinSet::new());
        for _ in 0..=QUEUE_LIMIT {
            let (finish, finished) = mpsc::channel::<()>();
            held.push(finish);
            let drawings = drawings.clone();
            waiting.spawn(async move { drawings.draw(move || Ok(finished.recv().is_err())).await });
        }
        while drawings.waiting.available_permits() > 0 {
            tokio::task::yield_now().await;
        }
        let refused = drawings.draw(|| Ok(())).await;
        assert!(matches!(refused, Err(Error::Refused(Refusal::Busy { .. }))), "{refused:?}");
        held.clear();
        while let Some(done) = waiting.join_next().await {
            assert!(done.expect("it ran").expect("drawn"));
        }
        assert!(drawings.draw::<()>(|| panic!("on purpose")).await.is_err());
        assert!(drawings.draw(|| Ok(())).await.is_ok());
    }
}
