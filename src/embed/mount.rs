//! One mount: its page and its shopper.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use mall_contract::Surface;
use yew::{AppHandle, AttrValue, Callback};

use super::event::{Event, Target};
use super::options::{InvalidOption, Options, Theme};
use crate::api::claims::retry_delay_ms;
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

/// A mount. It ends when the site ends it.
pub struct Mount {
    place: Place,
    options: RefCell<Options>,
    /// The shopper at the server, as long as server and link stay.
    caller: RefCell<Caller>,
    report: RefCell<Callback<Report>>,
    drawing: RefCell<Option<Drawing>>,
    /// The pending read; a newer one replaces it.
    reading: RefCell<Option<(Caller, Option<Abort>)>>,
    ended: Cell<bool>,
}

/// A drawing, and the caller of its requests.
struct Drawing {
    app: AppHandle<App>,
    caller: Caller,
    /// It shows offers, so their events count.
    counts: bool,
}

impl Drawing {
    fn end(self) {
        self.caller.end();
        self.app.destroy();
    }
}

impl Mount {
    /// Begins a mount.
    pub fn begin(place: Place, options: Options) -> Rc<Self> {
        let mount = Rc::new(Self {
            place,
            caller: RefCell::new(Caller::for_server(&options.server, options.language.code())),
            options: RefCell::new(options),
            report: RefCell::new(Callback::noop()),
            drawing: RefCell::default(),
            reading: RefCell::default(),
            ended: Cell::new(false),
        });
        // The listeners hold the mount, also when the site drops its handle.
        let listening = mount.clone();
        mount.place.listen(move |tapped| listening.on_tap(tapped));
        mount.open();
        mount.apply_look();
        mount.read();
        mount
    }

    /// Changes the options.
    pub fn update(
        self: &Rc<Self>,
        change: impl FnOnce(&Options) -> Result<Options, InvalidOption>,
    ) -> Result<(), InvalidOption> {
        let before = self.options.borrow().clone();
        let next = change(&before)?;
        if self.ended.get() {
            return Err(InvalidOption("it is unmounted".into()));
        }
        self.options.replace(next.clone());
        self.apply_look();
        let link_changed = (&before.server, &before.link) != (&next.server, &next.link);
        if link_changed {
            self.leave();
            self.open();
        }
        let look_changed = (before.language, before.large_text) != (next.language, next.large_text);
        if link_changed || look_changed {
            self.read();
        }
        Ok(())
    }

    /// Ends the mount: removes its elements and listeners, and stops its requests.
    pub fn end(&self) {
        if !self.ended.replace(true) {
            self.leave();
            self.place.remove();
        }
    }

