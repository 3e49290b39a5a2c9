//! What a camera that looks for codes is drawn as.

use yew::Html;

use crate::host::camera::{Trouble, View};
use crate::host::eye::Eye;
use crate::text::camera::{CameraText, Notice};
use crate::ui::element::{element, nodes};

/// What can be wished of an open camera.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// Off.
    Close,
    /// Its light on, or off.
    Light(bool),
    /// Another one.
    Another,
}

/// The camera's own picture.
pub fn picture(eye: &Eye, is_open: bool) -> Html {
    element!(
        "video",
        [
            ("ref", eye.video.clone()),
            ("class", "eye"),
            ("hidden", (!is_open).then_some("")),
            ("playsinline", ""),
            ("muted", ""),
            ("aria-hidden", "true"),
        ],
        []
    )
}

/// Where a code is to be held.
pub fn aiming(text: &CameraText) -> Html {
    nodes![
        element!("i", [("class", "aim"), ("aria-hidden", "true")], []),
        element!("p", [("class", "caption")], [text.aim]),
    ]
}

/// Why there is no camera, and what to do.
pub fn trouble(text: &CameraText, trouble: Trouble) -> &Notice {
    match trouble {
        Trouble::Refused => &text.refused,
        Trouble::Missing => &text.missing,
        Trouble::Taken => &text.taken,
        Trouble::Lost => &text.lost,
        Trouble::Unsupported => &text.unsupported,
        Trouble::NotLoaded => &text.not_loaded,
    }
}

/// What can be done with an open camera. `button` draws a button for a wish.
pub fn tools(text: &CameraText, view: View, button: impl Fn(Wish, Html) -> Html) -> Html {
    let View { torch, another } = view;
    nodes![
        torch.map(|on| {
            let label = if on { text.light_off } else { text.light_on };
            button(Wish::Light(!on), nodes![icon("icon torch"), label])
        }),
        another.then(|| button(Wish::Another, nodes![icon("icon turn"), text.another_camera])),
        button(Wish::Close, nodes![icon("icon close"), text.close_camera]),
    ]
}

/// An icon whose shape is in the page's own styles.
pub fn icon(class: &'static str) -> Html {
    element!("i", [("class", class), ("aria-hidden", "true")], [])
}
