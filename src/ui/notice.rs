//! A page, or part of one, with nothing on it but what that means and a way on.

use yew::Html;

use super::element::element;
use super::icon::{Icon, icon};

/// Draws a notice: what is the matter, what can be done, and the control that does it.
pub fn notice(picture: Icon, heading: &str, sentence: &str, way_on: Html) -> Html {
    let picture = element!("span", [("class", "notice-icon")], [icon(picture)]);
    let (heading, sentence) = (element!("h1", [], [heading]), element!("p", [], [sentence]));
    element!("section", [("class", "notice")], [picture, heading, sentence, way_on])
}
