//! The till's dealings with server, camera, keys and sound, over all its drawings.

mod door;
mod offline;
mod senses;
mod work;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use mall_contract::{RequestId, TillPage};
use yew::html::Scope;
use yew::{Callback, Html, NodeRef};

use self::offline::Due;
use super::offline::Leave;
use super::state::counter::{Camera, Field};
use super::state::{Action, CounterAction, DoorAction, LedgerAction, State};
use super::wedge::Wedge;
use crate::api::client::Failure;
use crate::api::till::ends_session;
use crate::api::till::request::Owner;
use crate::host::clock::{self, Timer};
use crate::host::eye::{Eye, Seen};
use crate::host::keys;
use crate::host::sound::Sound;
use crate::host::{document, network, storage, visibility};
use crate::pages::eye;
use crate::pages::life::{self, Kept, PageProps, PageView};
use crate::session::Session;

/// Whether results are heard, over a reload: kept where they are not.
const SILENT: &str = "till silent";

/// What somebody at the till wants.
#[derive(Clone, Debug, PartialEq)]
pub enum Wish {
    /// To come in.
    LogIn,
    /// The password that was typed from now on.
    ChoosePassword,
    /// To leave, perhaps on all devices.
    LogOut(bool),
    /// What stands in a field now.
    Typed(Field, String),
    /// What was typed to be looked up.
    Check,
    /// The same once more.
    CheckAgain,
    /// The camera on.
    Scan,
    /// Something of the open camera.
    Camera(eye::Wish),
    /// The coupon taken.
    Redeem,
    /// The next shopper.
    Next,
    /// To have seen how a request ended.
    Noted(RequestId),
    /// To give back a redemption.
    Undo(String),
    /// Not to give it back.
    Keep,
    /// To give it back for a reason; for the one that was written where there is none.
    GiveBack(Option<&'static str>),
    /// The list of another day, so many before today.
    Day(i64),
    /// More of the list.
    More,
    /// What the store's tills may take offline changed.
    Settle,
    /// To hear results, or not.
    Sound(bool),
}

/// What is looked up in the page. Not found by an id: it is drawn beside the document.
#[derive(Clone, Default)]
pub struct Places {
    /// The store, the name and the password of who logs in.
    pub login: [NodeRef; 3],
    /// The password until now, the new one, and that again.
    pub passwords: [NodeRef; 3],
    /// A reason that is written.
    pub reason: NodeRef,
    /// Whether the store's tills take coupons offline, worth how much, and how many.
    pub settings: [NodeRef; 3],
}

/// What lasts from one drawing to the next.
pub struct Life {
    pub(super) session: Session,
    pub(super) places: Places,
    pub(super) eye: Rc<Eye>,
    state: RefCell<Rc<State>>,
    view: Scope<PageView<Self>>,
    ticking: RefCell<Option<Timer>>,
    sound: Sound,
    wedge: RefCell<Wedge>,
    /// What stood in the fields before a row of keys that may be a scanner's.
    before_row: RefCell<[String; 3]>,
    /// The password somebody has just logged in with, until they have one of their own.
    password: RefCell<Option<String>>,
    /// Counts questions what a code is: the answer to an older one is of no use any more.
    question: Cell<u32>,
    /// Requests that are being asked.
    asked: RefCell<Vec<RequestId>>,
    /// Leave to take coupons without a network, as long as there is one.
    leave: RefCell<Option<Leave>>,
    /// When it is asked for again, and when what was taken is told again, on the server's clock.
    due: Cell<Due>,
    /// Whether the last code was read by the camera: then it reads the next one, too.
    by_camera: Cell<bool>,
    /// What gets the focus once it is drawn.
    focus: Cell<Option<&'static str>>,
}

impl life::Life for Life {
    type Page = TillPage;
    type Action = Action;
    type Wish = Wish;

    fn new(page: &TillPage, session: &Session, view: Scope<PageView<Self>>) -> Self {
        let eye = Eye::new(
            &session.caller,
            view.callback(|seen| Action::Counter(CounterAction::Seen(seen))),
        );
        Self {
            session: session.clone(),
            places: Places::default(),
            eye: eye.into(),
            state: RefCell::new(State::opened(page).into()),
            view,
            ticking: RefCell::default(),
            sound: Sound::default(),
            wedge: RefCell::default(),
            before_row: RefCell::default(),
            password: RefCell::default(),
            question: Cell::default(),
            asked: RefCell::default(),
            leave: RefCell::default(),
            due: Cell::default(),
            by_camera: Cell::default(),
            focus: Cell::default(),
        }
    }

    fn reduce(self: &Rc<Self>, action: Action) {
        let next = self.state().reduce(action);
        self.state.replace(next);
    }

