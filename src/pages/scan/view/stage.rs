//! Draws the camera's picture, or the outcome of reading.

use yew::Html;

use super::context::ViewContext;
use super::message::message;
use super::outcome::outcome;
use crate::host::camera::CameraError;
use crate::pages::camera::{CameraState, aim, camera_tools, error_text, icon, video};
use crate::pages::scan::intent::Intent;
use crate::pages::scan::state::{Outcome, ScanMethod};
use crate::ui::element::{element, nodes};

/// Draws the stage, and the tools below it.
pub fn stage(context: &ViewContext<'_>) -> Html {
    let text = context.text;
    let is_open = matches!(context.state.camera, CameraState::Open(_));
    let (class, content) = match (&context.state.outcome, &context.state.camera) {
        (Outcome::None | Outcome::NotACode(_), CameraState::Closed) => ("stage", start(context)),
        (Outcome::None | Outcome::NotACode(_), CameraState::Failed(error)) => {
            ("stage said", camera_failed(context, *error))
        }
        (Outcome::None | Outcome::NotACode(_), CameraState::Open(_)) => {
            ("stage open", aim(&text.camera))
        }
        (Outcome::None | Outcome::NotACode(_), CameraState::Opening | CameraState::Hidden) => {
            ("stage", busy(text.camera.opening))
        }
        (Outcome::Reading, _) => ("stage", busy(text.reading_picture)),
        (Outcome::Page(_), _) => ("stage", busy(text.opening_page)),
        (read, _) => ("stage said", outcome(context, read)),
    };
    let video = video(context.camera, is_open);
    // One element that stays, so that screen readers read its change.
    let status = element!("div", [("class", "inside"), ("role", "status")], [content]);
    nodes![
        element!(
            "section",
            [("class", class), ("id", "stage"), ("tabindex", "-1")],
            [video, status]
        ),
        tools(context),
    ]
}

fn start(context: &ViewContext<'_>) -> Html {
    let text = context.text;
    let scan_icon = icon("icon big scan");
    if !context.is_live {
        return nodes![scan_icon, element!("p", [], [text.by_phone])];
    }
    let label = match context.state.method {
        ScanMethod::Camera => text.open_camera,
        ScanMethod::WeChat => text.scan,
    };
    nodes![scan_icon, context.button("button", Intent::Scan, nodes![label])]
}

fn busy(words: &'static str) -> Html {
    element!("p", [("class", "busy")], [words])
}

fn camera_failed(context: &ViewContext<'_>, error: CameraError) -> Html {
    let text = context.text;
    let retry = context.button("button quiet", Intent::Scan, nodes![text.camera.retry]);
    message(error_text(&text.camera, error), Html::default(), retry)
}

/// Draws the tools: choosing a picture, and the controls of an open camera.
fn tools(context: &ViewContext<'_>) -> Html {
    let text = context.text;
    let tools = match context.state.camera {
        CameraState::Open(controls) => camera_tools(&text.camera, controls, |intent, label| {
            context.button("tool", Intent::Camera(intent), label)
        }),
        _ => Html::default(),
    };
    // Only the module reads pictures.
    let picture = context.is_live.then(|| {
        let input = element!(
            "input",
            [
                ("ref", context.refs.picture.clone()),
                ("class", "unseen"),
                ("type", "file"),
                ("accept", "image/*"),
            ],
            []
        );
        element!("label", [("class", "tool")], [input, icon("icon picture"), text.choose_picture])
    });
    element!("div", [("class", "tools")], [picture, tools])
}
