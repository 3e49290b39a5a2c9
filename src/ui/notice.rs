//! A page, or part of one, with nothing on it but what that means and a way on.

use yew::prelude::*;

use super::icon::{Icon, icon};

/// Draws a notice: what is the matter, what can be done, and the control that does it.
pub fn notice(picture: Icon, heading: &str, sentence: &str, way_on: Html) -> Html {
    html! {
        <section class="notice">
            <span class="notice-icon">{ icon(picture) }</span>
            <h1>{ heading }</h1>
            <p>{ sentence }</p>
            { way_on }
        </section>
    }
}
