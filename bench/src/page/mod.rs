//! Measures how soon a shopper sees an offer and can claim it, on a phone's line and processor. Contenders take turns.

mod visit;
pub mod watch;

use std::path::Path;

use crate::line::{Line, PHONE};
use crate::mall::Mall;
use crate::options::Options;
use crate::peers::{self, FLOOR, HYDRATED, OURS, VUE};
use crate::report::{Goal, Report, Row, Table};
use visit::{FirstVisit, SecondVisit};

/// The columns of a first visit.
const FIRST_VISIT: [(&str, usize); 6] = [
    ("first offer, ms", 0),
    ("tap to claim, ms", 0),
    ("reacts, ms", 0),
    ("bytes", 0),
    ("layout shift", 3),
    ("blocked, ms", 0),
];
/// The columns of a second visit.
const SECOND_VISIT: [(&str, usize); 3] = [("first offer, ms", 0), ("reacts, ms", 0), ("bytes", 0)];

/// Measures and reports.
pub async fn run(options: &Options, built: &Path) {
    let mall = Mall::open(None, options.site.clone()).await;
    let peers = peers::all(&mall, built).await;
    let mut lines = Vec::new();
    for peer in &peers {
        lines.push(Line::to(peer.server, PHONE).await);
    }
    let mut first: Vec<Vec<FirstVisit>> = peers.iter().map(|_| Vec::new()).collect();
    let mut second: Vec<Vec<SecondVisit>> = peers.iter().map(|_| Vec::new()).collect();
    for run in 0..options.runs {
        for (place, peer) in peers.iter().enumerate() {
            let (one, other) = visit::measure(&lines[place], &mall, peer.name != FLOOR).await;
            println!("{} of {}: {}: {one:?} {other:?}", run + 1, options.runs, peer.name);
            first[place].push(one);
            second[place].push(other);
        }
    }
    let names: Vec<_> = peers.iter().map(|peer| peer.name).collect();
    report(options, &names, &first, &second).publish().expect("the results can be written");
}

fn report(
    options: &Options,
    names: &[&str],
    first: &[Vec<FirstVisit>],
    second: &[Vec<SecondVisit>],
) -> Report {
    let conditions = format!(
        "Page: Chromium, headless, as a phone of 390 × 844; processor 4 times slower; {} Mbit/s down, \
         {} up, {} ms round trip. Medians of {} visits each, contenders in turn.",
        PHONE.down / 1e6,
        PHONE.up / 1e6,
        PHONE.round_trip.as_millis(),
        options.runs
    );
    let first = table("first visit", &FIRST_VISIT, names, first, FirstVisit::figures);
    let second = table("second visit", &SECOND_VISIT, names, second, SecondVisit::figures);
    let goals = goals(&first);
    Report { goals, ..Report::new("page", conditions, vec![first, second]) }
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
        Row::from_samples(*name, (0..N).map(column).collect())
    });
    Table { title: title.into(), columns: columns.to_vec(), rows: rows.collect() }
}

fn goals(first: &Table) -> Vec<Goal> {
    let ratio = |column: usize, to: &str| {
        first.figure(OURS, FIRST_VISIT[column].0) / first.figure(to, FIRST_VISIT[column].0)
    };
    vec![
        Goal::at_most("first offer, to the floor's", 1.1, ratio(0, FLOOR)),
        Goal::at_most("tap to claim, to server-drawn Preact's", 1.0, ratio(1, HYDRATED)),
        Goal::at_most("first offer, to Vue and Vant's", 0.5, ratio(0, VUE)),
        Goal::at_most("tap to claim, to Vue and Vant's", 0.5, ratio(1, VUE)),
        Goal::at_most("reacts, to Vue and Vant's", 1.0, ratio(2, VUE)),
    ]
}
