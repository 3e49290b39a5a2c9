//! A payment whose notice has not come yet: it is asked for until it comes, or long enough.

use std::sync::Arc;

use mall_contract::{ClaimPage, Waiting};
use yew::prelude::*;

use super::claim::ClaimView;
use super::leaving::links;
use crate::api::{claims::pause, client::Failure, pages};
use crate::host::{clock, document};
use crate::session::{Clock, Session};
use crate::ui::frame::{Links, frame};
use crate::ui::icon::Icon;
use crate::ui::notice::notice;

/// After so many milliseconds the page says how to go on instead.
const LONG: i64 = 120_000;

/// How it stands with the payment.
enum Stand {
    Asking,
    GivenUp,
    Known(Arc<ClaimPage>, Session),
}

/// What [`WaitingView`] is given.
#[derive(Properties, Clone, PartialEq)]
pub struct WaitingProps {
    /// What the server said.
    pub waiting: Waiting,
    /// Who looks.
    pub session: Session,
}

/// The page, which becomes the claim page when the payment is known.
#[component]
pub fn WaitingView(WaitingProps { waiting, session }: &WaitingProps) -> Html {
    let stand = use_state(|| Stand::Asking);
    use_effect_with((), {
        let (set, ask, session) = (stand.setter(), waiting.ask.clone(), session.clone());
        move |()| {
            let caller = session.caller.clone();
            caller.spawn(async move { set.set(until_known(&ask, session).await) });
        }
    });
    let text = session.text();
    let (said, content) = match &*stand {
        Stand::Asking => (text.waiting, hold(waiting, session, text.waiting, text.waiting_next)),
        Stand::GivenUp => (text.waited, hold(waiting, session, text.waited, text.waited_next)),
        Stand::Known(page, session) => {
            (text.paid, html! { <ClaimView page={page.clone()} session={session.clone()} /> })
        }
    };
    // One element for all stands: only then is its change read out.
    html! { <><p class="unseen" role="status">{ said }</p>{ content }</> }
}

/// The page while there is nothing to show.
fn hold(waiting: &Waiting, session: &Session, heading: &str, sentence: &str) -> Html {
    let text = session.text();
    let way_on = html! { <a class="button quiet" href={session.href(&[])}>{ text.look_again }</a> };
    let content = notice(Icon::Clock, heading, sentence, way_on);
    let links = Links { wallet: Html::default(), ..links(session, "") };
    frame(text, &waiting.mall.name, links, content)
}

async fn until_known(ask: &str, session: Session) -> Stand {
    let begun = clock::device_ms();
    let mut tries = 0;
    while clock::device_ms() - begun < LONG {
        let wait = match pages::receipt(&session.caller, ask).await {
            Ok(page) => {
                document::set_title(session.text().claim_title);
                let clock = Clock::running(page.server_time, clock::device_ms());
                let pass = page.pass.clone().map(AttrValue::from);
                return Stand::Known(page.into(), Session { clock, pass, ..session });
            }
            Err(Failure::Refused(problem)) => problem.refusal.retry_after().unwrap_or(0),
            Err(Failure::Later(seconds)) => seconds,
            Err(Failure::Unknown) => 0,
        };
        tries += 1;
        // The wait is in whole seconds for everybody; the pause spreads those who came together.
        clock::wait(wait.saturating_mul(500) + pause(tries.min(3))).await;
    }
    Stand::GivenUp
}
