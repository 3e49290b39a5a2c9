//! A payment whose notice has not come yet: it is asked for until it comes, or long enough.

use std::sync::Arc;

use mall_contract::{ClaimPage, WaitingPage};
use yew::{AttrValue, Html};

use super::claim;
use super::leaving::links;
use super::life::page_view;
use crate::api::{claims::pause, client::Failure, pages};
use crate::host::{clock, document};
use crate::session::{Clock, Session};
use crate::ui::element::{element, nodes};
use crate::ui::frame::{Links, frame};
use crate::ui::icon::Icon;
use crate::ui::notice::notice;

/// After so many milliseconds the page says how to go on instead.
const LONG: i64 = 120_000;

/// What came of the waiting.
#[derive(Clone)]
pub enum End {
    /// It was too long.
    GivenUp,
    /// The payment is known: its page, and who looks.
    Known(Arc<ClaimPage>, Box<Session>),
}

/// The page, which becomes the claim page when the payment is known.
pub fn waiting(waiting: &WaitingPage, session: &Session, end: Option<&End>) -> Html {
    let text = session.text();
    let (said, content) = match end {
        None => (text.waiting, hold(waiting, session, text.waiting, text.waiting_next)),
        Some(End::GivenUp) => (text.waited, hold(waiting, session, text.waited, text.waited_next)),
        Some(End::Known(page, session)) => (text.paid, page_view::<claim::Life>(page, session)),
    };
    // One element for all stands: only then is its change read out.
    nodes![element!("p", [("class", "unseen"), ("role", "status")], [said]), content]
}

/// The page while there is nothing to show.
fn hold(waiting: &WaitingPage, session: &Session, heading: &str, sentence: &str) -> Html {
    let text = session.text();
    let way_on =
        element!("a", [("class", "button quiet"), ("href", session.href(&[]))], [text.look_again]);
    let content = notice(Icon::Clock, heading, sentence, way_on);
    let links = Links { wallet: Html::default(), ..links(session, "") };
    frame(text, &waiting.mall.name, links, content)
}

/// Asks for the payment until it is known, or long enough.
pub async fn until_known(ask: String, session: Session) -> End {
    let begun = clock::device_ms();
    let mut tries = 0;
    while clock::device_ms() - begun < LONG {
        let wait = match pages::receipt(&session.caller, &ask).await {
            Ok(page) => {
                document::set_title(session.text().claim_title);
                let clock = Clock::running(page.server_time, clock::device_ms());
                let pass = page.pass.clone().map(AttrValue::from);
                return End::Known(page.into(), Box::new(Session { clock, pass, ..session }));
            }
            Err(Failure::Refused(problem)) => problem.refusal.retry_after().unwrap_or(0),
            Err(Failure::Later(seconds)) => seconds,
            Err(Failure::Unknown) => 0,
        };
        tries += 1;
        // The wait is in whole seconds for everybody; the pause spreads those who came together.
        clock::wait(wait.saturating_mul(500) + pause(tries.min(3))).await;
    }
    End::GivenUp
}
