//! The demo mall, and a start page where anyone can pay. Only under `--demo`.

mod frame_page;
mod gallery;
mod pay;
mod start_page;

use axum::Router;
use axum::routing::{get, post};
use mall_contract::Role;

use crate::catalogue;
use crate::context::Context;
use crate::db::{keys, staff};
use crate::error::Error;
use crate::http::state::AppState;
use crate::mall_file::Catalogue;
use crate::placements;

/// The mall.
pub const CATALOGUE: &str = include_str!("../../demo/mall.json");

/// Its places with QR codes.
const PLACEMENTS: &str = include_str!("../../demo/placements.csv");

/// The name of a cashier at each of the demo's stores.
pub const CASHIER: &str = "demo";

/// The name of a manager at each of the demo's stores.
pub const MANAGER: &str = "manager";

/// The password of all people of the demo.
pub const PASSWORD: &str = "demo-password";

/// The key the demo's own till signs its notices with.
const KEY: &str = "demo-till";

/// Writes the mall, or renews its times; makes the till's key valid.
///
/// # Errors
/// A sentence that says what is wrong.
pub async fn prepare(context: &Context) -> Result<(), String> {
    let mall = catalogue::read(CATALOGUE)
        .map_err(|error| format!("The demo mall cannot be read: {error}."))?;
    catalogue::import(&context.db, &mall, context.now())
        .await
        .map_err(|error| format!("The demo mall cannot be written: {error}."))?;
    let failed = |error: Error| format!("The demo cannot be written ({error}).");
    let file = PLACEMENTS.as_bytes();
    placements::import(&context.db, &mall.mall.id, file, context.now()).await.map_err(failed)?;
    hire(context, &mall).await.map_err(failed)?;
    let mut tx = context.db.write().await.map_err(failed)?;
    keys::put(&mut tx, &mall.mall.id, KEY, context.now()).await.map_err(failed)?;
    tx.commit().await.map_err(|error| failed(error.into()))
}

/// A cashier and a manager for every store, with one password that the start page shows. It is hashed once, and who
/// is there stays.
async fn hire(context: &Context, mall: &Catalogue) -> Result<(), Error> {
    let id = mall.mall.id.as_str();
    if !staff::all(context.db.read(), id).await?.is_empty() {
        return Ok(());
    }
    let hash = context.passwords.hash(PASSWORD.to_owned()).await?;
    let mut tx = context.db.write().await?;
    for store in mall.stores() {
        for (name, role) in [(CASHIER, Role::Cashier), (MANAGER, Role::StoreManager)] {
            let person = format!("{store}-{name}");
            staff::insert(&mut tx, id, &person, &hash, false, context.now()).await?;
            staff::put_role(&mut tx, id, &person, [store.as_str(), name], role).await?;
        }
    }
    Ok(tx.commit().await?)
}

/// The demo's addresses.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/", get(start_page::show))
        .route("/demo/payments", post(pay::pay))
        .route("/gallery", get(gallery::index))
        .route("/gallery/{scene}", get(gallery::scene))
        .route("/demo/receipt", get(frame_page::show))
        .route("/demo/frame.js", get(frame_page::script))
}
