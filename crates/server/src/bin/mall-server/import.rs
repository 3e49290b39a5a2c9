//! `mall-server import`: a mall from a file.

use std::path::PathBuf;

use clap::Args;
use mall_server::catalogue;
use mall_server::clock::Clock;

use crate::import_table::{DRY_RUN, ImportOptions, text};
use crate::outcome::Outcome;
use crate::storage::Storage;

/// Import a mall: its categories, stores, links and offers
///
/// A mall that exists already is brought up to date, and only what differs is written. docs/catalogue.md
/// describes the file; crates/server/demo/mall.json is an example.
#[derive(Args, Debug)]
pub struct Arguments {
    /// File with the mall, in JSON
    file: PathBuf,
    #[command(flatten)]
    options: ImportOptions,
}

/// Imports the mall, or says what an import would change.
pub async fn run(storage: &Storage, arguments: &Arguments) -> Outcome {
    let Arguments { file, options } = arguments;
    let file = catalogue::read_file(file)?;
    let (mut database, now) = (storage.database().await?, Clock::default().now());
    let missing = options.missing();
    if options.is_dry_run() {
        let plan = catalogue::dry_run(&mut database, &file, now).await?;
        print!("{}", text(&plan.report(), missing));
        plan.check()?;
        println!("{DRY_RUN}");
    } else {
        let plan = catalogue::import(&mut database, &file, missing, now).await?;
        print!("{}", text(&plan.report(), missing));
        println!("Imported the mall {}.", file.mall.id);
    }
    Ok(())
}
