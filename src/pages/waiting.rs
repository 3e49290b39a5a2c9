//! The page for a payment that the server does not know yet.

use std::sync::Arc;

use mall_contract::{ClaimPage, WaitingPage};
use yew::{AttrValue, Html};

use super::claim::ClaimController;
use super::controller::page_view;
use super::links::links;
use crate::api::{claims::retry_delay_ms, client::Failure, pages};
use crate::host::{clock, document};
use crate::session::{Clock, Session};
use crate::ui::element::{element, nodes};
use crate::ui::frame::{Links, frame};
use crate::ui::icon::Icon;
use crate::ui::notice::notice;

/// The page stops waiting after this time, and names the next step.
const MAX_WAIT_MS: i64 = 120_000;

/// The outcome of waiting for a payment.
#[derive(Clone)]
pub enum WaitOutcome {
    TimedOut,
    /// The server knows the payment. Its page may bring another session.
    Paid(Arc<ClaimPage>, Box<Session>),
}

/// Draws the page, which becomes the claim page when the payment is known.
pub fn waiting(waiting: &WaitingPage, session: &Session, outcome: Option<&WaitOutcome>) -> Html {
    let text = session.text();
    let (status, content) = match outcome {
        None => (
            text.payment_pending,
            notice_page(waiting, session, text.payment_pending, text.payment_pending_hint),
        ),
        Some(WaitOutcome::TimedOut) => (
            text.payment_unconfirmed,
            notice_page(waiting, session, text.payment_unconfirmed, text.payment_unconfirmed_hint),
        ),
        Some(WaitOutcome::Paid(page, session)) => {
            (text.payment_complete, page_view::<ClaimController>(page, session))
        }
    };
    // One element that stays, so that screen readers read its change.
    nodes![element!("p", [("class", "unseen"), ("role", "status")], [status]), content]
}

fn notice_page(waiting: &WaitingPage, session: &Session, heading: &str, sentence: &str) -> Html {
    let text = session.text();
    let reload =
        element!("a", [("class", "button quiet"), ("href", session.href(&[]))], [text.check_again]);
    let content = notice(Icon::Clock, heading, sentence, reload);
    let links = Links { wallet: Html::default(), ..links(session, "") };
    frame(text, &waiting.mall.name, links, content)
}

/// Asks for the payment until the server knows it, or [`MAX_WAIT_MS`] have passed.
pub async fn wait_for_payment(path: String, session: Session) -> WaitOutcome {
    let started = clock::device_ms();
    let mut tries = 0;
    while clock::device_ms() - started < MAX_WAIT_MS {
        let wait = match pages::receipt(&session.caller, &path).await {
            Ok(page) => {
                document::set_title(session.text().claim_title);
                let clock = Clock::running(page.server_time, clock::device_ms());
                let pass = page.pass.clone().map(AttrValue::from);
                return WaitOutcome::Paid(
                    page.into(),
                    Box::new(Session { clock, pass, ..session }),
                );
            }
            Err(Failure::Refused(problem)) => problem.refusal.retry_after().unwrap_or(0),
            Err(Failure::Later(seconds)) => seconds,
            Err(Failure::Unknown) => 0,
        };
        tries += 1;
        // The server names the same whole seconds to everybody; the random pause spreads the requests.
        clock::wait(wait.saturating_mul(500) + retry_delay_ms(tries.min(3))).await;
    }
    WaitOutcome::TimedOut
}
