//! Measures what greedy callers cost honest ones, and how much memory they make the server take.

pub mod callers;
mod greed;
mod honest;
pub mod kind;
mod requests;
mod server;
mod target;

use std::path::Path;
use std::time::Duration;

use mall_contract::Placements;
use tokio::time::sleep;

use crate::client::Client;
use crate::report::{Goal, Report, Row, Table, quantile};
use callers::Callers;
use greed::Answers;
use honest::{VISITS_PER_SECOND, Visits};
use kind::Kind;
use server::Server;
use target::Target;

/// The lengths of a turn: honest callers alone, and beside greedy ones.
const QUIET: Duration = Duration::from_secs(4);
const BESIDE: Duration = Duration::from_secs(6);

/// Memory that is not needed any more is given back after this time.
const REST: Duration = Duration::from_secs(5);

/// The number of placements before the first import.
const PLACEMENTS: usize = 300;

/// The columns of the table.
const COLUMNS: [(&str, usize); 10] = [
    ("quiet p50, ms", 1),
    ("quiet p99, ms", 1),
    ("beside p50, ms", 1),
    ("beside p99, ms", 1),
    (RATIO, 2),
    (REFUSED, 2),
    ("greedy answers a second", 0),
    ("memory before, MiB", 0),
    (PEAK, 0),
    (AFTER, 0),
];
const RATIO: &str = "p99, to the quiet one";
const REFUSED: &str = "honest requests refused, %";
const PEAK: &str = "most memory, MiB";
const AFTER: &str = "memory after, MiB";

/// The bounds of the goals.
const RATIO_LIMIT: f64 = 3.0;
const PEAK_LIMIT_MIB: f64 = 256.0;
const AFTER_LIMIT_MIB: f64 = 128.0;

/// Measures and reports. `program` is the release server, `site` the folder with the page's document, `postgres` the
/// address of an empty database.
///
/// # Panics
/// When an honest caller gets an answer that is neither the right one nor a refusal by a limit.
pub async fn run(turns: usize, program: &Path, site: &Path, postgres: &str) {
    let mut tables = Vec::new();
    for (database, url) in [("SQLite", None), ("PostgreSQL", Some(postgres))] {
        println!("→ greedy callers with {database} …");
        tables.push(measure(database, &Server::start(program, url, site).await, turns).await);
    }
    let conditions = format!(
        "Greedy callers: the release server in a process of its own, HTTP on loopback; {VISITS_PER_SECOND} honest visits a \
         second with six requests each; {turns} turns of {} s alone and {} s beside; greedy callers run with `nice -n 19`.",
        QUIET.as_secs(),
        BESIDE.as_secs()
    );
    let goals = tables.iter().flat_map(goals).collect();
    let mut report = Report::new("greedy", conditions, tables);
    report.goals = goals;
    report.publish().expect("the results can be written");
}

async fn measure(database: &str, server: &Server, turns: usize) -> Table {
    let mut visits = Numbers(0);
    let target = set_up(server, &mut visits).await;
    let mut rows = Vec::new();
    for kind in Kind::ALL {
        println!("  {} …", kind.name());
        rows.push(row(kind, server, &target, turns, &mut visits).await);
    }
    Table { title: database.to_owned(), columns: COLUMNS.into(), rows }
}

/// Returns goals of one database.
fn goals(table: &Table) -> Vec<Goal> {
    let most = |column| {
        let figures = table.rows.iter().map(|row| table.figure(&row.name, column));
        figures.fold(f64::NEG_INFINITY, |most, figure| if figure > most { figure } else { most })
    };
    let goal = |what: &str, limit, column| {
        Goal::at_most(format!("{what}, {}", table.title), limit, most(column))
    };
    vec![
        goal("p99 beside greedy callers, to the quiet one", RATIO_LIMIT, RATIO),
        goal("honest requests refused, %", 0.0, REFUSED),
        goal("most memory, MiB", PEAK_LIMIT_MIB, PEAK),
        goal("memory after, MiB", AFTER_LIMIT_MIB, AFTER),
    ]
}

/// Gives each visit a number of its own.
struct Numbers(u64);

impl Numbers {
    async fn visits(&mut self, server: &Server, time: Duration) -> Visits {
        let first = self.0;
        self.0 += time.as_secs() * u64::from(VISITS_PER_SECOND);
        honest::visits(server.address, first, time).await
    }
}

/// Sets placements up, opens connections and fills caches.
async fn set_up(server: &Server, visits: &mut Numbers) -> Target {
    let mut client = Client::connect(server.address).await;
    let mut import =
        requests::signed("POST", "/v1/placements/import", requests::placements(PLACEMENTS, 0));
    import.headers_mut().insert("content-type", "text/csv".parse().expect("a type"));
    client.send(import, 200).await;
    let list = client.send(requests::signed("GET", "/v1/placements", String::new()), 200).await;
    let list: Placements = serde_json::from_slice(list.body()).expect("placements");
    visits.visits(server, QUIET).await;
    let (cookie, coupon) = honest::claim(server.address).await;
    Target {
        server: server.address,
        codes: list.placements.into_iter().map(|placement| placement.code).collect(),
        cookie,
        coupon,
    }
}

async fn row(
    kind: Kind,
    server: &Server,
    target: &Target,
    turns: usize,
    visits: &mut Numbers,
) -> Row {
    let before = server.memory();
    server.forget_peak();
    let (mut quiet, mut beside) = (Visits::default(), Visits::default());
    let mut answers = Answers::new();
    for _ in 0..turns {
        quiet.add(visits.visits(server, QUIET).await);
        let callers = Callers::begin(kind, target, BESIDE);
        beside.add(visits.visits(server, BESIDE).await);
        for (status, count) in callers.end() {
            *answers.entry(status).or_default() += count;
        }
    }
    println!("    answers by status: {answers:?}");
    let peak = server.peak();
    sleep(REST).await;
    let of = |visits: &Visits, share| quantile(&visits.times, share);
    let ratio = of(&beside, 0.99).zip(of(&quiet, 0.99)).map(|(beside, quiet)| beside / quiet);
    let seconds = BESIDE.as_secs_f64() * turns as f64;
    let figures = vec![
        of(&quiet, 0.5),
        of(&quiet, 0.99),
        of(&beside, 0.5),
        of(&beside, 0.99),
        ratio,
        Some(beside.percent_refused()),
        Some(answers.values().sum::<u64>() as f64 / seconds),
        Some(before),
        Some(peak),
        Some(server.memory()),
    ];
    let samples = vec![quiet.times, vec![], beside.times, vec![], vec![], vec![], vec![]];
    Row { name: kind.name().to_owned(), figures, samples }
}
