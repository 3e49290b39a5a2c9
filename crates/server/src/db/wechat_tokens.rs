//! The access token and ticket of an official account, and the lease to renew them.

use mall_contract::MallId;

use super::row::row;
use super::transaction::{Connection, Write};
use crate::clock::Ms;
use crate::error::Error;

/// An account's tokens, shared by all servers of a mall.
#[derive(Clone, Debug, Default)]
pub struct TokensRow {
    /// The access token, sealed.
    pub token: Option<String>,
    /// The instant at which it expires.
    pub token_until: Ms,
    /// The ticket that pages are signed with, sealed.
    pub ticket: Option<String>,
    /// The instant at which it expires.
    pub ticket_until: Ms,
    /// Names the server that renews both now.
    pub lease: Option<String>,
    /// No server asks WeChat before this instant.
    pub rest_until: Ms,
    /// The refusal of the last renewal without a ticket, as JSON.
    pub refusal: Option<String>,
}

row!(TokensRow { token, token_until, ticket, ticket_until, lease, rest_until, refusal });

/// Returns the tokens of an account, or none yet.
pub async fn get(
    connection: &mut Connection,
    mall: &MallId,
    app_id: &str,
) -> Result<Option<TokensRow>, Error> {
    let sql = "SELECT token, token_until, ticket, ticket_until, lease, rest_until, refusal \
               FROM wechat_tokens WHERE mall_id = $1 AND app_id = $2";
    Ok(sqlx::query_as(sql).bind(mall.as_str()).bind(app_id).fetch_optional(connection).await?)
}

/// Takes the lease to renew tickets that end by `due`, until `until`. Returns whether this call got it: only one server
/// has the lease, and none while WeChat must not be asked.
pub async fn take_lease(
    tx: &mut Write<'_>,
    mall: &MallId,
    app_id: &str,
    lease: &str,
    now: Ms,
    due: Ms,
    until: Ms,
) -> Result<bool, Error> {
    let sql = "INSERT INTO wechat_tokens (mall_id, app_id, lease, rest_until) VALUES ($1, $2, $3, $4) \
               ON CONFLICT (mall_id, app_id) DO UPDATE SET lease = excluded.lease, \
               rest_until = excluded.rest_until \
               WHERE wechat_tokens.rest_until <= $5 AND wechat_tokens.ticket_until <= $6";
    let query = sqlx::query(sql).bind(mall.as_str()).bind(app_id).bind(lease).bind(until);
    Ok(query.bind(now).bind(due).execute(&mut **tx).await?.rows_affected() == 1)
}

/// Writes the result of a renewal and ends its lease. Changes nothing if another server has taken the lease over.
pub async fn settle(
    tx: &mut Write<'_>,
    mall: &MallId,
    app_id: &str,
    lease: &str,
    brought: &TokensRow,
) -> Result<(), Error> {
    let sql = "UPDATE wechat_tokens SET token = $4, token_until = $5, ticket = $6, ticket_until = $7, \
               rest_until = $8, refusal = $9, lease = NULL \
               WHERE mall_id = $1 AND app_id = $2 AND lease = $3";
    let query = sqlx::query(sql).bind(mall.as_str()).bind(app_id).bind(lease);
    let query = query.bind(&brought.token).bind(brought.token_until);
    let query = query.bind(&brought.ticket).bind(brought.ticket_until);
    query.bind(brought.rest_until).bind(&brought.refusal).execute(&mut **tx).await?;
    Ok(())
}
