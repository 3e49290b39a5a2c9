//! An eye: a camera that looks for a code, and is off as soon as it has read one.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use yew::{Callback, NodeRef};

use super::caller::Caller;
use super::camera::{Camera, Trouble, View};
use super::canvas::Canvas;
use super::clock;
use super::reader::{Effort, NotLoaded, Reader};

/// Pixels along a side of what is read of the camera's picture.
const SIDE: u32 = 480;

/// Milliseconds between two pictures of the camera, for whatever else the phone has to do.
const REST: u32 = 40;

/// What happens to it.
#[derive(Clone, Debug, PartialEq)]
pub enum Seen {
    /// The camera is asked for.
    Opening,
    /// It is on.
    Opened(View),
    /// It cannot be had, or was taken away.
    Failed(Trouble),
    /// A code was read, and the camera is off again.
    Read(String),
}

/// An eye. It is off when it is dropped, too.
pub struct Eye {
    /// Where the camera's picture is.
    pub video: NodeRef,
    /// Reads codes, also of other pictures.
    pub reader: Reader,
    caller: Caller,
    tell: Callback<Seen>,
    camera: RefCell<Option<Camera>>,
    /// Counts openings and closings: what belongs to an older one is of no use any more.
    turn: Cell<u32>,
}

impl Eye {
    /// One that is off, and tells what happens to it.
    #[must_use]
    pub fn new(caller: &Caller, tell: Callback<Seen>) -> Self {
        Self {
            video: NodeRef::default(),
            reader: Reader::default(),
            caller: caller.clone(),
            tell,
            camera: RefCell::default(),
            turn: Cell::default(),
        }
    }

    /// Takes the camera away. Says which turn it is now.
    pub fn close(&self) -> u32 {
        self.camera.take();
        self.turn.set(self.turn.get() + 1);
        self.turn.get()
    }

    /// Whether it was neither opened nor closed since.
    #[must_use]
    pub fn is_turn(&self, turn: u32) -> bool {
        self.turn.get() == turn
    }

    /// Opens a camera: the one of this id, or one that looks away from who holds it; then looks.
    pub fn open(self: &Rc<Self>, device: Option<String>) {
        let turn = self.close();
        let Some(video) = self.video.cast() else { return };
        self.tell.emit(Seen::Opening);
        let eye = self.clone();
        self.caller.spawn(async move {
            let lost = {
                let eye = eye.clone();
                move || eye.fail(turn, Trouble::Lost)
            };
            let opened = Camera::open(&video, device.as_deref(), lost).await;
            match opened {
                // Given up meanwhile: it is off as soon as it is dropped.
                _ if !eye.is_turn(turn) => {}
                Ok(camera) => {
                    let view = camera.view();
                    eye.camera.replace(Some(camera));
                    eye.tell.emit(Seen::Opened(view));
                    eye.look(turn).await;
                }
                Err(trouble) => eye.fail(turn, trouble),
            }
        });
    }

    /// Opens the camera after this one.
    pub fn open_another(self: &Rc<Self>) {
        let next = self.camera.borrow().as_ref().and_then(Camera::next);
        self.open(next);
    }

    /// Turns the camera's light on or off.
    pub fn light(self: &Rc<Self>, on: bool) {
        let eye = self.clone();
        let turn = self.turn.get();
        self.caller.spawn(async move {
            let Some(mut camera) = eye.camera.take() else { return };
            camera.light(on).await;
            // Closed meanwhile: it is off as soon as it is dropped.
            if eye.is_turn(turn) {
                let view = camera.view();
                eye.camera.replace(Some(camera));
                eye.tell.emit(Seen::Opened(view));
            }
        });
    }

    /// Says that there is nothing to look with, unless that belongs to an older turn.
    pub fn fail(&self, turn: u32, trouble: Trouble) {
        if self.is_turn(turn) {
            self.close();
            self.tell.emit(Seen::Failed(trouble));
        }
    }

    /// Reads what the camera sees until there is a code in it.
    async fn look(&self, turn: u32) {
        let (canvas, video) = (Canvas::new(), self.video.cast());
        let Some((canvas, video)) = canvas.zip(video) else {
            return self.fail(turn, Trouble::Unsupported);
        };
        let mut frame = 0;
        while self.is_turn(turn) {
            let read = match canvas.draw_middle(&video, SIDE) {
                Some(()) => self.reader.read(&canvas, Effort::Frame(frame)).await,
                None => Ok(None),
            };
            match read {
                _ if !self.is_turn(turn) => {}
                Ok(Some(text)) => {
                    self.close();
                    self.tell.emit(Seen::Read(text));
                }
                Ok(None) => clock::wait(REST).await,
                Err(NotLoaded) => self.fail(turn, Trouble::NotLoaded),
            }
            frame += 1;
        }
    }
}
