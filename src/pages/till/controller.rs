//! The controller of the till: its work with the server, the camera, the keyboard and sound.

mod before_scan;
mod counter;
mod day;
mod login;
mod offline;
mod senses;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use mall_contract::{RequestId, TillPage};
use yew::{Callback, Html};

use self::before_scan::FieldsBeforeScan;
use super::grant::Grant;
use super::intent::Intent;
use super::state::{Action, CounterAction, LedgerAction, State};
use super::view::{self, Refs, ViewContext};
use super::wedge::Wedge;
use crate::api::client::Failure;
use crate::api::till::ends_session;
use crate::api::till::request::Owner;
use crate::host::clock::{self, Timer};
use crate::host::code_camera::{CameraEvent, CodeCamera};
use crate::host::keys;
use crate::host::sound::Sound;
use crate::host::{document, network, storage, visibility};
use crate::pages::camera::{CameraIntent, CameraState};
use crate::pages::controller::{Controller, Subscription};
use crate::pages::store::Store;
use crate::session::Session;
use crate::text::till_page::TillText;

/// The storage key that is set while sounds are off.
const SILENT_KEY: &str = "till silent";

/// The controller of the till.
pub struct TillController {
    store: Rc<Store<State>>,
    refs: Refs,
    camera: Rc<CodeCamera>,
    second_timer: RefCell<Option<Timer>>,
    sound: Sound,
    wedge: RefCell<Wedge>,
    /// The fields before a row of keys that may be a scanner's.
    before_scan: RefCell<FieldsBeforeScan>,
    /// Ends the row of keys after a pause.
    pause_timer: RefCell<Option<Timer>>,
    /// The password of the last login, until staff have changed it.
    initial_password: RefCell<Option<String>>,
    /// Counts shifts, so that late responses of an earlier one can be told apart.
    shift: Cell<u32>,
    /// Counts lookups of codes, so that late responses can be told apart.
    lookup: Cell<u32>,
    /// Requests that are being sent until their result is known.
    in_flight: RefCell<Vec<RequestId>>,
    /// The grant to redeem offline, while there is one.
    grant: RefCell<Option<Grant>>,
    /// The time to renew the grant: milliseconds of the server's clock, at once in the beginning.
    next_grant_ms: Cell<i64>,
    /// The time to upload offline redemptions: milliseconds of the server's clock.
    next_upload_ms: Cell<i64>,
    /// True if the camera read the last code. Then it opens for the next shopper too.
    used_camera: Cell<bool>,
    /// The id of the element that gets the focus after the next drawing.
    next_focus: Cell<Option<&'static str>>,
}

impl Controller for TillController {
    type Page = TillPage;
    type State = State;
    type Intent = Intent;

    fn open(page: &TillPage, _: &Session) -> State {
        State::new(page)
    }

    fn new(_: &TillPage, store: Rc<Store<State>>) -> Self {
        let camera = {
            let queue = store.clone();
            let on_event = Callback::from(move |event| {
                queue.dispatch(Action::Counter(CounterAction::Camera(event)));
            });
            CodeCamera::new(&store.session.caller, on_event)
        };
        Self {
            store,
            refs: Refs::default(),
            camera: camera.into(),
            second_timer: RefCell::default(),
            sound: Sound::default(),
            wedge: RefCell::default(),
            before_scan: RefCell::default(),
            pause_timer: RefCell::default(),
            initial_password: RefCell::default(),
            shift: Cell::default(),
            lookup: Cell::default(),
            in_flight: RefCell::default(),
            grant: RefCell::default(),
            next_grant_ms: Cell::default(),
            next_upload_ms: Cell::default(),
            used_camera: Cell::default(),
            next_focus: Cell::default(),
        }
    }

    fn store(&self) -> &Store<State> {
        &self.store
    }

    fn update(self: &Rc<Self>, action: Action) {
        let before = self.store.state();
        let code = match &action {
            Action::Counter(CounterAction::Camera(CameraEvent::Read(text))) => Some(text.clone()),
            _ => None,
        };
        let logged_in = matches!(action, Action::LoggedIn(_) | Action::PasswordChanged);
        self.store.reduce(action);
        let state = self.store.state();
        if let Some(tone) = state.tone_after(&before) {
            self.play(tone);
        }
        self.choose_focus(&before, &state);
        if let Some(code) = code {
            self.used_camera.set(true);
            self.look_up(code);
        }
        if logged_in && state.active_staff().is_some() {
            self.start_shift();
        }
        if before.active_staff().is_some() && state.active_staff().is_none() {
            self.shift.set(self.shift.get() + 1);
            self.grant.take();
            self.camera.close();
        }
    }

