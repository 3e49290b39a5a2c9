//! Why there is nothing to show, and what to do now.

use mall_contract::Problem;
use yew::prelude::*;

use super::leaving::links;
use crate::route::Route;
use crate::session::Session;
use crate::ui::frame::frame;
use crate::ui::icon::Icon;
use crate::ui::notice::notice;

/// A refusal as a page, in the server's own words.
pub fn problem(problem: &Problem, session: &Session) -> Html {
    let text = session.text();
    let way_on = html! {
        <>
            <a class="button" href={Route::Wallet.path()}>{ text.to_wallet }</a>
            <p class="fine">
                { format!("{} {} · {} {}", text.error_code, problem.refusal.code(), text.request, problem.request_id) }
            </p>
        </>
    };
    let content = notice(Icon::Barred, &problem.message, &problem.next_step, way_on);
    frame(text, "", links(session, ""), content)
}

/// The server could not be asked.
pub fn unreachable(session: &Session) -> Html {
    let text = session.text();
    let caller = session.caller.clone();
    let way_on = html! {
        <button class="button" type="button" onclick={move |_| caller.again()}>{ text.try_again }</button>
    };
    let content = notice(Icon::Barred, text.unreachable_title, text.load_failed, way_on);
    frame(text, "", links(session, ""), content)
}
