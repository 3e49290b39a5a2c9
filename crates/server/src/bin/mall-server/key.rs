//! `mall-server key`: API keys of a mall's own system and of its stores'.

use clap::Args;
use mall_contract::{MallId, StoreId};
use mall_server::clock::Clock;
use mall_server::db::keys;
use mall_server::identity::secret::random_name;

use crate::outcome::{Outcome, failure};
use crate::storage::Storage;

/// Create an API key and print its secret
///
/// The key is for the mall's own system, or with --store for that store's. A store may have two
/// valid keys at a time, so that its system can change from one to the other.
#[derive(Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Arguments {
    /// Id of the mall
    mall: MallId,
    /// Store whose system gets the key
    #[arg(long)]
    store: Option<StoreId>,
    /// Key to make invalid; no key is created then
    // A random key may begin with a hyphen.
    #[arg(long, value_name = "KEY", conflicts_with = "store", allow_hyphen_values = true)]
    revoke: Option<String>,
}

/// Creates or revokes a key.
pub async fn run(storage: &Storage, arguments: &Arguments) -> Outcome {
    match &arguments.revoke {
        Some(key) => revoke(storage, &arguments.mall, key).await,
        None => create(storage, &arguments.mall, arguments.store.as_ref()).await,
    }
}

async fn revoke(storage: &Storage, mall: &MallId, key: &str) -> Outcome {
    let (mut database, _) = storage.database_with(mall).await?;
    let mut tx = database.write().await.map_err(failure)?;
    if !keys::revoke(&mut tx, mall, key, Clock::default().now()).await.map_err(failure)? {
        return Err(format!("{key} is not a valid key of the mall {mall}.").into());
    }
    tx.commit().await?;
    println!("{key} is no longer valid.");
    Ok(())
}

async fn create(storage: &Storage, mall: &MallId, store: Option<&StoreId>) -> Outcome {
    let (mut database, _) = storage.database_with(mall).await?;
    let (secret, key, now) = (storage.secret()?, random_name()?, Clock::default().now());
    let mut tx = database.write().await.map_err(failure)?;
    match store {
        None => keys::put(&mut tx, mall, &key, now).await.map_err(failure)?,
        Some(store) => {
            let put = keys::put_of_store(&mut tx, mall, store, &key, now).await;
            if !put.map_err(failure)? {
                return Err(format!(
                    "The mall {mall} has no store {store}, or the store has two valid keys: --revoke one first."
                )
                .into());
            }
        }
    }
    tx.commit().await?;
    println!("key:    {key}\nsecret: {}", secret.of_key(mall, &key));
    Ok(())
}
