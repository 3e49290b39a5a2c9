//! The server and the tasks of an embedded page. Its tasks end with its mount.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::rc::{Rc, Weak};
use std::task::Poll;

use wasm_bindgen_futures::spawn_local;

/// The server and the tasks of an embedded page.
#[derive(Default)]
pub struct Guest {
    /// The origin of the server; empty for the document's own.
    pub server: Rc<str>,
    pub tasks: Tasks,
    /// Reloads the page.
    pub reload: Option<Box<dyn Fn()>>,
}

impl Guest {
    /// Makes a guest of the server of an origin.
    pub fn of(server: &str) -> Self {
        Self { server: server.into(), ..Self::default() }
    }

    /// Makes a guest of the same server, with its own tasks.
    pub fn for_next_page(&self, reload: impl Fn() + 'static) -> Self {
        let reload: Box<dyn Fn()> = Box::new(reload);
        Self { server: self.server.clone(), tasks: Tasks::default(), reload: Some(reload) }
    }
}

impl fmt::Debug for Guest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.server)
    }
}

/// A waiting task; none while it runs and after its end.
type Task = RefCell<Option<Pin<Box<dyn Future<Output = ()>>>>>;

/// Tasks that end together. Clones are the same tasks.
#[derive(Clone, Default)]
pub struct Tasks {
    running: Rc<RefCell<Vec<Weak<Task>>>>,
    ended: Rc<Cell<bool>>,
}

impl Tasks {
    /// Runs a task until it is done or all are ended.
    pub fn spawn(&self, task: impl Future<Output = ()> + 'static) {
        let task: Rc<Task> = Rc::new(RefCell::new(Some(Box::pin(task))));
        let mut running = self.running.borrow_mut();
        running.retain(|task| task.strong_count() > 0);
        running.push(Rc::downgrade(&task));
        let ended = self.ended.clone();
        spawn_local(poll_fn(move |context| {
            // The task is taken out while it runs, because it may end all tasks.
            let Some(mut running) = task.take().filter(|_| !ended.get()) else {
                return Poll::Ready(());
            };
            let polled = running.as_mut().poll(context);
            if ended.get() {
                return Poll::Ready(());
            }
            if polled.is_pending() {
                task.replace(Some(running));
            }
            polled
        }));
    }

    /// Ends all tasks at once. A task spawned later never runs.
    pub fn end(&self) {
        self.ended.set(true);
        let running = self.running.take();
        for task in running.iter().filter_map(Weak::upgrade) {
            drop(task.take());
        }
    }
}
