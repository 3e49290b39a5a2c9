//! Drawings: made a few at a time, and kept by their content.

use std::time::Duration;

use axum::body::Bytes;
use mall_contract::Refusal;
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::timeout;

use crate::error::Error;
use crate::identity::secret;
use crate::workers::Workers;

/// A request waits this long for the drawings of others and its own.
const TIMEOUT: Duration = Duration::from_secs(15);

/// The most requests that wait for their turn.
const QUEUE_LIMIT: usize = 16;

/// The most bytes of drawings that are kept, and about how many drawings these are.
const CACHE_BYTES: u64 = 32 * 1024 * 1024;
const CACHE_ENTRIES: usize = 500;

/// Seconds after which a request may come again that found no turn.
const RETRY_AFTER: u32 = 5;

/// The refusal of a drawing that finds no place or takes too long.
const BUSY: Refusal = Refusal::Busy { retry_after: RETRY_AFTER };

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

/// Draws in workers, so that no request waits, and with a limit, so that requests keep their cores.
pub struct Drawings {
    workers: Workers,
    places: Semaphore,
    cache: Cache<String, RenderedFile, ByteWeigher>,
}

/// A place in the queue for a drawing.
pub struct Place<'a> {
    drawings: &'a Drawings,
    _permit: SemaphorePermit<'a>,
}

impl Drawings {
    /// Draws in this number of workers.
    #[must_use]
    pub fn new(workers: usize) -> Self {
        Self {
            workers: Workers::start(workers),
            places: Semaphore::new(workers + QUEUE_LIMIT),
            cache: Cache::with_weighter(CACHE_ENTRIES, CACHE_BYTES, ByteWeigher),
        }
    }

    /// Takes a place in the queue. A request takes it before it reads anything for its drawing, so that one that finds none
    /// costs nothing.
    ///
    /// # Errors
    /// `busy` if there are too many drawings.
    pub fn place(&self) -> Result<Place<'_>, Refusal> {
        let permit = self.places.try_acquire().map_err(|_| BUSY)?;
        Ok(Place { drawings: self, _permit: permit })
    }
}

impl Place<'_> {
    /// Returns the drawing of a content, which is drawn once. `content` holds all that decides how it looks.
    ///
    /// # Errors
    /// As [`Self::draw`].
    pub async fn of(
        self,
        content: &str,
        draw: impl FnOnce() -> Result<RenderedFile, Error> + Send + 'static,
    ) -> Result<RenderedFile, Error> {
        let cache = &self.drawings.cache;
        cache.get_or_insert_async(&secret::sha256(content), self.draw(draw)).await
    }

    /// Draws.
    ///
    /// # Errors
    /// `busy` if it takes too long; the errors of `draw`.
    pub async fn draw<T: Send + 'static>(
        self,
        draw: impl FnOnce() -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let drawing = self.drawings.workers.run(|_: &mut ()| draw());
        timeout(TIMEOUT, drawing).await.map_err(|_| BUSY)??
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use axum::body::Bytes;
    use mall_contract::Refusal;

    use super::{Drawings, QUEUE_LIMIT, RenderedFile};

    fn drawing() -> RenderedFile {
        RenderedFile { tag: "tag".into(), file: Bytes::from_static(b"file") }
    }

    #[tokio::test]
    async fn a_content_is_drawn_once() {
        let (drawings, times) = (Drawings::new(1), Arc::new(AtomicUsize::new(0)));
        for content in ["a", "b", "a", "b"] {
            let times = times.clone();
            let file = drawings.place().expect("a place").of(content, move || {
                times.fetch_add(1, Ordering::Relaxed);
                Ok(drawing())
            });
            assert_eq!(file.await.expect("drawn").file, "file");
        }
        assert_eq!(times.load(Ordering::Relaxed), 2);
        let place = || drawings.place().expect("a place");
        let failed = place().of("c", || Err(Refusal::NotFound.into())).await;
        assert!(failed.is_err());
        assert!(place().of("c", || Ok(drawing())).await.is_ok(), "a failure is not kept");
    }

    #[tokio::test]
    async fn drawings_beyond_the_queue_are_refused_at_once() {
        let drawings = Drawings::new(1);
        let taken: Vec<_> = (0..=QUEUE_LIMIT).map(|_| drawings.place().expect("a place")).collect();
        let refused = drawings.place().err();
        assert!(matches!(refused, Some(Refusal::Busy { .. })), "{refused:?}");
        drop(taken);
        let place = || drawings.place().expect("a place again");
        assert!(place().draw::<()>(|| panic!("on purpose")).await.is_err());
        assert!(place().draw(|| Ok(())).await.is_ok());
    }
}
