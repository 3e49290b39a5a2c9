//! Who asks which server.

use std::cell::RefCell;
use std::future::Future;
use std::rc::Rc;

#[cfg(feature = "embed")]
use super::tasks::Tasks;

/// The asking side of one drawing of the page. Clones are the same caller: they share its pass.
#[derive(Clone, Debug)]
pub struct Caller {
    /// The server's origin; empty for the page's own.
    server: Rc<str>,
    /// The code of the language to answer in.
    pub language: &'static str,
    pass: Rc<RefCell<Option<String>>>,
    /// What a receipt was opened with, which gives a fresh pass; empty on other pages.
    receipt: Rc<str>,
    #[cfg(feature = "embed")]
    tasks: Tasks,
}

impl PartialEq for Caller {
    fn eq(&self, other: &Self) -> bool {
        self.language == other.language && Rc::ptr_eq(&self.pass, &other.pass)
    }
}

impl Caller {
    /// Asks the server of this origin; the page's own when it is empty.
    #[must_use]
    pub fn new(server: &str, language: &'static str) -> Self {
        Self {
            server: server.into(),
            language,
            pass: Rc::default(),
            receipt: "".into(),
            #[cfg(feature = "embed")]
            tasks: Tasks::default(),
        }
    }

    /// The same caller on a receipt, by the query that it was opened with.
    #[must_use]
    pub fn on_receipt(self, query: &str) -> Self {
        Self { receipt: query.into(), ..self }
    }

    /// Where a pass is given; nowhere but on a receipt.
    pub(super) fn renewal(&self) -> Option<String> {
        (!self.receipt.is_empty()).then(|| ["/v1/receipts?", &self.receipt].concat())
    }

    /// Sends a pass with every request from now on: it says who the shopper is where cookies do not
    /// reach.
    pub fn carry(&self, pass: &str) {
        self.pass.replace(Some(format!("Bearer {pass}")));
    }

    /// What requests say about who sends them.
    pub(super) fn pass(&self) -> Option<String> {
        self.pass.borrow().clone()
    }

    /// The whole address of a path of the server.
    #[must_use]
    pub fn address(&self, path: &str) -> String {
        [&self.server, path].concat()
    }

    /// Runs a task as long as the caller's page stands.
    pub fn spawn(&self, task: impl Future<Output = ()> + 'static) {
        #[cfg(feature = "embed")]
        self.tasks.spawn(task);
        // A page of its own stands as long as its document.
        #[cfg(not(feature = "embed"))]
        wasm_bindgen_futures::spawn_local(task);
    }
}

/// A page among others can go before its document.
#[cfg(feature = "embed")]
impl Caller {
    /// The same shopper at the same server, in another language and with tasks of its own.
    #[must_use]
    pub fn in_language(&self, language: &'static str) -> Self {
        Self { language, tasks: Tasks::default(), ..self.clone() }
    }

    /// Ends what was begun: nothing is asked any more. A claim that is under way arrives all the
    /// same; what became of it is asked by the next page of its link.
    pub fn end(&self) {
        self.tasks.end();
    }
}
