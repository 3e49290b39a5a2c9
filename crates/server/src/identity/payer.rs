//! The shopper of a payer: one and the same at each proof.

use mall_contract::{MallId, PaymentId, ShopperId};

use super::secret::Secret;
use crate::clock::Ms;
use crate::db::{Connection, Write, shoppers};
use crate::error::{Error, OrFault};

/// The purposes of what is derived, so that no name of one kind is one of another.
const OF_PAYMENT: &[u8] = b"shopper of payment 1";
const OF_PAYER: &[u8] = b"shopper of payer 1";

/// Returns the payer's shopper; before the first proven act, the one that it will be. A shopper who has opened the
/// payer's links before has proven nothing, and stays another one.
///
/// # Errors
/// When the database does not answer.
pub async fn find(
    reader: &mut Connection,
    secret: &Secret,
    mall: &MallId,
    payer: &str,
) -> Result<ShopperId, Error> {
    match shoppers::of_payer(reader, mall, payer).await? {
        Some(shopper) => Ok(shopper),
        None => of_payer(secret, mall, payer),
    }
}

/// Returns the payer's shopper, and stores it at the first proven act.
///
/// # Errors
/// When the database does not answer.
pub async fn keep(
    tx: &mut Write<'_>,
    secret: &Secret,
    mall: &MallId,
    payer: &str,
    now: Ms,
) -> Result<ShopperId, Error> {
    let shopper = find(tx, secret, mall, payer).await?;
    shoppers::ensure(tx, mall, &shopper, now).await?;
    shoppers::person_of_payer(tx, mall, payer, &shopper).await?;
    // Another request can only have given the payer the same shopper.
    shoppers::give_to_payer(tx, mall, payer, &shopper).await?;
    Ok(shopper)
}

/// Returns the shopper of a payment whose payer is not proven. The same payment always has the same one.
///
/// # Errors
/// A fault when the derived text is no name.
pub fn of_payment(secret: &Secret, mall: &MallId, payment: &PaymentId) -> Result<ShopperId, Error> {
    derive(secret, OF_PAYMENT, mall, payment.as_str())
}

/// Returns the shopper of a payer who has none yet.
///
/// # Errors
/// As [`of_payment`].
pub fn of_payer(secret: &Secret, mall: &MallId, payer: &str) -> Result<ShopperId, Error> {
    derive(secret, OF_PAYER, mall, payer)
}

fn derive(secret: &Secret, purpose: &[u8], mall: &MallId, of: &str) -> Result<ShopperId, Error> {
    let mut name = secret.sign(&[purpose, mall.as_str().as_bytes(), of.as_bytes()]);
    // 132 bits, as many characters as other shoppers' names have.
    name.truncate(22);
    ShopperId::parse(name).or_fault("a shopper's name cannot be derived")
}
