//! One mount: what is drawn in its place, and for whom.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use mall_contract::Surface;
use yew::{AppHandle, AttrValue, Callback};

use super::event::{Event, Way};
use super::options::{Options, Theme, Wrong};
use crate::api::claims::pause;
use crate::api::client::Failure;
use crate::api::events::Report;
use crate::api::{events, pages, visitor};
use crate::app::{App, AppProps};
use crate::host::caller::Caller;
use crate::host::fetch::Abort;
use crate::host::guest::{Place, Tapped};
use crate::host::{clock, network};
use crate::page::Page;
use crate::session::{Clock, Session};

/// A mount; it ends when it is told to.
pub struct Mount {
    place: Place,
    options: RefCell<Options>,
    /// The shopper at the server, as long as server and link stay.
    caller: RefCell<Caller>,
    report: RefCell<Callback<Report>>,
    drawn: RefCell<Option<Drawn>>,
    /// The read under way; a newer one takes its place.
    reading: RefCell<Option<(Caller, Option<Abort>)>>,
    ended: Cell<bool>,
}

/// A drawing, and who asks for it.
struct Drawn {
    app: AppHandle<App>,
    caller: Caller,
    /// Whether offers are on it; else nobody counts.
    counts: bool,
}

impl Drawn {
    fn end(self) {
        self.caller.end();
        self.app.destroy();
    }
}

impl Mount {
    /// Begins one.
    pub fn begin(place: Place, options: Options) -> Rc<Self> {
        let mount = Rc::new(Self {
            place,
            caller: RefCell::new(Caller::of_server(&options.server, options.language.code())),
            options: RefCell::new(options),
            report: RefCell::new(Callback::noop()),
            drawn: RefCell::default(),
            reading: RefCell::default(),
            ended: Cell::new(false),
        });
        // What stands is held by what it listens to, also when the site forgets its handle.
        let listening = mount.clone();
        mount.place.listen(move |tapped| listening.tapped(tapped));
        mount.open();
        mount.look();
        mount.read();
        mount
    }

    /// Takes other options.
    pub fn update(
        self: &Rc<Self>,
        change: impl FnOnce(&Options) -> Result<Options, Wrong>,
    ) -> Result<(), Wrong> {
        let before = self.options.borrow().clone();
        let next = change(&before)?;
        if self.ended.get() {
            return Err(Wrong("it is unmounted".into()));
        }
        self.options.replace(next.clone());
        self.look();
        let elsewhere = (&before.server, &before.link) != (&next.server, &next.link);
        if elsewhere {
            self.leave();
            self.open();
        }
        let otherwise = (before.language, before.large_text) != (next.language, next.large_text);
        if elsewhere || otherwise {
            self.read();
        }
        Ok(())
    }

    /// Ends it: nothing stays in the element, nothing is listened to, nothing is asked.
    pub fn end(&self) {
        if !self.ended.replace(true) {
            self.leave();
            self.place.remove();
        }
    }

    /// Comes to the link.
    fn open(self: &Rc<Self>) {
        let options = self.options.borrow().clone();
        let caller = Caller::of_server(&options.server, options.language.code());
        if let Some(key) = visitor::key() {
            caller.set_visitor_key(&key);
        }
        let count = events::counter(&caller, &options.link, Surface::Embedded);
        let mount = Rc::downgrade(self);
        self.report.replace(Callback::from(move |report: Report| {
            if let Some(count) = &count {
                count(report.clone());
            }
            let Some(mount) = mount.upgrade() else { return };
            mount.later(move |mount| {
                if let Some(event) = Event::of(&report) {
                    mount.tell(&event);
                }
            });
        }));
        self.caller.replace(caller);
    }

    /// Leaves the link, and what is drawn of it.
    fn leave(&self) {
        let report = self.report.replace(Callback::noop());
        if let Some((caller, _)) = self.reading.take() {
            caller.end();
        }
        if let Some(drawn) = self.drawn.take() {
            if drawn.counts {
                report.emit(Report::Left);
            }
            drawn.end();
        }
        self.caller.borrow().end();
        self.place.clear();
    }

    /// Shows what needs no reading.
    fn look(&self) {
        let options = self.options.borrow();
        self.place.set("lang", Some(options.language.tag()));
        self.place.set("data-text", options.large_text.then_some("large"));
        let theme = match options.theme {
            Theme::Auto => None,
            Theme::Light => Some("light"),
            Theme::Dark => Some("dark"),
        };
        self.place.set("data-theme", theme);
    }

