//! The page for a refusal, and the page for an unreachable server.

use mall_contract::Problem;
use yew::Html;

use super::links::links;
use crate::route::Route;
use crate::session::{IS_EMBEDDED, Session};
use crate::ui::element::{Kind, element, nodes, on};
use crate::ui::frame::frame;
use crate::ui::icon::Icon;
use crate::ui::notice::notice;

/// Draws a refusal as a page, in the server's own words.
pub fn problem(problem: &Problem, session: &Session) -> Html {
    let text = session.text();
    let Problem { refusal, request_id, .. } = problem;
    // A shopper who scanned one code is near to another.
    let code = refusal.code();
    let was_scanned =
        !IS_EMBEDDED && (code.starts_with("placement") || code.ends_with("placement"));
    let (to, label) = match was_scanned {
        true => (Route::Scan, text.to_scan),
        false => (Route::Wallet, text.to_wallet),
    };
    let link = element!("a", [("class", "button"), ("href", to.path())], [label]);
    let names = format!("{} {code} · {} {request_id}", text.error_code, text.request_id);
    let details = nodes![link, element!("p", [("class", "fine")], [names])];
    let content = notice(Icon::Barred, &problem.message, &problem.next_step, details);
    frame(text, "", links(session, ""), content)
}

/// Draws the page for an unreachable server.
pub fn unreachable(session: &Session) -> Html {
    let text = session.text();
    let onclick = on(Kind::Click, session.on_reload());
    let button = element!(
        "button",
        [("class", "button"), ("type", "button"), ("onclick", onclick)],
        [text.try_again]
    );
    let content = notice(Icon::Barred, text.unreachable_title, text.load_failed, button);
    frame(text, "", links(session, ""), content)
}
