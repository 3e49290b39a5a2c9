//! Counting claims at the edge, before anything is done for them.

use axum::http::HeaderValue;
use axum::response::{IntoResponse, Response};

use super::reply::Reply;
use super::visit::Visit;
use crate::context::Context;
use crate::error::Error;
use crate::identity::link::{Link, Occasion};
use crate::strangers::{self, Counted, StrangersClaim};

/// The header with a challenge in an answer, and with its proof in a claim.
pub const PROOF: &str = "mall-proof";

/// A claim that is not let in.
#[derive(Debug)]
pub struct NotCounted {
    error: Error,
    challenge: Option<String>,
}

impl NotCounted {
    /// Returns the reason alone.
    #[must_use]
    pub fn into_error(self) -> Error {
        self.error
    }
}

impl From<Error> for NotCounted {
    fn from(error: Error) -> Self {
        Self { error, challenge: None }
    }
}

impl From<NotCounted> for Reply {
    fn from(not_counted: NotCounted) -> Self {
        not_counted.error.into()
    }
}

impl IntoResponse for NotCounted {
    fn into_response(self) -> Response {
        let mut response = Reply::from(self.error).into_response();
        let challenge = self.challenge.and_then(|text| HeaderValue::try_from(text).ok());
        if let Some(challenge) = challenge {
            response.headers_mut().insert(PROOF, challenge);
        }
        response
    }
}

impl Visit {
    /// Counts a claim. One at a placement by a stranger also counts for the place: anybody can have any number of new
    /// sessions. `proof` is the proof of work that came with it.
    ///
    /// # Errors
    /// `session_missing`; `too_many` with the seconds to wait.
    pub async fn count_claim(
        &self,
        context: &mut Context,
        link: &Link,
        proof: Option<&str>,
    ) -> Result<(), NotCounted> {
        let shopper = self.known_shopper()?;
        context.quotas.claim(shopper).map_err(Error::from)?;
        let place = match &link.occasion {
            Occasion::Placement(place) if self.is_stranger => place,
            _ => return Ok(()),
        };
        let (mall, network) = (&self.mall.id, self.address.as_str());
        let claim = StrangersClaim { mall, shopper, place, network, proof };
        match strangers::count(context, claim, self.now).await? {
            Counted::Accepted => Ok(()),
            Counted::HeldBack { refusal, challenge } => {
                Err(NotCounted { error: refusal.into(), challenge })
            }
        }
    }
}
