//! `mall-server import`: a mall from a file.

use std::path::PathBuf;

use clap::Args;
use mall_server::catalogue;
use mall_server::clock::Clock;

use crate::outcome::Outcome;
use crate::storage::Storage;

/// Import a mall: its categories, stores, links and offers
///
/// A mall that exists already is brought up to date. crates/server/demo/mall.json is an example.
#[derive(Args, Debug)]
pub struct Arguments {
    /// File with the mall, in JSON
    file: PathBuf,
}

/// Imports the mall.
pub async fn run(storage: &Storage, arguments: &Arguments) -> Outcome {
    let file = catalogue::read_file(&arguments.file)?;
    catalogue::import(&mut storage.database().await?, &file, Clock::default().now()).await?;
    println!("Imported the mall {}.", file.mall.id);
    Ok(())
}
