//! Why there is nothing to show, and what to do now.

use mall_contract::Problem;
use yew::prelude::*;

use crate::host::document;
use crate::route::Route;
use crate::session::Session;
use crate::ui::frame::{Links, frame};
use crate::ui::icon::{Icon, icon};

/// A refusal as a page.
pub fn problem(problem: &Problem, session: &Session) -> Html {
    let text = session.text();
    let content = html! {
        <section class="notice">
            <span class="notice-icon">{ icon(Icon::Barred) }</span>
            <h1>{ &problem.message }</h1>
            <p>{ &problem.next_step }</p>
            <a class="button" href={Route::Wallet.path()}>{ text.to_wallet }</a>
            <p class="fine">
                { format!("{} {} · {} ", text.error_code, problem.refusal.code(), text.request) }
                <span class="id">{ &problem.request_id }</span>
            </p>
        </section>
    };
    frame(session.language, "", &links(session), content)
}

/// The server could not be asked.
pub fn unreachable(session: &Session) -> Html {
    let text = session.text();
    let content = html! {
        <section class="notice">
            <span class="notice-icon">{ icon(Icon::Barred) }</span>
            <h1>{ text.unreachable_title }</h1>
            <p>{ text.load_failed }</p>
            <button class="button" type="button" onclick={|_| document::reload()}>{ text.try_again }</button>
        </section>
    };
    frame(session.language, "", &links(session), content)
}

fn links(session: &Session) -> Links {
    let other_language = format!("?lang={}", session.language.other().code());
    Links { other_language, wallet: Some(Route::Wallet.path()) }
}
