//! Why there is nothing to show, and what to do now.

use mall_contract::Problem;
use yew::Html;

use super::leaving::links;
use crate::route::Route;
use crate::session::{GUEST, Session};
use crate::ui::element::{Kind, element, nodes, on};
use crate::ui::frame::frame;
use crate::ui::icon::Icon;
use crate::ui::notice::notice;

/// A refusal as a page, in the server's own words.
pub fn problem(problem: &Problem, session: &Session) -> Html {
    let text = session.text();
    let Problem { refusal, request_id, .. } = problem;
    // Who has scanned one code is soon before another.
    let code = refusal.code();
    let scanned = !GUEST && (code.starts_with("placement") || code.ends_with("placement"));
    let (to, label) = match scanned {
        true => (Route::Scan, text.to_scan),
        false => (Route::Wallet, text.to_wallet),
    };
    let way = element!("a", [("class", "button"), ("href", to.path())], [label]);
    let names =
        [text.error_code, " ", refusal.code(), " · ", text.request, " ", request_id.as_str()];
    let way_on = nodes![way, element!("p", [("class", "fine")], [names.concat()])];
    let content = notice(Icon::Barred, &problem.message, &problem.next_step, way_on);
    frame(text, "", links(session, ""), content)
}

/// The server could not be asked.
pub fn unreachable(session: &Session) -> Html {
    let text = session.text();
    let again = on(Kind::Click, session.again());
    let way_on = element!(
        "button",
        [("class", "button"), ("type", "button"), ("onclick", again)],
        [text.try_again]
    );
    let content = notice(Icon::Barred, text.unreachable_title, text.load_failed, way_on);
    frame(text, "", links(session, ""), content)
}
