//! Keys and people, set up by who sits at the server.

use mall_contract::{Role, StoreId};
use mall_server::clock::Clock;
use mall_server::db::{Database, catalogue, keys};
use mall_server::error::Error;
use mall_server::identity::password::Passwords;
use mall_server::identity::secret::random_name;
use mall_server::staff::set_up::{self, Place};

use crate::options::{Options, Outcome};

fn failed(error: Error) -> String {
    format!("It was not done ({error}).")
}

/// Makes an API key of the mall's, or of the store that `--store` names; or makes the one that `--revoke` names
/// invalid.
pub async fn key(options: &Options, mall: &str) -> Outcome {
    let (db, secret, now) = (options.database().await?, options.secret()?, Clock::default().now());
    let mut tx = db.write().await.map_err(failed)?;
    if let Some(key) = &options.revoke {
        if !keys::revoke(&mut tx, mall, key, now).await.map_err(failed)? {
            return Err(format!("{key} is no valid key of the mall {mall}.").into());
        }
        tx.commit().await?;
        println!("{key} is not valid any more.");
        return Ok(());
    }
    let key = random_name()?;
    match &options.store {
        None => keys::put(&mut tx, mall, &key, now).await.map_err(failed)?,
        Some(store) => {
            if !keys::put_of_store(&mut tx, mall, store, &key, now).await.map_err(failed)? {
                return Err(format!(
                    "The mall {mall} has no store {store}, or it has two valid keys: --revoke one first."
                )
                .into());
            }
        }
    }
    tx.commit().await?;
    println!("key:    {key}\nsecret: {}", secret.of_key(mall, &key));
    Ok(())
}

/// Lists who works in a mall.
pub async fn list(options: &Options, mall: &str) -> Outcome {
    let db = mall_database(options, mall).await?;
    for row in set_up::list(&db, mall).await.map_err(failed)? {
        let store = if row.store_id.is_empty() { "-" } else { &row.store_id };
        let role = role_name(row.role().map_err(failed)?);
        let state = match (row.disabled_at, row.must_change()) {
            (Some(_), _) => "  off",
            (None, true) => "  has not chosen a password yet",
            (None, false) => "",
        };
        println!("{store}  {}  {role}{state}", row.name);
    }
    Ok(())
}

/// Sets somebody up, gives them a new password, or ends their access with `--off`.
pub async fn put(options: &Options, mall: &str, name: &str) -> Outcome {
    let db = mall_database(options, mall).await?;
    let now = Clock::default().now();
    let store = options.store.as_deref().map(StoreId::parse).transpose()?;
    if options.off {
        set_up::end(&db, mall, store.as_ref(), name, now).await?;
        println!("{name} can log in no more.");
        return Ok(());
    }
    let role = options.role.as_deref().and_then(role);
    let role = role.ok_or("--role is cashier, store_manager, merchant, operator or provider.")?;
    let place = Place { store: store.as_ref(), name, role };
    let password = set_up::put(&db, &Passwords::default(), mall, place, now).await?;
    println!("password, to be used once: {password}");
    Ok(())
}

async fn mall_database(options: &Options, mall: &str) -> Outcome<Database> {
    let db = options.database().await?;
    if catalogue::mall(db.read(), mall).await.map_err(failed)?.is_none() {
        return Err(format!("There is no mall {mall}; `mall-server import` makes one.").into());
    }
    Ok(db)
}

const ROLES: [(&str, Role); 5] = [
    ("cashier", Role::Cashier),
    ("store_manager", Role::StoreManager),
    ("merchant", Role::Merchant),
    ("operator", Role::Operator),
    ("provider", Role::Provider),
];

fn role(text: &str) -> Option<Role> {
    ROLES.iter().find(|(name, _)| *name == text).map(|(_, role)| *role)
}

fn role_name(role: Role) -> &'static str {
    ROLES.iter().find(|(_, known)| *known == role).map_or("", |(name, _)| name)
}
