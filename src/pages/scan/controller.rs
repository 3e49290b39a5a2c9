//! The controller of the scan page: its work with the camera, pictures and WeChat.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use mall_contract::ScanPage;
use yew::{Callback, Html};

use super::intent::Intent;
use super::state::{Action, ScanMethod, State};
use super::view::{self, Refs, ViewContext};
use crate::api::js_config;
use crate::host::camera::{self, CameraError};
use crate::host::canvas::Canvas;
use crate::host::code_camera::CodeCamera;
use crate::host::code_reader::{Effort, NotLoaded};
use crate::host::wechat::{ScanFailed, WeChat};
use crate::host::{document, picture, visibility};
use crate::pages::camera::{CameraIntent, CameraState};
use crate::pages::controller::{Controller, Subscription};
use crate::pages::store::Store;
use crate::session::Session;
use crate::text::scan::ScanText;

/// The longer side of a picture, in pixels, when it is read. A code may be small in it.
const MAX_PICTURE_SIDE_PX: u32 = 1920;

/// The controller of the scan page.
pub struct ScanController {
    store: Rc<Store<State>>,
    refs: Refs,
    /// The address of WeChat's script.
    wechat_script: Option<String>,
    camera: Rc<CodeCamera>,
    wechat: RefCell<Option<Rc<WeChat>>>,
    /// True if the shopper has done anything yet.
    has_acted: Cell<bool>,
}

impl Controller for ScanController {
    type Page = ScanPage;
    type State = State;
    type Intent = Intent;

    fn open(page: &ScanPage, _: &Session) -> State {
        State::new(page)
    }

    fn new(page: &ScanPage, store: Rc<Store<State>>) -> Self {
        let camera = {
            let queue = store.clone();
            let on_event = Callback::from(move |event| queue.dispatch(Action::Camera(event)));
            CodeCamera::new(&store.session.caller, on_event)
        };
        Self {
            store,
            refs: Refs::default(),
            wechat_script: page.wechat_script.clone(),
            camera: camera.into(),
            wechat: RefCell::default(),
            has_acted: Cell::default(),
        }
    }

    fn store(&self) -> &Store<State> {
        &self.store
    }

    fn update(self: &Rc<Self>, action: Action) {
        self.store.reduce(action);
        if let Some(route) = self.store.state().destination() {
            document::go(&route.path());
        }
    }

    fn perform(self: &Rc<Self>, intent: Intent) {
        self.has_acted.set(true);
        match intent {
            Intent::Scan if self.store.state().method == ScanMethod::WeChat => {
                self.scan_by_wechat();
            }
            Intent::Scan => self.camera.open(None),
            Intent::Camera(CameraIntent::Close) => {
                self.camera.close();
                self.store.dispatch(Action::CameraClosed);
            }
            Intent::Camera(CameraIntent::SetTorch(on)) => self.camera.set_torch(on),
            Intent::Camera(CameraIntent::Switch) => self.camera.switch(),
            Intent::SubmitCode => {
                self.camera.close();
                let code = self.refs.code.cast().and_then(|input| document::input_value(&input));
                self.store.dispatch(Action::CodeSubmitted(code.unwrap_or_default()));
            }
        }
    }

    fn view(&self, page: &ScanPage, on_intent: &Callback<Intent>, is_live: bool) -> Html {
        let (state, session) = (&self.store.state(), &self.store.session);
        view::view(&ViewContext {
            page,
            state,
            text: ScanText::of(session.language),
            session,
            on_intent,
            refs: &self.refs,
            camera: &self.camera,
            is_live,
        })
    }

    fn subscribe(self: &Rc<Self>) -> Subscription {
        self.prepare();
        let this = self.clone();
        let visibility = visibility::on_change(move |visible| {
            let state = this.store.state();
            if visible && state.camera == CameraState::Hidden {
                this.camera.open(None);
            } else if !visible && state.camera.is_on() {
                this.camera.close();
                this.store.dispatch(Action::CameraHidden);
            }
        });
        let this = self.clone();
        let input = self.refs.picture.cast();
        let picture = input.map(|input| picture::on_chosen(&input, move || this.read_picture()));
        Box::new((visibility, picture))
    }

    fn rendered(self: &Rc<Self>) -> Subscription {
        // The tapped control may be gone; the focus goes to what replaced it.
        if self.has_acted.get() && document::focus_is_lost() {
            document::focus_on("stage");
        }
        Box::new(())
    }

    fn destroy(&self) {
        self.camera.close();
    }
}

impl ScanController {
    /// Reads the chosen picture.
    fn read_picture(self: &Rc<Self>) {
        let file = self.refs.picture.cast().and_then(|input| picture::take_chosen(&input));
        let Some(file) = file else { return };
        let turn = self.camera.close();
        self.store.dispatch(Action::PictureChosen);
        let this = self.clone();
        self.store.session.caller.spawn(async move {
            let canvas = async {
                let image = picture::load(&file).await?;
                let canvas = Canvas::new()?;
                canvas.draw_picture(&image, MAX_PICTURE_SIDE_PX)?;
                Some(canvas)
            };
            let result = match canvas.await {
                Some(canvas) => this.camera.reader.read(&canvas, Effort::Still).await,
                None if this.camera.is_turn(turn) => {
                    return this.store.dispatch(Action::NotAPicture);
                }
                None => return,
            };
            match result {
                _ if !this.camera.is_turn(turn) => {}
                Ok(code) => this.store.dispatch(Action::PictureRead(code)),
                Err(NotLoaded) => this.camera.fail(turn, CameraError::ReaderNotLoaded),
            }
        });
    }

    /// Prepares WeChat's scanner inside WeChat. Elsewhere it opens the camera, if the shopper has
    /// allowed that before.
    fn prepare(self: &Rc<Self>) {
        let this = self.clone();
        let script = self.wechat_script.clone();
        let script = script.filter(|_| document::user_agent_has("MicroMessenger"));
        self.store.session.caller.spawn(async move {
            if let Some(script) = script {
                // On failure the camera is still there.
                let Ok(config) = js_config::for_current_page(&this.store.session.caller).await
                else {
                    return;
                };
                let Ok(wechat) = WeChat::load(&script, &config).await else { return };
                this.wechat.replace(Some(wechat.into()));
                this.store.dispatch(Action::WeChatReady);
            } else if camera::is_granted().await && this.store.state().is_untouched() {
                this.camera.open(None);
            }
        });
    }

    fn scan_by_wechat(self: &Rc<Self>) {
        let Some(wechat) = self.wechat.borrow().clone() else { return };
        let this = self.clone();
        let turn = self.camera.close();
        self.store.session.caller.spawn(async move {
            match wechat.scan().await {
                Ok(Some(text)) => this.store.dispatch(Action::CodeRead(text)),
                Ok(None) => {}
                Err(ScanFailed) => this.camera.fail(turn, CameraError::Unsupported),
            }
        });
    }
}
