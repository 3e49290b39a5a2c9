//! How many coupons a second the server prepares and redeems over HTTP, with SQLite and with PostgreSQL, and
//! where the time goes.

mod alone;
mod client;
mod counter;
mod coupons;
mod load;
mod server;

use std::path::{Path, PathBuf};

use tokio::runtime::Runtime;

use crate::report::{Goal, Report, Row, Table};
use counter::Till;
use load::Load;
use server::Server;

/// Tills at work, each at a store of its own: stores beside each other in the mall do not wait for one another.
const TILLS: usize = 20;
/// Coupons a second that come to all tills together, and for how many seconds.
const A_SECOND: usize = 200;
const SECONDS: usize = 10;
/// Coupons that come to one till in that time.
const COMING: usize = A_SECOND * SECONDS / TILLS;
/// Coupons that a till takes at most without a pause, and for how many seconds. With two keys for each till these
/// are fewer requests than the server allows it in that time.
const WITHOUT_PAUSE: usize = 300;
const AT_MOST: u64 = 8;

const A_SECOND_TAKEN: &str = "taken a second";
/// A till's columns.
const COLUMNS: [(&str, usize); 6] = [
    (A_SECOND_TAKEN, 0),
    ("prepare p50, ms", 1),
    ("prepare p99, ms", 1),
    ("redeem p50, ms", 1),
    ("redeem p99, ms", 1),
    // Of the server's own threads, SQLite among them; PostgreSQL is other programs.
    ("server's processor, ms each", 2),
];

/// What one database has shown.
struct Shown {
    database: &'static str,
    coming: Load,
    without_pause: Load,
    alone: Row,
}

/// Measures and reports. `site` is the folder with the page's document, `postgres` the address of an empty database.
///
/// # Panics
/// When an answer is not the one that a till must get.
pub fn run(site: &Path, postgres: &str, runtime: &Runtime) {
    let shown = [("SQLite", None), ("PostgreSQL", Some(postgres))].map(|(database, url)| {
        println!("→ tills with {database} …");
        measure(database, url, site.to_owned(), runtime)
    });
    let table = |title: String, load: fn(&Shown) -> &Load| Table {
        title,
        columns: COLUMNS.into(),
        rows: shown.iter().map(|shown| load(shown).row(shown.database)).collect(),
    };
    let coming = table(format!("{A_SECOND} a second come"), |shown| &shown.coming);
    let without_pause = table(format!("{TILLS} tills without a pause"), |s| &s.without_pause);
    let goals = shown.iter().flat_map(|Shown { database, .. }| {
        let held = format!("{A_SECOND} a second held, {database}");
        let most = format!("highest rate, {database}");
        [
            // The last of them is answered a moment after the time is over.
            Goal::at_least(held, A_SECOND as f64 - 1.0, coming.figure(database, A_SECOND_TAKEN)),
            Goal::at_least(most, A_SECOND as f64, without_pause.figure(database, A_SECOND_TAKEN)),
        ]
    });
    let goals = goals.collect();
    let conditions = format!(
        "Tills: HTTP on loopback, {TILLS} tills at {TILLS} stores, each coupon prepared and redeemed with signed \
         requests; {A_SECOND} a second for {SECONDS} s, then without a pause for at most {AT_MOST} s; \
         the callers have the same processor's cores."
    );
    let alone = Table {
        title: "alone, one after another".into(),
        columns: alone::COLUMNS.into(),
        rows: shown.into_iter().map(|shown| shown.alone).collect(),
    };
    let mut report = Report::new("till", conditions, vec![coming, without_pause, alone]);
    report.goals = goals;
    report.publish().expect("the results can be written");
}

/// Starts a server with a database, and has coupons claimed and taken.
fn measure(database: &'static str, url: Option<&str>, site: PathBuf, runtime: &Runtime) -> Shown {
    let server = Server::start(url, site);
    // Each shopper claims one coupon of every store.
    let links = server.links(COMING + WITHOUT_PAUSE);
    let app = server.mall.app.clone();
    let alone = server.run(alone::row(database, app.clone()));
    let shown = runtime.block_on(async {
        let claimed = coupons::claim(server.address, links).await;
        let mut tills = Vec::new();
        for (number, coupons) in claimed.into_iter().enumerate() {
            tills.push(Till::open(&app, server.address, number, coupons).await);
        }
        load::warm_up(&mut tills).await;
        let (tills, coming) = load::coming(tills).await;
        let (tills, without_pause) = load::without_pause(tills).await;
        for mut till in tills {
            till.check().await;
        }
        Shown { database, coming, without_pause, alone }
    });
    server.stop();
    shown
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::time::Instant;

    use tokio::runtime::Runtime;

    use super::counter::Till;
    use super::server::Server;
    use super::{TILLS, coupons};

    /// Two tills with one coupon each, of which the second may have been given the first one's.
    fn two_tills(same_coupon: bool) {
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
                till.look().await;
                let times = till.take(Instant::now()).await;
                assert!(times.prepare > 0.0 && times.redeem > 0.0);
                assert_eq!(till.left(), 0);
                till.check().await;
            }
        });
        server.stop();
    }

    #[test]
    fn tills_take_their_coupons() {
        two_tills(false);
    }

    #[test]
    #[should_panic(expected = "wrong_store")]
    fn a_refused_coupon_fails_the_bench() {
        two_tills(true);
    }
}
