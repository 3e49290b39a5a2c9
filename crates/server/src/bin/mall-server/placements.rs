//! `mall-server placements`: places of a mall with QR codes.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;
use mall_contract::{CallerRefusal, MallId, Refusal};
use mall_server::Origin;
use mall_server::clock::Clock;
use mall_server::db::Access;
use mall_server::error::Error;
use mall_server::import_plan::TableReport;
use mall_server::placements::{self, Plan};
use mall_server::workers::Workers;

use crate::import_table::{DRY_RUN, ImportOptions, text};
use crate::outcome::{Outcome, failure, sentence};
use crate::storage::Storage;

/// The rest between two steps of an import. A server that waits for SQLite's file looks for it every 100 ms.
const REST: Duration = Duration::from_millis(120);

/// List a mall's placements, the places with QR codes, and set up those of a file
///
/// docs/placements.md describes the file; crates/server/demo/placements.csv is an example.
#[derive(Args, Debug)]
pub struct Arguments {
    /// Id of the mall
    mall: MallId,
    /// File with placements to set up, in CSV
    file: Option<PathBuf>,
    #[command(flatten)]
    options: ImportOptions,
    /// The server's public origin, such as https://coupons.example.com; codes lead to it or to the mall's own host
    #[arg(long, value_name = "ORIGIN")]
    public_url: Option<Origin>,
}

/// Sets up the placements of the file, if there is one, and lists all.
pub async fn run(storage: &Storage, arguments: &Arguments) -> Outcome {
    let mall = &arguments.mall;
    let (mut database, row) = storage.database_with(mall).await?;
    if let Some(file) = &arguments.file {
        import(&mut database, mall, file, &arguments.options).await?;
        if arguments.options.is_dry_run() {
            return Ok(());
        }
    }
    let origin = arguments.public_url.as_ref().map(|public| row.origin(public));
    let address = origin.as_ref().map_or("", Origin::as_str);
    for placement in
        placements::list(&mut database, mall, address).await.map_err(failure)?.placements
    {
        println!("{}  {}  {}", placement.url, placement.set_up.id, placement.set_up.name);
    }
    Ok(())
}

/// Sets up the placements of a file, or says what that would change. Either all lines are right, or nothing changes and each
/// wrong line is printed.
async fn import(
    database: &mut Access,
    mall: &MallId,
    file: &Path,
    options: &ImportOptions,
) -> Outcome {
    let bytes =
        fs::read(file).map_err(|error| format!("{} cannot be read: {error}.", file.display()))?;
    let (missing, now) = (options.missing(), Clock::default().now());
    let workers = Workers::start(1);
    if options.is_dry_run() {
        let plan = placements::dry_run(database, &workers, mall, &bytes).await.map_err(failure)?;
        print!("{}", text(&[report(&plan)], missing));
        plan.check().map_err(|refusal| refused(refusal.into()))?;
        println!("{DRY_RUN}");
    } else {
        let plan = placements::import(database, &workers, mall, &bytes, missing, REST, now).await;
        print!("{}", text(&[report(&plan.map_err(refused)?)], missing));
    }
    Ok(())
}

fn report(plan: &Plan) -> TableReport {
    let wrong = plan.wrong.iter().map(|line| sentence(&line.refusal)).collect();
    plan.table.report("placements", wrong)
}

/// Prints the wrong lines of a file, and returns what is wrong with it.
fn refused(error: Error) -> String {
    match error {
        Error::Refused(Refusal::Caller(CallerRefusal::LinesRefused { count, lines })) => {
            for line in lines {
                eprintln!("line {}: {}", line.line, sentence(&line.refusal));
            }
            format!("{count} lines are wrong; nothing was changed.")
        }
        error => failure(error),
    }
}
