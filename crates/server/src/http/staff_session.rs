//! The session of a person of the staff, from a request.

use axum::http::HeaderMap;

use super::cookies::SessionCookie;
use super::visit::Visit;
use crate::context::Context;
use crate::error::Error;
use crate::staff::{self, AuthenticatedStaff};

/// Finds the person whose session a request belongs to.
///
/// # Errors
/// `staff_session_missing`.
pub async fn staff_session(
    context: &mut Context,
    visit: &Visit,
    headers: &HeaderMap,
) -> Result<AuthenticatedStaff, Error> {
    let token = SessionCookie::staff(context.is_secure()).token(headers);
    staff::find(context, &visit.mall.id, token, visit.now).await
}
