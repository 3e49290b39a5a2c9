//! The page's dealings with camera, pictures and WeChat, over all its drawings.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

use mall_contract::ScanPage;
use yew::NodeRef;
use yew::html::Scope;

use super::ScanView;
use super::state::{Action, Camera as Shown, Means, State};
use crate::api::js_config;
use crate::host::camera::{self, Camera, Trouble};
use crate::host::canvas::Canvas;
use crate::host::reader::{Effort, NotLoaded, Reader};
use crate::host::wechat::{Unable, WeChat};
use crate::host::{clock, document, picture, visibility};
use crate::session::Session;

/// Pixels along a side of what is read of the camera's picture.
const SIDE: u32 = 480;

/// Pixels along the longer side of a picture from the album: a code may be small in it.
const LONGEST: u32 = 1920;

/// Milliseconds between two pictures of the camera, for whatever else the phone has to do.
const REST: u32 = 40;

/// What lasts until it is dropped.
pub type Kept = Box<dyn Any>;

/// What the shopper wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// To scan: by WeChat, or by the camera.
    Scan,
    /// The camera off.
    Close,
    /// Its light on, or off.
    Light(bool),
    /// Another camera.
    Another,
    /// What was typed to be opened.
    Typed,
}

/// What is looked up in the page. Not found by an id: it is drawn beside the document.
#[derive(Clone, Default)]
pub struct Places {
    /// Where the camera's picture is.
    pub video: NodeRef,
    /// Where a picture is chosen.
    pub picture: NodeRef,
    /// Where a code is typed.
    pub code: NodeRef,
}

/// What lasts from one drawing to the next.
pub struct Life {
    pub(super) session: Session,
    pub(super) places: Places,
    state: RefCell<Rc<State>>,
    view: Scope<ScanView>,
    camera: RefCell<Option<Camera>>,
    /// Counts openings and closings: what belongs to an older one is of no use any more.
    turn: Cell<u32>,
    reader: Reader,
    wechat: RefCell<Option<Rc<WeChat>>>,
    /// Whether the shopper has done anything here.
    tapped: Cell<bool>,
}

impl Life {
    /// A life that begins with what the server said.
    pub fn new(page: &ScanPage, session: Session, view: Scope<ScanView>) -> Self {
        Self {
            session,
            places: Places::default(),
            state: RefCell::new(State::opened(page).into()),
            view,
            camera: RefCell::default(),
            turn: Cell::default(),
            reader: Reader::default(),
            wechat: RefCell::default(),
            tapped: Cell::default(),
        }
    }

    /// What the page knows now.
    pub fn state(&self) -> Rc<State> {
        self.state.borrow().clone()
    }

    /// Goes on to what the page knows after something has happened.
    pub fn reduce(&self, action: Action) {
        let next = self.state().reduce(action);
        self.state.replace(next);
    }

    /// Opens the page that what was read leads to.
    pub fn follow(&self) {
        if let Some(route) = self.state().leads_to() {
            document::go(&route.path());
        }
    }

    fn tell(&self, action: Action) {
        self.view.send_message(action);
    }

    /// Does what the shopper wants.
    pub fn wish(self: &Rc<Self>, wish: Wish) {
        self.tapped.set(true);
        match wish {
            Wish::Scan if self.state().means == Means::WeChat => self.scan_by_wechat(),
            Wish::Scan => self.open(None),
            Wish::Close => {
                self.close();
                self.tell(Action::Closed);
            }
            Wish::Light(on) => self.light(on),
            Wish::Another => {
                let next = self.camera.borrow().as_ref().and_then(Camera::next);
                self.open(next);
            }
            Wish::Typed => {
                self.close();
                let typed = self.places.code.cast().and_then(|input| document::typed(&input));
                self.tell(Action::Typed(typed.unwrap_or_default()));
            }
        }
    }

    /// Takes the camera away. Says which turn it is now.
    fn close(&self) -> u32 {
        self.camera.take();
        self.turn.set(self.turn.get() + 1);
        self.turn.get()
    }

    fn open(self: &Rc<Self>, device: Option<String>) {
        let turn = self.close();
        let Some(video) = self.places.video.cast() else { return };
        self.tell(Action::Opening);
        let life = self.clone();
        self.session.caller.spawn(async move {
            let lost = {
                let life = life.clone();
                move || life.fail(turn, Trouble::Lost)
            };
            let opened = Camera::open(&video, device.as_deref(), lost).await;
            match opened {
                // Given up meanwhile: it is off as soon as it is dropped.
                _ if life.turn.get() != turn => {}
                Ok(camera) => {
                    let view = camera.view();
                    life.camera.replace(Some(camera));
                    life.tell(Action::Opened(view));
                    life.look(turn).await;
                }
                Err(trouble) => life.fail(turn, trouble),
            }
        });
    }

