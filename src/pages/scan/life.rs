//! The page's dealings with camera, pictures and WeChat, over all its drawings.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use mall_contract::ScanPage;
use yew::html::Scope;
use yew::{Callback, Html, NodeRef};

use super::state::{Action, Camera as Shown, Means, State};
use crate::api::js_config;
use crate::host::camera::{self, Trouble};
use crate::host::canvas::Canvas;
use crate::host::eye::Eye;
use crate::host::reader::{Effort, NotLoaded};
use crate::host::wechat::{Unable, WeChat};
use crate::host::{document, picture, visibility};
use crate::pages::eye;
use crate::pages::life::{self, Kept, PageProps, PageView};
use crate::session::Session;

/// Pixels along the longer side of a picture from the album: a code may be small in it.
const LONGEST: u32 = 1920;

/// What the shopper wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// To scan: by WeChat, or by the camera.
    Scan,
    /// Something of the open camera.
    Camera(eye::Wish),
    /// What was typed to be opened.
    Typed,
}

/// What is looked up in the page. Not found by an id: it is drawn beside the document.
#[derive(Clone, Default)]
pub struct Places {
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
    view: Scope<PageView<Self>>,
    /// Where WeChat's script is.
    script: Option<String>,
    pub(super) eye: Rc<Eye>,
    wechat: RefCell<Option<Rc<WeChat>>>,
    /// Whether the shopper has done anything here.
    tapped: Cell<bool>,
}

impl life::Life for Life {
    type Page = ScanPage;
    type Action = Action;
    type Wish = Wish;

    fn new(page: &ScanPage, session: &Session, view: Scope<PageView<Self>>) -> Self {
        let eye = Eye::new(&session.caller, view.callback(Action::from));
        Self {
            session: session.clone(),
            places: Places::default(),
            state: RefCell::new(State::opened(page).into()),
            view,
            script: page.wechat_script.clone(),
            eye: eye.into(),
            wechat: RefCell::default(),
            tapped: Cell::default(),
        }
    }

    fn reduce(self: &Rc<Self>, action: Action) {
        let next = self.state().reduce(action);
        self.state.replace(next);
    }

    fn go_on(self: &Rc<Self>, action: Action) {
        self.reduce(action);
        // What was read leads to a page.
        if let Some(route) = self.state().leads_to() {
            document::go(&route.path());
        }
    }

    fn wish(self: &Rc<Self>, wish: Wish) {
        self.tapped.set(true);
        match wish {
            Wish::Scan if self.state().means == Means::WeChat => self.scan_by_wechat(),
            Wish::Scan => self.eye.open(None),
            Wish::Camera(eye::Wish::Close) => {
                self.eye.close();
                self.tell(Action::Closed);
            }
            Wish::Camera(eye::Wish::Light(on)) => self.eye.light(on),
            Wish::Camera(eye::Wish::Another) => self.eye.open_another(),
            Wish::Typed => {
                self.eye.close();
                let typed = self.places.code.cast().and_then(|input| document::typed(&input));
                self.tell(Action::Typed(typed.unwrap_or_default()));
            }
        }
    }

    fn draw(self: &Rc<Self>, props: &PageProps<Self>, wish: &Callback<Wish>) -> Html {
        super::draw(self, props, wish)
    }

    fn begin(self: &Rc<Self>) -> Kept {
        self.prepare();
        let life = self.clone();
        let looking = visibility::on_change(move |seen| {
            let state = life.state();
            if seen && state.camera == Shown::Hidden {
                life.eye.open(None);
            } else if !seen && matches!(state.camera, Shown::Open(_) | Shown::Opening) {
                life.eye.close();
                life.tell(Action::Hidden);
            }
        });
        let life = self.clone();
        let input = self.places.picture.cast();
        let chosen = input.map(|input| picture::on_chosen(&input, move || life.read_picture()));
        Box::new((looking, chosen))
    }

    /// What was tapped is gone with its answer; the focus then goes to what took its place.
    fn drawn(self: &Rc<Self>) -> Kept {
        if self.tapped.get() && document::focus_is_lost() {
            document::focus_on("stage");
        }
        Box::new(())
    }

    fn leave(&self) {
        self.eye.close();
    }
}

impl Life {
    /// What the page knows now.
    pub fn state(&self) -> Rc<State> {
        self.state.borrow().clone()
    }

    fn tell(&self, action: Action) {
        self.view.send_message(action);
    }

    /// Reads the picture that was chosen.
    fn read_picture(self: &Rc<Self>) {
        let file = self.places.picture.cast().and_then(|input| picture::chosen(&input));
        let Some(file) = file else { return };
        let turn = self.eye.close();
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
                Some(canvas) => life.eye.reader.read(&canvas, Effort::Still).await,
                None if life.eye.is_turn(turn) => return life.tell(Action::NotAPicture),
                None => return,
            };
            match read {
                _ if !life.eye.is_turn(turn) => {}
                Ok(read) => life.tell(Action::PictureRead(read)),
                Err(NotLoaded) => life.eye.fail(turn, Trouble::NotLoaded),
            }
        });
    }

    /// Gets ready what the page scans with: in WeChat its scanner, elsewhere the camera, which opens by
    /// itself where the shopper has allowed that before.
    fn prepare(self: &Rc<Self>) {
        let life = self.clone();
        let script = self.script.clone();
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
                life.eye.open(None);
            }
        });
    }

    fn scan_by_wechat(self: &Rc<Self>) {
        let Some(wechat) = self.wechat.borrow().clone() else { return };
        let life = self.clone();
        let turn = self.eye.close();
        self.session.caller.spawn(async move {
            match wechat.scan().await {
                Ok(Some(text)) => life.tell(Action::Read(text)),
                Ok(None) => {}
                Err(Unable) => life.eye.fail(turn, Trouble::Unsupported),
            }
        });
    }
}
