//! The camera of pages that read codes: its state, and how it is drawn.

use yew::Html;

use crate::host::camera::{CameraControls, CameraError};
use crate::host::code_camera::{CameraEvent, CodeCamera};
use crate::text::camera::{CameraText, Notice};
use crate::ui::element::{element, nodes};

/// The state of the camera.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum CameraState {
    #[default]
    Closed,
    /// The browser asks the visitor for permission, or starts the camera.
    Opening,
    Open(CameraControls),
    /// Off while the page is hidden; on again when it is visible.
    Hidden,
    Failed(CameraError),
}

impl CameraState {
    /// Checks whether the camera is on, or about to be.
    #[must_use]
    pub fn is_on(&self) -> bool {
        matches!(self, Self::Open(_) | Self::Opening)
    }

    /// Applies an event of the camera. The camera closes itself after reading a code.
    pub fn apply(&mut self, event: CameraEvent) {
        *self = match event {
            CameraEvent::Opening => Self::Opening,
            CameraEvent::Opened(controls) => Self::Open(controls),
            CameraEvent::Failed(error) => Self::Failed(error),
            CameraEvent::Read(_) => Self::Closed,
        };
    }
}

/// An intent for the open camera.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CameraIntent {
    Close,
    SetTorch(bool),
    /// Opens the device's next camera.
    Switch,
}

/// Draws the camera's picture.
pub fn video(camera: &CodeCamera, is_open: bool) -> Html {
    element!(
        "video",
        [
            ("ref", camera.video.clone()),
            ("class", "eye"),
            ("hidden", (!is_open).then_some("")),
            ("playsinline", ""),
            ("muted", ""),
            ("aria-hidden", "true"),
        ],
        []
    )
}

/// Draws the frame in which a code should stand.
pub fn aim(text: &CameraText) -> Html {
    nodes![
        element!("i", [("class", "aim"), ("aria-hidden", "true")], []),
        element!("p", [("class", "caption")], [text.aim]),
    ]
}

/// Returns why there is no camera, and the next step.
pub fn error_text(text: &CameraText, error: CameraError) -> &Notice {
    match error {
        CameraError::NotAllowed => &text.permission_denied,
        CameraError::NotFound => &text.no_camera,
        CameraError::InUse => &text.in_use,
        CameraError::Lost => &text.disconnected,
        CameraError::Unsupported => &text.unsupported,
        CameraError::ReaderNotLoaded => &text.not_loaded,
    }
}

/// Draws the controls of an open camera. `button` draws the button of an intent.
pub fn camera_tools(
    text: &CameraText,
    controls: CameraControls,
    button: impl Fn(CameraIntent, Html) -> Html,
) -> Html {
    let CameraControls { torch, has_another } = controls;
    nodes![
        torch.map(|on| {
            let label = if on { text.light_off } else { text.light_on };
            button(CameraIntent::SetTorch(!on), nodes![icon("icon torch"), label])
        }),
        has_another
            .then(|| button(CameraIntent::Switch, nodes![icon("icon turn"), text.switch_camera])),
        button(CameraIntent::Close, nodes![icon("icon close"), text.close_camera]),
    ]
}

/// Draws an icon whose shape is in the page's own styles.
pub fn icon(class: &'static str) -> Html {
    element!("i", [("class", class), ("aria-hidden", "true")], [])
}