    /// Reads the page, again and again until there is an answer. What is drawn stays until then.
    fn read(self: &Rc<Self>) {
        let caller = self.apart();
        let (abort, link) = (Abort::new(), self.options.borrow().link.clone());
        let wanted = abort.as_ref().map(Abort::signal);
        if let Some((older, _)) = self.reading.replace(Some((caller.clone(), abort))) {
            older.end();
        }
        let mount = self.clone();
        caller.clone().spawn(async move {
            let mut tries = 0;
            let page = loop {
                let answer = pages::claim_page(&caller, &link, "", wanted.clone()).await;
                let again = match answer {
                    Ok(page) => break Page::Claim(page.into()),
                    Err(Failure::Refused(problem)) if !problem.refusal.is_passing() => {
                        break Page::Problem(*problem);
                    }
                    Err(Failure::Refused(problem)) => problem.refusal.retry_after().unwrap_or(0),
                    Err(Failure::Later(seconds)) => seconds,
                    Err(Failure::Unknown) => 0,
                };
                mount.wait_on(tries == 0);
                tries += 1;
                network::wait(pause(tries).max(again.saturating_mul(1000))).await;
            };
            mount.draw(page, caller);
        });
    }

    /// Says that the server does not answer, where nothing else can be seen.
    fn wait_on(self: &Rc<Self>, first: bool) {
        if first {
            self.later(|mount| {
                mount.tell(&Event::Problem { code: "unreachable" });
            });
        }
        if first && self.drawn.borrow().is_none() {
            self.put(Page::Unreachable, self.apart());
        }
    }

    /// Draws what was read.
    fn draw(self: &Rc<Self>, page: Page, caller: Caller) {
        self.reading.take();
        let problem = match &page {
            Page::Problem(problem) => Some(problem.refusal.code().to_owned()),
            _ => None,
        };
        self.put(page, caller);
        self.later(move |mount| {
            let event = problem.as_deref().map_or(Event::Ready, |code| Event::Problem { code });
            mount.tell(&event);
        });
    }

    /// A caller for a drawing of its own.
    fn apart(self: &Rc<Self>) -> Caller {
        let (mount, language) = (Rc::downgrade(self), self.options.borrow().language.code());
        self.caller.borrow().for_next_page(language, move || {
            if let Some(mount) = mount.upgrade() {
                mount.read();
            }
        })
    }

    /// Puts a page into the place.
    fn put(self: &Rc<Self>, page: Page, caller: Caller) {
        let options = self.options.borrow().clone();
        let session = Session {
            language: options.language,
            caller: caller.clone(),
            large_text: options.large_text,
            is_offline_copy: false,
            clock: Clock::running(page.server_time(), clock::device_ms()),
            form_nonce: AttrValue::default(),
            pass: page.pass(),
            query: "".into(),
            surface: Surface::Embedded,
            report: self.report.borrow().clone(),
        };
        if let Some(before) = self.drawn.take() {
            before.end();
        }
        let Some(root) = self.place.fresh() else { return };
        let counts = matches!(page, Page::Claim(_));
        let props = AppProps { page: page.into(), session, on_drawn: Callback::noop() };
        let app = yew::Renderer::<App>::with_root_and_props(root, props).render();
        self.drawn.replace(Some(Drawn { app, caller, counts }));
    }

    /// Does something when what runs now is done: a site may do what it likes when it is told.
    fn later(self: &Rc<Self>, what: impl FnOnce(&Self) + 'static) {
        let mount = self.clone();
        self.caller.borrow().spawn(async move { what(&mount) });
    }

    fn tell(&self, event: &Event<'_>) -> bool {
        let listener = self.options.borrow().on_event.clone();
        event.tell(listener.as_ref())
    }

    /// The shopper wants to go somewhere. Says whether that is seen to, so that the browser does
    /// nothing by itself.
    fn tapped(self: &Rc<Self>, tapped: Tapped) -> bool {
        let (language, large_text) = {
            let options = self.options.borrow();
            (options.language, options.large_text)
        };
        match tapped {
            Tapped::Form(to) => {
                let url = self.caller.borrow().address(&to).into_owned();
                self.tell(&Event::Navigation(Way::Wallet { url: &url }))
            }
            Tapped::Link(to) if to.starts_with('/') => {
                let url = self.caller.borrow().address(&to).into_owned();
                if !self.tell(&Event::Navigation(Way::Wallet { url: &url })) {
                    self.place.open_tab(&url);
                }
                true
            }
            Tapped::Link(to) => {
                if to.contains("lang=") {
                    let language = language.other();
                    if !self.tell(&Event::Navigation(Way::Language { language: language.code() })) {
                        self.change(|options| options.language = language);
                    }
                } else if to.contains("text=") {
                    let large_text = !large_text;
                    if !self.tell(&Event::Navigation(Way::TextSize { large_text })) {
                        self.change(|options| options.large_text = large_text);
                    }
                }
                true
            }
        }
    }

    fn change(self: &Rc<Self>, change: impl FnOnce(&mut Options)) {
        // What this makes is right, and who is tapped is there.
        let _ = self.update(|now| {
            let mut next = now.clone();
            change(&mut next);
            Ok(next)
        });
    }
}
