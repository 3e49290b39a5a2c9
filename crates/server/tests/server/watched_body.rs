//! A request's body that notes whether the server reads it.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use axum::body::{Bytes, HttpBody};
use hyper::body::Frame;

/// The note about one body.
#[derive(Clone, Default)]
pub struct Read(Arc<AtomicBool>);

impl Read {
    /// Checks whether the server has begun to read the body.
    pub fn has_begun(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// A body of no bytes.
pub struct WatchedBody {
    read: Read,
    ends: bool,
}

impl WatchedBody {
    /// Makes a body that ends at once.
    pub fn empty(read: &Read) -> Self {
        Self { read: read.clone(), ends: true }
    }

    /// Makes a body whose bytes never come.
    pub fn without_end(read: &Read) -> Self {
        Self { read: read.clone(), ends: false }
    }
}

impl HttpBody for WatchedBody {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.read.0.store(true, Ordering::Relaxed);
        if self.ends { Poll::Ready(None) } else { Poll::Pending }
    }
}
