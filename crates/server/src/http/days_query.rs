//! The query of a span of days.

use mall_contract::Refusal;
use serde::Deserialize;

use crate::clock::{CivilDay, Days};

/// A span of the mall's own days.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DaysQuery {
    /// The first day, `2026-11-01`
    #[param(value_type = String)]
    from: CivilDay,
    /// The day after the last, at most 366 later
    #[param(value_type = String)]
    until: CivilDay,
}

impl DaysQuery {
    /// Returns the span.
    ///
    /// # Errors
    /// As [`Days::new`].
    pub fn days(&self) -> Result<Days, Refusal> {
        Days::new(self.from, self.until)
    }
}
