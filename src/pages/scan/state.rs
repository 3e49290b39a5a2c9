//! What the page knows, and what becomes of it when something happens.

use std::rc::Rc;

use mall_contract::ScanPage;

use super::scanned::Scanned;
use crate::host::camera::{Trouble, View};
use crate::host::eye::Seen;
use crate::route::Route;

/// What reads codes here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Means {
    /// The page's own camera.
    Camera,
    /// WeChat's scanner.
    WeChat,
}

/// The camera.
#[derive(Clone, Debug, PartialEq)]
pub enum Camera {
    /// Off.
    Closed,
    /// Asked for.
    Opening,
    /// On.
    Open(View),
    /// Off while nobody looks at the page; on again when somebody does.
    Hidden,
    /// Not to be had.
    Failed(Trouble),
}

/// What came of reading.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// Nothing yet.
    None,
    /// A picture is being read.
    Reading,
    /// The picture has no code that can be read.
    NoCode,
    /// The file is no picture that this browser knows.
    NoPicture,
    /// A page of the mall, which is being opened.
    Leads(Route),
    /// A coupon's code.
    Coupon,
    /// A code of something else: its text.
    Foreign(String),
    /// What was typed is no code of the mall.
    NotACode(String),
}

/// The page's state.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// The host of the mall's own codes.
    host: String,
    /// What reads codes.
    pub means: Means,
    /// The camera.
    pub camera: Camera,
    /// What came of reading.
    pub outcome: Outcome,
}

/// Something that happens.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// WeChat's scanner is ready.
    WeChatReady,
    /// The camera is asked for.
    Opening,
    /// It is on.
    Opened(View),
    /// It is off again.
    Closed,
    /// It cannot be had, or was taken away.
    Failed(Trouble),
    /// It is off because the page is hidden, or left.
    Hidden,
    /// A picture was chosen.
    PictureChosen,
    /// What stands in the picture's code, where there is one.
    PictureRead(Option<String>),
    /// The file is no picture.
    NotAPicture,
    /// A code was read.
    Read(String),
    /// A code was typed.
    Typed(String),
}

impl From<Seen> for Action {
    fn from(seen: Seen) -> Self {
        match seen {
            Seen::Opening => Self::Opening,
            Seen::Opened(view) => Self::Opened(view),
            Seen::Failed(trouble) => Self::Failed(trouble),
            Seen::Read(text) => Self::Read(text),
        }
    }
}

impl State {
    /// What the page knows when it is opened.
    #[must_use]
    pub fn opened(page: &ScanPage) -> Self {
        let host = page.host.clone();
        let outcome = match &page.typed {
            Some(text) => typed(text, &host),
            None => Outcome::None,
        };
        Self { host, means: Means::Camera, camera: Camera::Closed, outcome }
    }

    /// The page to open now.
    #[must_use]
    pub fn leads_to(&self) -> Option<&Route> {
        match &self.outcome {
            Outcome::Leads(route) => Some(route),
            _ => None,
        }
    }

    /// Whether nothing has happened yet.
    #[must_use]
    pub fn is_fresh(&self) -> bool {
        self.camera == Camera::Closed && self.outcome == Outcome::None
    }

    /// Whether the camera looks for a code.
    #[must_use]
    pub fn is_looking(&self) -> bool {
        matches!(self.camera, Camera::Open(_))
    }

    /// What the page knows after something has happened.
    #[must_use]
    pub fn reduce(&self, action: Action) -> Rc<Self> {
        let mut next = self.clone();
        match action {
            Action::WeChatReady => next.means = Means::WeChat,
            Action::Opening => (next.camera, next.outcome) = (Camera::Opening, Outcome::None),
            Action::Opened(view) => next.camera = Camera::Open(view),
            Action::Closed => next.camera = Camera::Closed,
            Action::Failed(trouble) => {
                // What WeChat does not do, the camera may.
                next.means = Means::Camera;
                next.camera = Camera::Failed(trouble);
            }
            Action::Hidden => next.camera = Camera::Hidden,
            Action::PictureChosen => {
                (next.camera, next.outcome) = (Camera::Closed, Outcome::Reading);
            }
            Action::PictureRead(Some(text)) | Action::Read(text) => {
                next.found(Scanned::read(&text, &self.host))
            }
            Action::PictureRead(None) => next.outcome = Outcome::NoCode,
            Action::NotAPicture => next.outcome = Outcome::NoPicture,
            Action::Typed(text) => {
                (next.camera, next.outcome) = (Camera::Closed, typed(&text, &self.host));
            }
        }
        Rc::new(next)
    }

    fn found(&mut self, scanned: Scanned) {
        self.camera = Camera::Closed;
        self.outcome = match scanned {
            Scanned::Ours(route) => Outcome::Leads(route),
            Scanned::Coupon => Outcome::Coupon,
            Scanned::Foreign(text) => Outcome::Foreign(text),
        };
    }
}

fn typed(text: &str, host: &str) -> Outcome {
    match Scanned::typed(text, host) {
        Scanned::Ours(route) => Outcome::Leads(route),
        Scanned::Coupon => Outcome::Coupon,
        Scanned::Foreign(text) => Outcome::NotACode(text),
    }
}

#[cfg(test)]
mod tests;
