//! The shopper of a payer: one and the same at each proof.

use mall_contract::{MallId, ShopperId};

use super::session;
use crate::clock::Ms;
use crate::db::{self, Write, shoppers};
use crate::error::Error;

/// Returns the payer's shopper, a new one at the first proof. A shopper who has opened the payer's links before has
/// proven nothing, and stays another one.
///
/// # Errors
/// When the database does not answer.
pub async fn shopper_of(
    tx: &mut Write<'_>,
    mall: &MallId,
    payer: &str,
    now: Ms,
) -> Result<ShopperId, Error> {
    if let Some(shopper) = shoppers::of_payer(tx, mall, payer).await? {
        return Ok(shopper);
    }
    let mut attempt = db::part(tx).await?;
    let new = session::new_shopper(&mut attempt, mall, now).await?;
    shoppers::person_of_payer(&mut attempt, mall, payer, &new).await?;
    if shoppers::give_to_payer(&mut attempt, mall, payer, &new).await? {
        attempt.commit().await?;
        return Ok(new);
    }
    // Another request was faster; the new shopper is rolled back.
    attempt.rollback().await?;
    let first = shoppers::of_payer(tx, mall, payer).await?;
    first.ok_or_else(|| Error::fault("a payer has no shopper", mall))
}