    /// Reads what the camera sees until there is a code in it.
    async fn look(&self, turn: u32) {
        let (canvas, video) = (Canvas::new(), self.places.video.cast());
        let Some((canvas, video)) = canvas.zip(video) else {
            return self.fail(turn, Trouble::Unsupported);
        };
        let mut frame = 0;
        while self.turn.get() == turn {
            let read = match canvas.draw_middle(&video, SIDE) {
                Some(()) => self.reader.read(&canvas, Effort::Frame(frame)).await,
                None => Ok(None),
            };
            match read {
                _ if self.turn.get() != turn => {}
                Ok(Some(text)) => {
                    self.close();
                    self.tell(Action::Read(text));
                }
                Ok(None) => clock::wait(REST).await,
                Err(NotLoaded) => self.fail(turn, Trouble::NotLoaded),
            }
            frame += 1;
        }
    }

    fn fail(&self, turn: u32, trouble: Trouble) {
        if self.turn.get() == turn {
            self.close();
            self.tell(Action::Failed(trouble));
        }
    }

    fn light(self: &Rc<Self>, on: bool) {
        let life = self.clone();
        let turn = self.turn.get();
        self.session.caller.spawn(async move {
            let Some(mut camera) = life.camera.take() else { return };
            camera.light(on).await;
            // Closed meanwhile: it is off as soon as it is dropped.
            if life.turn.get() == turn {
                let view = camera.view();
                life.camera.replace(Some(camera));
                life.tell(Action::Opened(view));
            }
        });
    }

    /// Reads the picture that was chosen.
    fn read_picture(self: &Rc<Self>) {
        let file = self.places.picture.cast().and_then(|input| picture::chosen(&input));
        let Some(file) = file else { return };
        let turn = self.close();
        self.tell(Action::PictureChosen);
        let life = self.clone();
        self.session.caller.spawn(async move {
            let drawn = async {
                let image = picture::image(&file).await?;
                let canvas = Canvas::new()?;
                canvas.draw_picture(&image, LONGEST)?;
                Some(canvas)
            };
            let read = match drawn.await {
                Some(canvas) => life.reader.read(&canvas, Effort::Still).await,
                None if life.turn.get() == turn => return life.tell(Action::NotAPicture),
                None => return,
            };
            match read {
                _ if life.turn.get() != turn => {}
                Ok(read) => life.tell(Action::PictureRead(read)),
                Err(NotLoaded) => life.fail(turn, Trouble::NotLoaded),
            }
        });
    }

    /// Gets ready what the page scans with: in WeChat its scanner, elsewhere the camera, which opens by
    /// itself where the shopper has allowed that before.
    pub fn prepare(self: &Rc<Self>, page: &ScanPage) {
        let life = self.clone();
        let script = page.wechat_script.clone();
        let script = script.filter(|_| document::agent_says("MicroMessenger"));
        self.session.caller.spawn(async move {
            if let Some(script) = script {
                // Without WeChat's scanner the camera stays.
                let Ok(signed) = js_config::of_this_page(&life.session.caller).await else {
                    return;
                };
                let Ok(wechat) = WeChat::set_up(&script, &signed).await else { return };
                life.wechat.replace(Some(wechat.into()));
                life.tell(Action::WeChatReady);
            } else if camera::is_granted().await && life.state().is_fresh() {
                life.open(None);
            }
        });
    }

    fn scan_by_wechat(self: &Rc<Self>) {
        let Some(wechat) = self.wechat.borrow().clone() else { return };
        let life = self.clone();
        let turn = self.close();
        self.session.caller.spawn(async move {
            match wechat.scan().await {
                Ok(Some(text)) => life.tell(Action::Read(text)),
                Ok(None) => {}
                Err(Unable) => life.fail(turn, Trouble::Unsupported),
            }
        });
    }

    /// Listens until what this gives is dropped.
    pub fn listen(self: &Rc<Self>) -> Kept {
        let life = self.clone();
        let looking = visibility::on_change(move |seen| {
            let state = life.state();
            if seen && state.camera == Shown::Hidden {
                life.open(None);
            } else if !seen && matches!(state.camera, Shown::Open(_) | Shown::Opening) {
                life.close();
                life.tell(Action::Hidden);
            }
        });
        let life = self.clone();
        let input = self.places.picture.cast();
        let chosen = input.map(|input| picture::on_chosen(&input, move || life.read_picture()));
        Box::new((looking, chosen))
    }

    /// What was tapped is gone with its answer; the focus then goes to what took its place.
    pub fn keep_focus(&self) {
        if self.tapped.get() && document::focus_is_lost() {
            document::focus_on("stage");
        }
    }

    /// The page is left.
    pub fn leave(&self) {
        self.close();
    }
}