    fn go_on(self: &Rc<Self>, action: Action) {
        let before = self.state();
        let read = match &action {
            Action::Counter(CounterAction::Seen(Seen::Read(text))) => Some(text.clone()),
            _ => None,
        };
        let came_in = matches!(action, Action::LoggedIn(_) | Action::PasswordChosen);
        self.reduce(action);
        let state = self.state();
        if let Some(tone) = state.tone_after(&before) {
            self.sound(tone);
        }
        self.choose_focus(&before, &state);
        if let Some(text) = read {
            self.by_camera.set(true);
            self.ask(text);
        }
        if came_in && state.at_work().is_some() {
            self.start_work();
        }
        if before.at_work().is_some() && state.at_work().is_none() {
            self.leave.take();
            self.eye.close();
        }
    }

    fn wish(self: &Rc<Self>, wish: Wish) {
        self.sound.wake();
        match wish {
            Wish::LogIn => self.log_in(),
            Wish::ChoosePassword => self.choose_password(),
            Wish::LogOut(everywhere) => self.log_out(everywhere),
            Wish::Typed(field, text) => self.counter(CounterAction::Typed(field, text)),
            Wish::Check => self.read(self.state().counter.code.clone()),
            Wish::CheckAgain => self.read(self.state().counter.read.clone()),
            Wish::Scan => self.eye.open(None),
            Wish::Camera(eye::Wish::Close) => {
                self.eye.close();
                self.counter(CounterAction::CameraClosed);
            }
            Wish::Camera(eye::Wish::Light(on)) => self.eye.light(on),
            Wish::Camera(eye::Wish::Another) => self.eye.open_another(),
            Wish::Redeem => self.redeem(),
            Wish::Next => {
                self.counter(CounterAction::Next);
                if self.by_camera.get() {
                    self.eye.open(None);
                }
            }
            Wish::Noted(id) => self.counter(CounterAction::Noted(id)),
            Wish::Undo(id) => self.ledger(LedgerAction::Undo(id)),
            Wish::Keep => self.ledger(LedgerAction::Keep),
            Wish::GiveBack(reason) => self.give_back(reason),
            Wish::Day(back) => {
                self.ledger(LedgerAction::Day(back));
                self.load(back);
            }
            Wish::More => self.load_more(),
            Wish::Settle => self.settle(),
            Wish::Sound(on) => {
                if on {
                    storage::remove(SILENT);
                } else {
                    storage::set(SILENT, "1");
                }
                self.tell(Action::Sound(on));
            }
        }
    }

    fn draw(self: &Rc<Self>, props: &PageProps<Self>, wish: &Callback<Wish>) -> Html {
        super::draw(self, props, wish)
    }

    fn begin(self: &Rc<Self>) -> Kept {
        let life = self.clone();
        self.ticking.replace(Some(clock::every_second(move || life.tick())));
        if storage::get(SILENT).is_some() {
            self.tell(Action::Sound(false));
        }
        if self.state().at_work().is_some() {
            self.start_work();
            self.focus.set(Some("code"));
        }
        let life = self.clone();
        let looking = visibility::on_change(move |seen| life.looked_at(seen));
        let life = self.clone();
        let changes = self.clone();
        let network = network::on_change(move |online| changes.network_changed(online));
        Box::new((looking, keys::on_key(move |key| life.hear(&key)), network))
    }

    fn drawn(self: &Rc<Self>) -> Kept {
        self.keep_focus();
        Box::new(())
    }

    fn leave(&self) {
        self.eye.close();
        self.ticking.take();
    }
}

impl Life {
    /// What the till knows now.
    pub fn state(&self) -> Rc<State> {
        self.state.borrow().clone()
    }

    fn tell(&self, action: Action) {
        self.view.send_message(action);
    }

    fn counter(&self, action: CounterAction) {
        self.tell(Action::Counter(action));
    }

    fn ledger(&self, action: LedgerAction) {
        self.tell(Action::Ledger(action));
    }

    /// Who is at work, as requests are kept for them.
    fn owner(&self) -> Option<Owner> {
        let state = self.state();
        let who = state.at_work()?;
        let store = who.store.as_ref().map(ToString::to_string).unwrap_or_default();
        Some(Owner { store, name: who.name.clone() })
    }

    fn tick(self: &Rc<Self>) {
        let now = self.session.clock.now();
        self.tell(Action::Tick(now));
        if self.state().who.as_ref().is_some_and(|who| now >= who.expires_at) {
            self.tell(Action::SessionEnded);
        }
        self.mind_offline(now);
    }

    fn looked_at(self: &Rc<Self>, seen: bool) {
        let camera = self.state().counter.camera.clone();
        if seen {
            if camera == Camera::Hidden {
                self.eye.open(None);
            }
            self.load_day();
        } else if matches!(camera, Camera::Open(_) | Camera::Opening) {
            self.eye.close();
            self.counter(CounterAction::CameraHidden);
        }
    }

    /// What a failed question means: that the session is over, or that there is no answer.
    fn failed(&self, failure: Failure, otherwise: Action) {
        match failure {
            Failure::Refused(problem) if ends_session(&problem.refusal) => {
                self.tell(Action::SessionEnded)
            }
            _ => self.tell(otherwise),
        }
    }
}

/// What stands in a control.
fn value(place: &NodeRef) -> String {
    place.get().map(|control| document::value_of(&control.into())).unwrap_or_default()
}

fn door(action: DoorAction) -> Action {
    Action::Door(action)
}
