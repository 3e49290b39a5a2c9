//! Reading a list from the server in parts, as the visitor scrolls.

use std::cell::{Cell, RefCell};

use yew::NodeRef;

use crate::host::clock::device_ms;
use crate::host::fetch::{Abort, Signal};
use crate::host::sight::{self, Sight};

/// A list older than this is read again when the visitor returns to the page.
const STALE_AFTER_MS: i64 = 15_000;

/// The next part is read when the end of the list is this near to the screen.
const END_MARGIN: &str = "800px";

/// Keeps the read of a list that is under way. A newer read cancels an older one.
#[derive(Default)]
pub struct ListReader {
    abort: RefCell<Option<Abort>>,
    latest: Cell<u32>,
    started_ms: Cell<i64>,
}

impl ListReader {
    /// Starts a read. Returns its number, and the signal that cancels it.
    pub fn start(&self) -> (u32, Option<Signal>) {
        let abort = Abort::new();
        let signal = abort.as_ref().map(Abort::signal);
        self.abort.replace(abort);
        self.latest.set(self.latest.get() + 1);
        self.mark_fresh();
        (self.latest.get(), signal)
    }

    /// Cancels the read under way.
    pub fn cancel(&self) {
        self.abort.take();
    }

    /// Checks whether no newer read has started.
    pub fn is_latest(&self, number: u32) -> bool {
        self.latest.get() == number
    }

    /// Notes that the list is as the server has it now.
    pub fn mark_fresh(&self) {
        self.started_ms.set(device_ms());
    }

    /// Checks whether the list must be read again when the visitor returns.
    pub fn is_stale(&self) -> bool {
        device_ms() - self.started_ms.get() >= STALE_AFTER_MS
    }
}

/// Calls once the end of a list comes near to the screen. `end` is the element behind its last item.
pub fn on_near_end(end: &NodeRef, call: impl Fn() + 'static) -> Option<Sight> {
    sight::watch(&[end.cast()?], END_MARGIN, 0.0, Box::new(move |_| call()))
}
