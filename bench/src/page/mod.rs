//! How soon a shopper sees and can claim an offer, on a phone's line and processor: ours and peers, in
//! turn.

mod visit;

use std::path::Path;

use crate::Options;
use crate::line::{Line, PHONE};
use crate::mall::Mall;
use crate::peers::{self, FLOOR, HYDRATED, OURS, VUE};
use crate::report::{Goal, Report, Row, Table};
use visit::{Cold, Warm};

/// Columns of a first visit.
const COLD: [(&str, usize); 6] = [
    ("first offer, ms", 0),
    ("tap to claim, ms", 0),
    ("reacts, ms", 0),
    ("bytes", 0),
    ("layout shift", 3),
    ("blocked, ms", 0),
];
/// Columns of a second one.
const WARM: [(&str, usize); 3] = [("first offer, ms", 0), ("reacts, ms", 0), ("bytes", 0)];

/// Measures and reports.
pub async fn run(options: &Options, built: &Path) {
    let mall = Mall::open(None, options.site.clone()).await;
    let peers = peers::all(&mall, built).await;
    let mut lines = Vec::new();
    for peer in &peers {
        lines.push(Line::to(peer.server, PHONE).await);
    }
    let mut cold: Vec<Vec<Cold>> = peers.iter().map(|_| Vec::new()).collect();
    let mut warm: Vec<Vec<Warm>> = peers.iter().map(|_| Vec::new()).collect();
    for run in 0..options.runs {
        for (place, peer) in peers.iter().enumerate() {
            let (one, other) = visit::measure(&lines[place], &mall, peer.name != FLOOR).await;
            println!("{} of {}: {}: {one:?} {other:?}", run + 1, options.runs, peer.name);
            cold[place].push(one);
            warm[place].push(other);
        }
    }
    let names: Vec<_> = peers.iter().map(|peer| peer.name).collect();
    report(options, &names, &cold, &warm).publish().expect("the results can be written");
}

fn report(options: &Options, names: &[&str], cold: &[Vec<Cold>], warm: &[Vec<Warm>]) -> Report {
    let conditions = format!(
        "Page: Chromium, headless, as a phone of 390 × 844; processor 4 times slower; {} Mbit/s down, \
         {} up, {} ms round trip. Medians of {} visits each, contenders in turn.",
        PHONE.down / 1e6,
        PHONE.up / 1e6,
        PHONE.round_trip.as_millis(),
        options.runs
    );
    let cold = table("first visit", &COLD, names, cold, Cold::figures);
    let warm = table("second visit", &WARM, names, warm, Warm::figures);
    let goals = goals(&cold);
    Report { goals, ..Report::new("page", conditions, vec![cold, warm]) }
}

fn table<T, const N: usize>(
    title: &str,
    columns: &[(&'static str, usize); N],
    names: &[&str],
    visits: &[Vec<T>],
    figures: fn(&T) -> [f64; N],
) -> Table {
    let rows = names.iter().zip(visits).map(|(name, visits)| {
        let column = |at: usize| visits.iter().map(|visit| figures(visit)[at]).collect();
        Row::of_samples(*name, (0..N).map(column).collect())
    });
    Table { title: title.into(), columns: columns.to_vec(), rows: rows.collect() }
}

fn goals(cold: &Table) -> Vec<Goal> {
    let ratio = |column: usize, to: &str| {
        cold.figure(OURS, COLD[column].0) / cold.figure(to, COLD[column].0)
    };
    vec![
        Goal::at_most("first offer, to the floor's", 1.1, ratio(0, FLOOR)),
        Goal::at_most("tap to claim, to server-drawn Preact's", 1.0, ratio(1, HYDRATED)),
        Goal::at_most("first offer, to Vue and Vant's", 0.5, ratio(0, VUE)),
        Goal::at_most("tap to claim, to Vue and Vant's", 0.5, ratio(1, VUE)),
        Goal::at_most("reacts, to Vue and Vant's", 1.0, ratio(2, VUE)),
    ]
}

/// The script that watches a page and does on it what is wished: `tap` or `react`.
pub fn watch(wish: &str) -> String {
    include_str!("watch.js").replacen("WISH", &format!("'{wish}'"), 1)
}
