//! The sender of a page's requests: which server, for whom, in which language.

use std::borrow::Cow;
use std::cell::RefCell;
use std::future::Future;
use std::rc::Rc;

/// The pages of one mount share a pass, one after the other.
#[cfg(feature = "embed")]
type Pass = Rc<RefCell<Option<String>>>;
#[cfg(not(feature = "embed"))]
type Pass = RefCell<Option<String>>;

/// Sends the requests of one page. Clones are the same caller: they share its pass.
#[derive(Clone, Debug)]
pub struct Caller(Rc<Inner>);

#[derive(Debug)]
struct Inner {
    language: &'static str,
    pass: Pass,
    /// The path at which a receipt gets a fresh pass; empty on other pages.
    renewal_path: RefCell<String>,
    #[cfg(feature = "embed")]
    guest: super::tasks::Guest,
}

impl PartialEq for Caller {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Caller {
    /// Makes a caller of the page's own server, for responses in a language.
    #[must_use]
    pub fn new(language: &'static str) -> Self {
        Self(Rc::new(Inner {
            language,
            pass: Pass::default(),
            renewal_path: RefCell::default(),
            #[cfg(feature = "embed")]
            guest: super::tasks::Guest::default(),
        }))
    }

    /// Returns the code of the language for responses.
    #[must_use]
    pub fn language(&self) -> &'static str {
        self.0.language
    }

    /// Sets the query with which a receipt was opened; empty on other pages.
    pub fn set_receipt_query(&self, query: &str) {
        if !query.is_empty() {
            self.0.renewal_path.replace(format!("/v1/receipts?{query}"));
        }
    }

    /// Returns the path that returns a new pass; empty if there is none.
    pub(super) fn renewal_path(&self) -> String {
        self.0.renewal_path.borrow().clone()
    }

    /// Sends a pass with every request from now on. It identifies the shopper where cookies do not reach.
    pub fn set_pass(&self, pass: &str) {
        self.0.pass.replace(Some(format!("Bearer {pass}")));
    }

    /// Returns the `Authorization` header of requests.
    pub(super) fn authorization(&self) -> Option<String> {
        self.0.pass.borrow().clone()
    }
}

#[cfg(not(feature = "embed"))]
impl Caller {
    /// Returns the address of a path of the server.
    #[must_use]
    pub fn address<'a>(&self, path: &'a str) -> Cow<'a, str> {
        Cow::Borrowed(path)
    }

    /// Runs a task until it is done or the page is gone.
    pub fn spawn(&self, task: impl Future<Output = ()> + 'static) {
        wasm_bindgen_futures::spawn_local(task);
    }

    /// Reloads the page.
    pub fn reload(&self) {
        super::document::reload();
    }
}

/// An embedded page calls a server elsewhere, and can go before its document.
#[cfg(feature = "embed")]
impl Caller {
    /// Returns the address of a path of the server.
    #[must_use]
    pub fn address<'a>(&self, path: &'a str) -> Cow<'a, str> {
        Cow::Owned(format!("{}{path}", self.0.guest.server))
    }

    /// Runs a task until it is done or the page is gone.
    pub fn spawn(&self, task: impl Future<Output = ()> + 'static) {
        self.0.guest.tasks.spawn(task);
    }

    /// Reloads the page.
    pub fn reload(&self) {
        if let Some(reload) = &self.0.guest.reload {
            reload();
        }
    }

    /// Makes a caller of the server of an origin.
    #[must_use]
    pub fn for_server(server: &str, language: &'static str) -> Self {
        let guest = super::tasks::Guest::of(server);
        let (pass, renewal_path) = (Pass::default(), RefCell::default());
        Self(Rc::new(Inner { language, pass, renewal_path, guest }))
    }

    /// Makes a caller for the next page of a mount: the same shopper and server, with its own tasks.
    /// `reload` reloads the page.
    #[must_use]
    pub fn for_next_page(&self, language: &'static str, reload: impl Fn() + 'static) -> Self {
        let guest = self.0.guest.for_next_page(reload);
        let (pass, renewal_path) = (self.0.pass.clone(), self.0.renewal_path.clone());
        Self(Rc::new(Inner { language, pass, renewal_path, guest }))
    }

    /// Identifies the shopper by the browser's visitor key until there is a pass.
    pub fn set_visitor_key(&self, key: &str) {
        self.0.pass.replace(Some(format!("Visitor {key}")));
    }

    /// Ends all tasks. A pending claim still arrives at the server, and the next page of its link requests the result.
    pub fn end(&self) {
        self.0.guest.tasks.end();
    }
}
