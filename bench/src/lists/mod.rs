//! Measures a list of 1,000 offers, all of them on the page, on a phone's processor and a fast line. Contenders take
//! turns.

mod memory;

use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use mall_test_browser::browser::Browser;
use serde_json::{Value, json};

use crate::mall::Mall;
use crate::options::Options;
use crate::page::watch::watch;
use crate::peers::{self, FLOOR, OURS, PREACT, VUE};
use crate::report::{Goal, Report, Row, Table};

/// The number of offers on the page.
const OFFERS: usize = 1000;
/// A category of offers after a meal.
const CATEGORY: &str = "咖啡茶饮";
/// The script of a shopper's actions on the list.
const ACTIONS: &str = include_str!("act.js");
/// The time between two checks.
const POLL_INTERVAL: Duration = Duration::from_millis(300);
/// The time limit of a page's load, and of one action.
const TIMEOUT: Duration = Duration::from_secs(300);

const COLUMNS: [(&str, usize); 8] = [
    ("first offer, ms", 0),
    ("reacts, ms", 0),
    ("sort, ms", 0),
    ("filter, ms", 0),
    ("all again, ms", 0),
    ("one card, ms", 0),
    ("scrolling, ms a frame (95 %)", 1),
    ("memory, MB", 1),
];

/// Measures and reports.
pub async fn run(options: &Options, built: &Path) {
    let mall = Mall::open(Some(OFFERS), options.site.clone()).await;
    let mut peers = peers::all(&mall, built).await;
    peers.retain(|peer| peer.name != FLOOR);
    let mut samples: Vec<Vec<Vec<f64>>> = vec![vec![Vec::new(); COLUMNS.len()]; peers.len()];
    for run in 0..options.runs {
        for (peer, samples) in peers.iter().zip(&mut samples) {
            let figures = measure(&mall, peer.server).await;
            println!("{} of {}: {}: {figures:.1?}", run + 1, options.runs, peer.name);
            samples.iter_mut().zip(figures).for_each(|(samples, figure)| samples.push(figure));
        }
    }
    let rows =
        peers.iter().zip(samples).map(|(peer, samples)| Row::from_samples(peer.name, samples));
    let rows = rows.collect();
    let table = Table { title: format!("{OFFERS} offers"), columns: COLUMNS.into(), rows };
    let conditions = format!(
        "Lists: {OFFERS} offers on the page, Chromium, headless, as a phone of 390 × 844, processor 4 \
         times slower, no slow line. Medians of {} visits each, contenders in turn.",
        options.runs
    );
    let goals = goals(&table);
    let report = Report { goals, ..Report::new("lists", conditions, vec![table]) };
    report.publish().expect("the results can be written");
}

/// Returns the goals: no figure is worse than the better one of the two peers that draw in the browser.
fn goals(table: &Table) -> Vec<Goal> {
    let goal = |(name, _): (&'static str, usize)| {
        let best = table.figure(PREACT, name).min(table.figure(VUE, name));
        let what = name.split(',').next().unwrap_or(name);
        Goal::at_most(
            format!("{what}, to the better of Preact and Vue"),
            1.0,
            table.figure(OURS, name) / best,
        )
    };
    COLUMNS.map(goal).into()
}

/// Measures one visit in a browser of its own. Returns the figures in the order of the columns.
async fn measure(mall: &Mall, server: SocketAddr) -> [f64; COLUMNS.len()] {
    let link = mall.pay().await;
    let phone = Browser::with(&[]).await;
    phone.driver.goto(format!("http://{server}/healthz")).await.expect("a page");
    phone.before_each_page(&watch("react")).await;
    phone.before_each_page(ACTIONS).await;
    command(&phone, "Emulation.setCPUThrottlingRate", json!({ "rate": 4 })).await;
    let address = format!("http://{server}/pay/{link}?count={OFFERS}");
    phone.driver.set_script_timeout(TIMEOUT).await.expect("a longer wait");
    phone.driver.goto(&address).await.expect("the page");
    let marks = wait_until_interactive(&phone).await;
    let cards = phone.value("document.querySelectorAll('main li h3').length").await;
    assert_eq!(cards, json!(OFFERS), "all offers are on the page");

    let category = json!(CATEGORY).to_string();
    let sort = act(&phone, "sort()").await;
    let filter = act(&phone, &format!("filter({category})")).await;
    let all = act(&phone, &format!("unfilter({category})")).await;
    let change = act(&phone, "change()").await;
    command(&phone, "HeapProfiler.collectGarbage", json!({})).await;
    let memory = memory::page_memory();
    let scroll = act(&phone, "scroll()").await;
    phone.close().await;
    let figure = |name: &str| marks[name].as_f64().unwrap_or(f64::NAN);
    [figure("visible"), figure("reacts"), sort, filter, all, change, scroll, memory]
}

async fn command(phone: &Browser, name: &str, parameters: Value) {
    phone.driver.cdp().send_raw(name, parameters).await.expect("the browser accepts the command");
}

/// Waits until the page reacts.
async fn wait_until_interactive(phone: &Browser) -> Value {
    let marks = tokio::time::timeout(TIMEOUT, async {
        loop {
            let marks =
                phone.value("window.bench && window.bench.reacts ? window.bench : null").await;
            if !marks.is_null() {
                return marks;
            }
            tokio::time::sleep(POLL_INTERVAL).await;
        }
    });
    marks.await.expect("the page reacts in time")
}

/// Runs an action and returns the page's time for it, in milliseconds.
async fn act(phone: &Browser, action: &str) -> f64 {
    let script = format!("window.benchActs.{action}.then(arguments[arguments.length - 1]);");
    let time = phone.driver.execute_async(script, vec![]).await;
    let time = time.unwrap_or_else(|trouble| panic!("{action}: {trouble}"));
    time.json().as_f64().expect("milliseconds")
}
