//! A notice: the state of a page in a sentence, and a control to go on.

use yew::Html;

use super::element::element;
use super::icon::{Icon, icon};

/// Draws a notice: the heading, a sentence with the next step, and the control for it.
pub fn notice(picture: Icon, heading: &str, sentence: &str, action: Html) -> Html {
    let picture = element!("span", [("class", "notice-icon")], [icon(picture)]);
    let (heading, sentence) = (element!("h1", [], [heading]), element!("p", [], [sentence]));
    element!("section", [("class", "notice")], [picture, heading, sentence, action])
}
