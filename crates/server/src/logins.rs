//! Logins of a mini-program: its user proves to be a payer and gets, once and soon, into the page.

use mall_contract::{Entry, Refusal};

use crate::clock::Ms;
use crate::context::Context;
use crate::db::catalogue::MallRow;
use crate::entries::{self, Proof};
use crate::error::Error;
use crate::identity::payer;
use crate::payments::is_plain_text;

/// Exchanges a login code for an entry of the payer's shopper. The use of the entry decides where it leads.
///
/// # Errors
/// `malformed`, `login_invalid`, `login_unavailable`; `too_many`, `busy`.
pub async fn log_in(
    context: &mut Context,
    mall: &MallRow,
    code: &str,
    now: Ms,
) -> Result<Entry, Error> {
    if !is_plain_text(code, 128) {
        return Err(Refusal::Malformed { field: "code".into() }.into());
    }
    let payer = context.login.payer(code).await?;
    let Context { db, shared } = context;
    let mut tx = db.write().await?;
    let shopper = payer::keep(&mut tx, &shared.secret, &mall.id, &payer, now).await?;
    tx.commit().await?;
    context.quotas.claim(&shopper)?;
    entries::make(context, mall, &shopper, Proof::Session { since: 0 }, entries::HOME, now).await
}
