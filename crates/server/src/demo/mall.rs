//! The mall of the demo.

use std::time::Duration;

use mall_contract::{Role, StaffId};

use crate::catalogue;
use crate::context::Context;
use crate::db::keys;
use crate::db::staff::{self, StaffName};
use crate::error::{Error, OrFault};
use crate::import_plan::Missing;
use crate::mall_file::Catalogue;
use crate::placements;
use crate::workers::Workers;

/// The mall, as `mall-server import` reads it.
pub const CATALOGUE: &str = include_str!("../../demo/mall.json");

/// The placements, as `mall-server placements` reads them.
const PLACEMENTS: &str = include_str!("../../demo/placements.csv");

/// The name of the cashier at each store.
pub const CASHIER: &str = "demo";

/// The name of the manager at each store.
pub const MANAGER: &str = "manager";

/// The password of all staff.
pub const PASSWORD: &str = "demo-password";

/// The name of the key that signs notices of payments.
pub const KEY: &str = "demo-till";

/// Writes the mall with its placements, staff and key. A mall that exists gets new times.
///
/// # Errors
/// A sentence that says what is wrong.
pub async fn prepare(context: &mut Context) -> Result<(), String> {
    let mall = catalogue::read(CATALOGUE)
        .map_err(|error| format!("The demo mall cannot be read: {error}."))?;
    let now = context.now();
    catalogue::import(&mut context.db, &mall, Missing::Stay, now)
        .await
        .map_err(|error| format!("The demo mall cannot be written: {error}."))?;
    let failed = |error: Error| format!("The demo cannot be written ({error}).");
    let file = PLACEMENTS.as_bytes();
    let (workers, rest) = (Workers::start(1), Duration::ZERO);
    placements::import(&mut context.db, &workers, &mall.mall.id, file, Missing::Stay, rest, now)
        .await
        .map_err(failed)?;
    put_staff(context, &mall).await.map_err(failed)?;
    let mut tx = context.db.write().await.map_err(failed)?;
    keys::put(&mut tx, &mall.mall.id, KEY, now).await.map_err(failed)?;
    tx.commit().await.map_err(|error| failed(error.into()))
}

/// Writes a cashier and a manager for every store, unless the mall has staff. All have one password, which is
/// hashed once because that is slow.
async fn put_staff(context: &mut Context, mall: &Catalogue) -> Result<(), Error> {
    let id = &mall.mall.id;
    if !staff::all(&mut *context.db.read().await?, id).await?.is_empty() {
        return Ok(());
    }
    let hash = context.passwords.hash(PASSWORD.to_owned()).await?;
    let now = context.now();
    let mut tx = context.db.write().await?;
    for store in mall.stores() {
        for (name, role) in [(CASHIER, Role::Cashier), (MANAGER, Role::StoreManager)] {
            let person = StaffId::parse(format!("{store}-{name}")).or_fault("a demo id")?;
            staff::insert(&mut tx, id, &person, &hash, false, now).await?;
            staff::put_role(&mut tx, id, &person, StaffName { store: Some(store), name }, role)
                .await?;
        }
    }
    Ok(tx.commit().await?)
}