    /// Opens the link: starts to count, with a caller of its own.
    fn open(self: &Rc<Self>) {
        let options = self.options.borrow().clone();
        let caller = Caller::for_server(&options.server, options.language.code());
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
            mount.defer(move |mount| {
                if let Some(event) = Event::of(&report) {
                    mount.notify(&event);
                }
            });
        }));
        self.caller.replace(caller);
    }

    /// Leaves the link and removes its drawing.
    fn leave(&self) {
        let report = self.report.replace(Callback::noop());
        if let Some((caller, _)) = self.reading.take() {
            caller.end();
        }
        if let Some(drawing) = self.drawing.take() {
            if drawing.counts {
                report.emit(Report::Left);
            }
            drawing.end();
        }
        self.caller.borrow().end();
        self.place.clear();
    }

    /// Sets the attributes for language, text size and theme.
    fn apply_look(&self) {
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

    /// Reads the page, and tries until there is a response. The drawing stays until then.
    fn read(self: &Rc<Self>) {
        let caller = self.new_caller();
        let (abort, link) = (Abort::new(), self.options.borrow().link.clone());
        let signal = abort.as_ref().map(Abort::signal);
        if let Some((older, _)) = self.reading.replace(Some((caller.clone(), abort))) {
            older.end();
        }
        let mount = self.clone();
        caller.clone().spawn(async move {
            let mut tries = 0;
            let page = loop {
                let answer = pages::claim_page(&caller, &link, "", signal.clone()).await;
                let again = match answer {
                    Ok(page) => break Page::Claim(page.into()),
                    Err(Failure::Refused(problem)) if !problem.refusal.is_passing() => {
                        break Page::Problem(*problem);
                    }
                    Err(Failure::Refused(problem)) => problem.refusal.retry_after().unwrap_or(0),
                    Err(Failure::Later(seconds)) => seconds,
                    Err(Failure::Unknown) => 0,
                };
                mount.report_unreachable(tries == 0);
                tries += 1;
                network::wait(retry_delay_ms(tries).max(again.saturating_mul(1000))).await;
            };
            mount.draw(page, caller);
        });
    }

    /// Shows that the server does not answer, if nothing else is drawn.
    fn report_unreachable(self: &Rc<Self>, first: bool) {
        if first {
            self.defer(|mount| {
                mount.notify(&Event::Problem { code: "unreachable" });
            });
        }
        if first && self.drawing.borrow().is_none() {
            self.put(Page::Unreachable, self.new_caller());
        }
    }

    /// Draws the page.
    fn draw(self: &Rc<Self>, page: Page, caller: Caller) {
        self.reading.take();
        let problem = match &page {
            Page::Problem(problem) => Some(problem.refusal.code().to_owned()),
            _ => None,
        };
        self.put(page, caller);
        self.defer(move |mount| {
            let event = problem.as_deref().map_or(Event::Ready, |code| Event::Problem { code });
            mount.notify(&event);
        });
    }

    /// Returns a new caller for the next drawing.
    fn new_caller(self: &Rc<Self>) -> Caller {
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
        if let Some(before) = self.drawing.take() {
            before.end();
        }
        let Some(root) = self.place.fresh() else { return };
        let counts = matches!(page, Page::Claim(_));
        let props = AppProps { page: page.into(), session, on_drawn: Callback::noop() };
        let app = yew::Renderer::<App>::with_root_and_props(root, props).render();
        self.drawing.replace(Some(Drawing { app, caller, counts }));
    }

    /// Runs a task after the present one, because a site may do anything in its listener.
    fn defer(self: &Rc<Self>, task: impl FnOnce(&Self) + 'static) {
        let mount = self.clone();
        self.caller.borrow().spawn(async move { task(&mount) });
    }

    fn notify(&self, event: &Event<'_>) -> bool {
        let listener = self.options.borrow().on_event.clone();
        event.send(listener.as_ref())
    }

    /// Handles a tap that leads to another page. Returns true if it is handled and the browser must do nothing.
    fn on_tap(self: &Rc<Self>, tapped: Tapped) -> bool {
        let (language, large_text) = {
            let options = self.options.borrow();
            (options.language, options.large_text)
        };
        match tapped {
            Tapped::Form(to) => {
                let url = self.caller.borrow().address(&to).into_owned();
                self.notify(&Event::Navigation(Target::Wallet { url: &url }))
            }
            Tapped::Link(to) if to.starts_with('/') => {
                let url = self.caller.borrow().address(&to).into_owned();
                if !self.notify(&Event::Navigation(Target::Wallet { url: &url })) {
                    self.place.open_tab(&url);
                }
                true
            }
            Tapped::Link(to) => {
                if to.contains("lang=") {
                    let language = language.other();
                    if !self
                        .notify(&Event::Navigation(Target::Language { language: language.code() }))
                    {
                        self.change(|options| options.language = language);
                    }
                } else if to.contains("text=") {
                    let large_text = !large_text;
                    if !self.notify(&Event::Navigation(Target::TextSize { large_text })) {
                        self.change(|options| options.large_text = large_text);
                    }
                }
                true
            }
        }
    }

    fn change(self: &Rc<Self>, change: impl FnOnce(&mut Options)) {
        // The change is valid, and the tapped element exists.
        let _ = self.update(|now| {
            let mut next = now.clone();
            change(&mut next);
            Ok(next)
        });
    }
}
