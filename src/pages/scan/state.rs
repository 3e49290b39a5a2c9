//! The state of the scan page, and its reducer.

use std::rc::Rc;

use mall_contract::ScanPage;

use super::scanned_code::ScannedCode;
use crate::host::code_camera::CameraEvent;
use crate::pages::camera::CameraState;
use crate::pages::store::Reduce;
use crate::route::Route;

/// The method that scans codes on this device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScanMethod {
    /// The page's own camera.
    Camera,
    /// WeChat's scanner.
    WeChat,
}

/// The outcome of reading.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// Nothing was read yet.
    None,
    /// A picture is being read.
    Reading,
    /// The picture has no readable code.
    NoCode,
    /// The file is no picture this browser knows.
    NotAPicture,
    /// A page of the mall, which is being opened.
    Page(Route),
    /// The code of a coupon.
    Coupon,
    /// A code of something else, with its text.
    Foreign(String),
    /// The typed text is no code of the mall.
    NotACode(String),
}

/// The state of the scan page.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// The host in the mall's own codes.
    host: String,
    pub method: ScanMethod,
    pub camera: CameraState,
    pub outcome: Outcome,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// WeChat's scanner is ready.
    WeChatReady,
    Camera(CameraEvent),
    /// The shopper closed the camera.
    CameraClosed,
    /// The camera went off because the page is hidden.
    CameraHidden,
    PictureChosen,
    /// A picture was read, with the text of its code if it has one.
    PictureRead(Option<String>),
    NotAPicture,
    CodeRead(String),
    CodeSubmitted(String),
}

impl State {
    /// Returns the state in which the page opens.
    #[must_use]
    pub fn new(page: &ScanPage) -> Self {
        let host = page.host.clone();
        let outcome = match &page.typed {
            Some(text) => read_input(text, &host),
            None => Outcome::None,
        };
        Self { host, method: ScanMethod::Camera, camera: CameraState::Closed, outcome }
    }

    /// Returns the page to open now.
    #[must_use]
    pub fn destination(&self) -> Option<&Route> {
        match &self.outcome {
            Outcome::Page(route) => Some(route),
            _ => None,
        }
    }

    /// Checks whether nothing has happened on the page yet.
    #[must_use]
    pub fn is_untouched(&self) -> bool {
        self.camera == CameraState::Closed && self.outcome == Outcome::None
    }

    fn on_camera(&mut self, event: CameraEvent) {
        match &event {
            CameraEvent::Opening => self.outcome = Outcome::None,
            CameraEvent::Opened(_) => {}
            // The camera may work even if WeChat's scanner fails.
            CameraEvent::Failed(_) => self.method = ScanMethod::Camera,
            CameraEvent::Read(text) => self.read_code(text),
        }
        self.camera.apply(event);
    }

    fn read_code(&mut self, text: &str) {
        self.camera = CameraState::Closed;
        self.outcome = match ScannedCode::from_qr(text, &self.host) {
            ScannedCode::OwnPage(route) => Outcome::Page(route),
            ScannedCode::Coupon => Outcome::Coupon,
            ScannedCode::Foreign(text) => Outcome::Foreign(text),
        };
    }
}

impl Reduce for State {
    type Action = Action;

    fn reduce(&self, action: Action) -> Rc<Self> {
        let mut next = self.clone();
        match action {
            Action::WeChatReady => next.method = ScanMethod::WeChat,
            Action::Camera(event) => next.on_camera(event),
            Action::CameraClosed => next.camera = CameraState::Closed,
            Action::CameraHidden => next.camera = CameraState::Hidden,
            Action::PictureChosen => {
                (next.camera, next.outcome) = (CameraState::Closed, Outcome::Reading);
            }
            Action::PictureRead(Some(text)) | Action::CodeRead(text) => next.read_code(&text),
            Action::PictureRead(None) => next.outcome = Outcome::NoCode,
            Action::NotAPicture => next.outcome = Outcome::NotAPicture,
            Action::CodeSubmitted(text) => {
                let outcome = read_input(&text, &self.host);
                (next.camera, next.outcome) = (CameraState::Closed, outcome);
            }
        }
        Rc::new(next)
    }
}

fn read_input(text: &str, host: &str) -> Outcome {
    match ScannedCode::from_input(text, host) {
        ScannedCode::OwnPage(route) => Outcome::Page(route),
        ScannedCode::Coupon => Outcome::Coupon,
        ScannedCode::Foreign(text) => Outcome::NotACode(text),
    }
}

#[cfg(test)]
mod tests;
