//! A camera that reads codes. It goes off as soon as it has read one.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use yew::{Callback, NodeRef};

use super::caller::Caller;
use super::camera::{Camera, CameraControls, CameraError};
use super::canvas::Canvas;
use super::clock;
use super::code_reader::{CodeReader, Effort, NotLoaded};

/// The side of the square that is read of the camera's picture.
const FRAME_SIDE_PX: u32 = 480;

/// The pause between two frames, which leaves the phone time for other work.
const FRAME_PAUSE_MS: u32 = 40;

/// Something that happened to the camera.
#[derive(Clone, Debug, PartialEq)]
pub enum CameraEvent {
    /// The browser asks the visitor for permission, or starts the camera.
    Opening,
    Opened(CameraControls),
    Failed(CameraError),
    /// A code was read, and the camera is off again.
    Read(String),
}

/// A camera that reads codes. It goes off when it is dropped.
pub struct CodeCamera {
    /// The element that shows the camera's picture.
    pub video: NodeRef,
    /// Reads codes, also in other pictures.
    pub reader: CodeReader,
    caller: Caller,
    on_event: Callback<CameraEvent>,
    camera: RefCell<Option<Camera>>,
    /// Counts openings and closings, so that late results can be told apart.
    turn: Cell<u32>,
}

impl CodeCamera {
    /// Makes a camera that is off.
    #[must_use]
    pub fn new(caller: &Caller, on_event: Callback<CameraEvent>) -> Self {
        Self {
            video: NodeRef::default(),
            reader: CodeReader::default(),
            caller: caller.clone(),
            on_event,
            camera: RefCell::default(),
            turn: Cell::default(),
        }
    }

    /// Turns the camera off. Returns the number of the new turn.
    pub fn close(&self) -> u32 {
        self.camera.take();
        self.turn.set(self.turn.get() + 1);
        self.turn.get()
    }

    /// Checks whether the camera was neither opened nor closed since a turn.
    #[must_use]
    pub fn is_turn(&self, turn: u32) -> bool {
        self.turn.get() == turn
    }

    /// Opens the camera of an id, or else one on the back of the device, and starts to read.
    pub fn open(self: &Rc<Self>, device: Option<String>) {
        let turn = self.close();
        let Some(video) = self.video.cast() else { return };
        self.on_event.emit(CameraEvent::Opening);
        let this = self.clone();
        self.caller.spawn(async move {
            let on_lost = {
                let this = this.clone();
                move || this.fail(turn, CameraError::Lost)
            };
            let opened = Camera::open(&video, device.as_deref(), on_lost).await;
            match opened {
                // It was closed in between; dropping turns it off.
                _ if !this.is_turn(turn) => {}
                Ok(camera) => {
                    let controls = camera.controls();
                    this.camera.replace(Some(camera));
                    this.on_event.emit(CameraEvent::Opened(controls));
                    this.read_frames(turn).await;
                }
                Err(error) => this.fail(turn, error),
            }
        });
    }

    /// Opens the device's next camera.
    pub fn switch(self: &Rc<Self>) {
        let next = self.camera.borrow().as_ref().and_then(Camera::next);
        self.open(next);
    }

    /// Turns the torch on or off.
    pub fn set_torch(self: &Rc<Self>, on: bool) {
        let this = self.clone();
        let turn = self.turn.get();
        self.caller.spawn(async move {
            let Some(mut camera) = this.camera.take() else { return };
            camera.set_torch(on).await;
            // It was closed in between; dropping turns it off.
            if this.is_turn(turn) {
                let controls = camera.controls();
                this.camera.replace(Some(camera));
                this.on_event.emit(CameraEvent::Opened(controls));
            }
        });
    }

    /// Reports an error, unless it belongs to an older turn.
    pub fn fail(&self, turn: u32, error: CameraError) {
        if self.is_turn(turn) {
            self.close();
            self.on_event.emit(CameraEvent::Failed(error));
        }
    }

    /// Reads frames of the camera until one has a code.
    async fn read_frames(&self, turn: u32) {
        let (canvas, video) = (Canvas::new(), self.video.cast());
        let Some((canvas, video)) = canvas.zip(video) else {
            return self.fail(turn, CameraError::Unsupported);
        };
        let mut frame = 0;
        while self.is_turn(turn) {
            let read = match canvas.draw_middle(&video, FRAME_SIDE_PX) {
                Some(()) => self.reader.read(&canvas, Effort::Frame(frame)).await,
                None => Ok(None),
            };
            match read {
                _ if !self.is_turn(turn) => {}
                Ok(Some(text)) => {
                    self.close();
                    self.on_event.emit(CameraEvent::Read(text));
                }
                Ok(None) => clock::wait(FRAME_PAUSE_MS).await,
                Err(NotLoaded) => self.fail(turn, CameraError::ReaderNotLoaded),
            }
            frame += 1;
        }
    }
}
