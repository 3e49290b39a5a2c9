//! Draws a message in the place of the camera's picture.

use yew::Html;

use crate::text::camera::Notice;
use crate::ui::element::{element, nodes};

/// Draws a heading, a sentence, more content, and the buttons for the next step.
pub fn message([heading, sentence]: &Notice, more: Html, buttons: Html) -> Html {
    nodes![
        element!("h2", [], [*heading]),
        element!("p", [], [*sentence]),
        more,
        element!("div", [("class", "ways")], [buttons]),
    ]
}
