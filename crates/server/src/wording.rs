//! Refusals in words.

use mall_contract::{Moment, Problem, Refusal};
use mall_coupons::{Language, Text};

/// Puts a refusal into the words of a language.
#[must_use]
pub fn problem(refusal: Refusal, language: Language, request_id: String, now: Moment) -> Problem {
    let wording = (Text::of(language).refusal)(&refusal, now);
    Problem {
        refusal,
        message: wording.message.into_owned(),
        next_step: wording.next_step.into_owned(),
        request_id,
        server_time: now,
    }
}
