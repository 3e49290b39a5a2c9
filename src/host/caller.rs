//! Who asks which server.

use std::borrow::Cow;
use std::cell::RefCell;
use std::future::Future;
use std::rc::Rc;

/// Pages of one mount follow one another with the same pass; a page of its own has none after it.
#[cfg(feature = "embed")]
type Pass = Rc<RefCell<Option<String>>>;
#[cfg(not(feature = "embed"))]
type Pass = RefCell<Option<String>>;

/// The asking side of one drawing of the page. Clones are the same caller: they share its pass.
#[derive(Clone, Debug)]
pub struct Caller(Rc<Inner>);

#[derive(Debug)]
struct Inner {
    language: &'static str,
    pass: Pass,
    /// Where a receipt gets a fresh pass; empty on other pages.
    renewal: RefCell<String>,
    /// A page of its own asks its own server, as long as its document stands.
    #[cfg(feature = "embed")]
    guest: super::tasks::Guest,
}

impl PartialEq for Caller {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Caller {
    /// Asks the page's own server, for answers in the language of this code.
    #[must_use]
    pub fn new(language: &'static str) -> Self {
        Self(Rc::new(Inner {
            language,
            pass: Pass::default(),
            renewal: RefCell::default(),
            #[cfg(feature = "embed")]
            guest: super::tasks::Guest::default(),
        }))
    }

    /// The code of the language to answer in.
    #[must_use]
    pub fn language(&self) -> &'static str {
        self.0.language
    }

    /// Asks for a receipt that was opened with this query; with none, for another page.
    pub fn on_receipt(&self, query: &str) {
        if !query.is_empty() {
            self.0.renewal.replace(["/v1/receipts?", query].concat());
        }
    }

    /// Where a pass is given: a path; empty where none is.
    pub(super) fn renewal(&self) -> String {
        self.0.renewal.borrow().clone()
    }

    /// Sends a pass with every request from now on: it says who the shopper is where cookies do not
    /// reach.
    pub fn carry(&self, pass: &str) {
        self.0.pass.replace(Some(format!("Bearer {pass}")));
    }

    /// What requests say about who sends them.
    pub(super) fn pass(&self) -> Option<String> {
        self.0.pass.borrow().clone()
    }
}

#[cfg(not(feature = "embed"))]
impl Caller {
    /// The address of a path of the server.
    #[must_use]
    pub fn address<'a>(&self, path: &'a str) -> Cow<'a, str> {
        Cow::Borrowed(path)
    }

    /// Runs a task as long as the page stands.
    pub fn spawn(&self, task: impl Future<Output = ()> + 'static) {
        wasm_bindgen_futures::spawn_local(task);
    }

    /// Reads the page anew from its beginning.
    pub fn again(&self) {
        super::document::reload();
    }
}

/// A page among others asks a server elsewhere, and can go before its document.
#[cfg(feature = "embed")]
impl Caller {
    /// The address of a path of the server.
    #[must_use]
    pub fn address<'a>(&self, path: &'a str) -> Cow<'a, str> {
        Cow::Owned([&self.0.guest.server, path].concat())
    }

    /// Runs a task as long as the page stands.
    pub fn spawn(&self, task: impl Future<Output = ()> + 'static) {
        self.0.guest.tasks.spawn(task);
    }

    /// Reads the page anew from its beginning.
    pub fn again(&self) {
        if let Some(again) = &self.0.guest.again {
            again();
        }
    }

    /// Asks the server of this origin.
    #[must_use]
    pub fn at(server: &str, language: &'static str) -> Self {
        let guest = super::tasks::Guest::of(server);
        Self(Rc::new(Inner { language, pass: Pass::default(), renewal: RefCell::default(), guest }))
    }

    /// The same shopper at the same server, in another language and with tasks of its own. `again` reads
    /// the page anew.
    #[must_use]
    pub fn apart(&self, language: &'static str, again: impl Fn() + 'static) -> Self {
        let guest = self.0.guest.apart(again);
        let (pass, renewal) = (self.0.pass.clone(), self.0.renewal.clone());
        Self(Rc::new(Inner { language, pass, renewal, guest }))
    }

    /// Asks under a browser's own key until there is a pass.
    pub fn come_as(&self, key: &str) {
        self.0.pass.replace(Some(format!("Visitor {key}")));
    }

    /// Ends what was begun: nothing is asked any more. A claim that is under way arrives all the
    /// same; what became of it is asked by the next page of its link.
    pub fn end(&self) {
        self.0.guest.tasks.end();
    }
}
