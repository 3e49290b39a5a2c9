//! Where the camera's picture stands, or what came of reading.

use yew::Html;

use super::Drawing;
use super::life::Wish;
use super::outcome::outcome;
use super::state::{Camera, Means, Outcome};
use crate::host::camera::Trouble;
use crate::pages::eye::{self, icon};
use crate::text::camera::Notice;
use crate::ui::element::{element, nodes};

/// Draws the stage, and below it what can be done besides.
pub fn stage(drawing: &Drawing<'_>) -> Html {
    let text = drawing.text;
    let open = drawing.state.is_looking();
    let (class, content) = match (&drawing.state.outcome, &drawing.state.camera) {
        (Outcome::None | Outcome::NotACode(_), Camera::Closed) => ("stage", waiting(drawing)),
        (Outcome::None | Outcome::NotACode(_), Camera::Failed(trouble)) => {
            ("stage said", troubled(drawing, *trouble))
        }
        (Outcome::None | Outcome::NotACode(_), Camera::Open(_)) => {
            ("stage open", eye::aiming(&text.camera))
        }
        (Outcome::None | Outcome::NotACode(_), Camera::Opening | Camera::Hidden) => {
            ("stage", busy(text.camera.opening))
        }
        (Outcome::Reading, _) => ("stage", busy(text.reading)),
        (Outcome::Leads(_), _) => ("stage", busy(text.leads)),
        (read, _) => ("stage said", outcome(drawing, read)),
    };
    let video = eye::picture(&drawing.life.eye, open);
    // One element for all that stands here: only then is its change read out.
    let said = element!("div", [("class", "inside"), ("role", "status")], [content]);
    nodes![
        element!("section", [("class", class), ("id", "stage"), ("tabindex", "-1")], [video, said]),
        means(drawing),
    ]
}

fn waiting(drawing: &Drawing<'_>) -> Html {
    let text = drawing.text;
    let picture = icon("icon big scan");
    if !drawing.live {
        return nodes![picture, element!("p", [], [text.by_phone])];
    }
    let label = match drawing.state.means {
        Means::Camera => text.open_camera,
        Means::WeChat => text.scan,
    };
    nodes![picture, drawing.button("button", Wish::Scan, nodes![label])]
}

fn busy(what: &'static str) -> Html {
    element!("p", [("class", "busy")], [what])
}

fn troubled(drawing: &Drawing<'_>, trouble: Trouble) -> Html {
    let text = drawing.text;
    let said = eye::trouble(&text.camera, trouble);
    let retry = drawing.button("button quiet", Wish::Scan, nodes![text.camera.retry]);
    saying(said, Html::default(), retry)
}

/// A heading, a sentence, what belongs to it, and a way on.
pub fn saying([heading, sentence]: &Notice, more: Html, way_on: Html) -> Html {
    nodes![
        element!("h2", [], [*heading]),
        element!("p", [], [*sentence]),
        more,
        element!("div", [("class", "ways")], [way_on]),
    ]
}

/// What can be done beside holding a code before the camera.
fn means(drawing: &Drawing<'_>) -> Html {
    let text = drawing.text;
    let of_camera = match drawing.state.camera {
        Camera::Open(view) => eye::tools(&text.camera, view, |wish, label| {
            drawing.button("tool", Wish::Camera(wish), label)
        }),
        _ => Html::default(),
    };
    // Only the module reads pictures.
    let picture = drawing.live.then(|| {
        let input = element!(
            "input",
            [
                ("ref", drawing.life.places.picture.clone()),
                ("class", "unseen"),
                ("type", "file"),
                ("accept", "image/*"),
            ],
            []
        );
        element!("label", [("class", "tool")], [input, icon("icon picture"), text.picture])
    });
    element!("div", [("class", "tools")], [picture, of_camera])
}