    fn perform(self: &Rc<Self>, intent: Intent) {
        self.sound.wake();
        match intent {
            Intent::LogIn => self.log_in(),
            Intent::ChangePassword => self.change_password(),
            Intent::LogOut { everywhere } => self.log_out(everywhere),
            Intent::Input(field, text) => self.counter(CounterAction::Input(field, text)),
            Intent::CheckCode => self.check_typed(),
            Intent::CheckAgain => self.check(self.store.state().counter.code.clone()),
            Intent::Scan => self.camera.open(None),
            Intent::Camera(CameraIntent::Close) => {
                self.camera.close();
                self.counter(CounterAction::CameraClosed);
            }
            Intent::Camera(CameraIntent::SetTorch(on)) => self.camera.set_torch(on),
            Intent::Camera(CameraIntent::Switch) => self.camera.switch(),
            Intent::Redeem => self.redeem(false),
            Intent::ConfirmAmount => self.redeem(true),
            Intent::ReviseAmount => {
                self.counter(CounterAction::AmountRevised);
                document::focus_on("amount");
            }
            Intent::NextShopper => {
                self.counter(CounterAction::NextShopper);
                if self.used_camera.get() {
                    self.camera.open(None);
                }
            }
            Intent::Dismiss(id) => self.counter(CounterAction::Dismissed(id)),
            Intent::StartUndo(id) => self.ledger(LedgerAction::UndoStarted(id)),
            Intent::CancelUndo => self.ledger(LedgerAction::UndoCancelled),
            Intent::Undo(reason) => self.undo(reason),
            Intent::ChooseDay(days_back) => {
                self.ledger(LedgerAction::DayChosen(days_back));
                self.load_day_at(days_back);
            }
            Intent::LoadMore => self.load_more(),
            Intent::SaveSettings => self.save_settings(),
            Intent::SetSound(on) => self.set_sound(on),
        }
    }

    fn view(&self, page: &TillPage, on_intent: &Callback<Intent>, is_live: bool) -> Html {
        let (state, session) = (&self.store.state(), &self.store.session);
        view::view(&ViewContext {
            page,
            state,
            text: TillText::of(session.language),
            words: session.text(),
            session,
            on_intent,
            refs: &self.refs,
            camera: &self.camera,
            asks_old_password: self.initial_password.borrow().is_none(),
            is_live,
        })
    }

    fn subscribe(self: &Rc<Self>) -> Subscription {
        let this = self.clone();
        self.second_timer.replace(Some(clock::every_second(move || this.tick())));
        if storage::get(SILENT_KEY).is_some() {
            self.store.dispatch(Action::SoundChanged(false));
        }
        if self.store.state().active_staff().is_some() {
            self.start_shift();
            self.next_focus.set(Some("code"));
        }
        let this = self.clone();
        let visibility = visibility::on_change(move |visible| this.on_visibility(visible));
        let this = self.clone();
        let keys = keys::on_key(move |key| this.on_key(key));
        let this = self.clone();
        let network = network::on_change(move |online| this.on_network(online));
        Box::new((visibility, keys, network))
    }

    fn rendered(self: &Rc<Self>) -> Subscription {
        self.move_focus();
        Box::new(())
    }

    fn destroy(&self) {
        self.camera.close();
        self.second_timer.take();
        self.pause_timer.take();
    }
}

impl TillController {
    fn counter(&self, action: CounterAction) {
        self.store.dispatch(Action::Counter(action));
    }

    fn ledger(&self, action: LedgerAction) {
        self.store.dispatch(Action::Ledger(action));
    }

    /// Returns whose requests this till keeps: those of the staff member at work.
    fn owner(&self) -> Option<Owner> {
        let state = self.store.state();
        let staff = state.active_staff()?;
        let store = staff.store.as_ref().map(ToString::to_string).unwrap_or_default();
        Some(Owner { store, name: staff.name.clone() })
    }

    fn tick(self: &Rc<Self>) {
        let now = self.store.session.clock.now();
        self.store.dispatch(Action::Tick(now));
        let state = self.store.state();
        if state.staff.as_ref().is_some_and(|staff| now >= staff.expires_at) {
            self.store.dispatch(Action::SessionEnded);
        }
        self.prepare_offline(now);
    }

    fn on_visibility(self: &Rc<Self>, visible: bool) {
        let camera = self.store.state().counter.camera.clone();
        if visible {
            if camera == CameraState::Hidden {
                self.camera.open(None);
            }
            self.load_day();
        } else if camera.is_on() {
            self.camera.close();
            self.counter(CounterAction::CameraHidden);
        }
    }

    fn set_sound(&self, on: bool) {
        if on {
            storage::remove(SILENT_KEY);
        } else {
            storage::set(SILENT_KEY, "1");
        }
        self.store.dispatch(Action::SoundChanged(on));
    }

    /// Dispatches the end of the session if the server named that, else the given action.
    fn on_failure(&self, failure: Failure, fallback: Action) {
        let action = match failure {
            Failure::Refused(problem) if ends_session(&problem.refusal) => Action::SessionEnded,
            _ => fallback,
        };
        self.store.dispatch(action);
    }
}

/// Returns the value of a control; empty if it is not on the page.
fn value(control: &yew::NodeRef) -> String {
    control.get().map(|control| document::value_of(&control.into())).unwrap_or_default()
}
