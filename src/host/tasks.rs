//! A page among others: its server elsewhere, and tasks that end with a part of the document.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::rc::{Rc, Weak};
use std::task::Poll;

use wasm_bindgen_futures::spawn_local;

/// What a page among others has of its own.
#[derive(Default)]
pub struct Guest {
    /// The server's origin; empty for the document's own.
    pub server: Rc<str>,
    /// What was begun for the page.
    pub tasks: Tasks,
    /// Reads the page anew.
    pub again: Option<Box<dyn Fn()>>,
}

impl Guest {
    /// One whose server is elsewhere.
    pub fn of(server: &str) -> Self {
        Self { server: server.into(), ..Self::default() }
    }

    /// Another one of the same server.
    pub fn apart(&self, again: impl Fn() + 'static) -> Self {
        let again: Box<dyn Fn()> = Box::new(again);
        Self { server: self.server.clone(), tasks: Tasks::default(), again: Some(again) }
    }
}

impl fmt::Debug for Guest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.server)
    }
}

/// A task that waits for something; nothing while it runs, and when it is over.
type Task = RefCell<Option<Pin<Box<dyn Future<Output = ()>>>>>;

/// Tasks that can be ended together. Clones are the same tasks.
#[derive(Clone, Default)]
pub struct Tasks {
    begun: Rc<RefCell<Vec<Weak<Task>>>>,
    ended: Rc<Cell<bool>>,
}

impl Tasks {
    /// Runs a task until it is done or all are ended.
    pub fn spawn(&self, task: impl Future<Output = ()> + 'static) {
        let task: Rc<Task> = Rc::new(RefCell::new(Some(Box::pin(task))));
        let mut begun = self.begun.borrow_mut();
        begun.retain(|task| task.strong_count() > 0);
        begun.push(Rc::downgrade(&task));
        let ended = self.ended.clone();
        spawn_local(poll_fn(move |context| {
            // It is taken out meanwhile: what it does may end it.
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

    /// Ends all that run, at once, and whatever is spawned from now on.
    pub fn end(&self) {
        self.ended.set(true);
        let begun = self.begun.take();
        for task in begun.iter().filter_map(Weak::upgrade) {
            drop(task.take());
        }
    }
}
