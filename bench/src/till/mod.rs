//! Measures how many coupons a second the server prepares and redeems over HTTP, with SQLite and with PostgreSQL, and where
//! the time goes.

mod alone;
mod counter;
mod coupons;
mod load;
mod server;
mod size;

use std::path::{Path, PathBuf};

use tokio::runtime::Runtime;

use crate::report::{Goal, Report, Row, Table};
use counter::Till;
use load::Load;
use server::Server;
use size::{
    COUPONS_AT_RATE, COUPONS_PER_SECOND, COUPONS_UNPAUSED, RATE_SECONDS, TILLS, UNPAUSED_SECONDS,
};

/// The column of the rate.
const RATE_COLUMN: &str = "taken a second";
/// The columns of both loads.
const COLUMNS: [(&str, usize); 6] = [
    (RATE_COLUMN, 0),
    ("prepare p50, ms", 1),
    ("prepare p99, ms", 1),
    ("redeem p50, ms", 1),
    ("redeem p99, ms", 1),
    // This counts the server's own threads, with SQLite's. PostgreSQL is a program of its own.
    ("server's processor, ms each", 2),
];

/// The result of one database.
struct DatabaseResult {
    database: &'static str,
    coming: Load,
    without_pause: Load,
    alone: Row,
}

/// Measures and reports. `site` is the folder with the page's document, `postgres` the address of an empty database.
///
/// # Panics
/// When a response is not the one that a till must get.
pub fn run(site: &Path, postgres: &str, runtime: &Runtime) {
    let results = [("SQLite", None), ("PostgreSQL", Some(postgres))].map(|(database, url)| {
        println!("→ tills with {database} …");
        measure(database, url, site.to_owned(), runtime)
    });
    let table = |title: String, load: fn(&DatabaseResult) -> &Load| Table {
        title,
        columns: COLUMNS.into(),
        rows: results.iter().map(|results| load(results).row(results.database)).collect(),
    };
    let coming = table(format!("{COUPONS_PER_SECOND} a second come"), |results| &results.coming);
    let without_pause = table(format!("{TILLS} tills without a pause"), |s| &s.without_pause);
    let goals = results.iter().flat_map(|DatabaseResult { database, .. }| {
        let rate_goal = format!("{COUPONS_PER_SECOND} a second held, {database}");
        let most = format!("highest rate, {database}");
        [
            // The last response comes a moment after the time is over.
            Goal::at_least(
                rate_goal,
                COUPONS_PER_SECOND as f64 - 1.0,
                coming.figure(database, RATE_COLUMN),
            ),
            Goal::at_least(
                most,
                COUPONS_PER_SECOND as f64,
                without_pause.figure(database, RATE_COLUMN),
            ),
        ]
    });
    let goals = goals.collect();
    let conditions = format!(
        "Tills: HTTP on loopback, {TILLS} tills at {TILLS} stores, each coupon prepared and redeemed with signed \
         requests; {COUPONS_PER_SECOND} a second for {RATE_SECONDS} s, then without a pause for at most {UNPAUSED_SECONDS} s; \
         the callers have the same processor's cores."
    );
    let alone = Table {
        title: "alone, one after another".into(),
        columns: alone::COLUMNS.into(),
        rows: results.into_iter().map(|results| results.alone).collect(),
    };
    let mut report = Report::new("till", conditions, vec![coming, without_pause, alone]);
    report.goals = goals;
    report.publish().expect("the results can be written");
}

/// Starts a server with a database, and claims and redeems coupons.
fn measure(
    database: &'static str,
    url: Option<&str>,
    site: PathBuf,
    runtime: &Runtime,
) -> DatabaseResult {
    let server = Server::start(url, site);
    // Each shopper claims one coupon of every store.
    let links = server.links(COUPONS_AT_RATE + COUPONS_UNPAUSED);
    let app = server.mall.app.clone();
    let alone = server.run(alone::row(database, app.clone()));
    let results = runtime.block_on(async {
        let claimed = coupons::claim(server.address, links).await;
        let mut tills = Vec::new();
        for (number, coupons) in claimed.into_iter().enumerate() {
            tills.push(Till::open(&app, server.address, number, coupons).await);
        }
        load::warm_up(&mut tills).await;
        let (tills, coming) = load::at_fixed_rate(tills).await;
        let (tills, without_pause) = load::without_pause(tills).await;
        for mut till in tills {
            till.check_days().await;
        }
        DatabaseResult { database, coming, without_pause, alone }
    });
    server.stop();
    results
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::time::Instant;

    use tokio::runtime::Runtime;

    use super::counter::Till;
    use super::server::Server;
    use super::{TILLS, coupons};

    /// Redeems one coupon each at two tills. With `same_coupon`, the second till has the first one's.
    fn redeem_at_two_tills(same_coupon: bool) {
        let server = Server::start(None, Path::new(env!("CARGO_MANIFEST_DIR")).join(".."));
        let links = server.links(1);
        Runtime::new().expect("a runtime").block_on(async {
            let mut claimed = coupons::claim(server.address, links).await;
            assert_eq!(claimed.len(), TILLS);
            if same_coupon {
                claimed[1] = claimed[0].clone();
            }
            for (number, coupons) in claimed.into_iter().take(2).enumerate() {
                let mut till = Till::open(&server.mall.app, server.address, number, coupons).await;
                till.prepare_next().await;
                let times = till.redeem_next(Instant::now()).await;
                assert!(times.prepare > 0.0 && times.redeem > 0.0);
                assert_eq!(till.remaining(), 0);
                till.check_days().await;
            }
        });
        server.stop();
    }

    #[test]
    fn tills_redeem_their_coupons() {
        redeem_at_two_tills(false);
    }

    #[test]
    #[should_panic(expected = "wrong_store")]
    fn a_refused_coupon_fails_the_bench() {
        redeem_at_two_tills(true);
    }
}
