//! Visits to one contender, each in a browser of its own, so that none profits from another.

use std::time::Duration;

use mall_test_browser::browser::Browser;
use serde_json::{Value, json};

use super::watch::watch;
use crate::line::Line;
use crate::mall::Mall;

/// The time without packets after which a page counts as loaded.
const QUIET_TIME: Duration = Duration::from_millis(700);
/// The time between two checks. It is long enough not to keep the page busy.
const POLL_INTERVAL: Duration = Duration::from_millis(150);
/// The time limit of a page's load.
const TIMEOUT: Duration = Duration::from_secs(40);

/// The figures of a first visit, mostly in milliseconds from its begin. A missing figure is NaN.
#[derive(Debug)]
pub struct FirstVisit {
    visible: f64,
    claimed: f64,
    reacts: f64,
    bytes: f64,
    shift: f64,
    blocked: f64,
}

/// The figures of a second visit.
#[derive(Debug)]
pub struct SecondVisit {
    visible: f64,
    reacts: f64,
    bytes: f64,
}

impl FirstVisit {
    /// Returns the figures in the order of the columns.
    pub fn figures(&self) -> [f64; 6] {
        [self.visible, self.claimed, self.reacts, self.bytes, self.shift, self.blocked]
    }
}

impl SecondVisit {
    /// Returns the figures in the order of the columns.
    pub fn figures(&self) -> [f64; 3] {
        [self.visible, self.reacts, self.bytes]
    }
}

/// Measures a first visit with a tap, another first visit until the page reacts, and a second visit after that. `reacts`
/// tells whether the page has a script that reacts.
pub async fn measure(line: &Line, mall: &Mall, reacts: bool) -> (FirstVisit, SecondVisit) {
    let phone = open(line, "tap").await;
    let tapped = visit(&phone, line, mall, "seen.claimed").await;
    phone.close().await;

    let phone = open(line, "react").await;
    let until = if reacts { "seen.reacts" } else { "seen.visible" };
    let first = visit(&phone, line, mall, until).await;
    let second = visit(&phone, line, mall, until).await;
    phone.close().await;
    let figure = |marks: &Value, name: &str| marks[name].as_f64().unwrap_or(f64::NAN);
    let cold = FirstVisit {
        visible: figure(&first, "visible"),
        claimed: figure(&tapped, "claimed"),
        reacts: figure(&first, "reacts"),
        bytes: figure(&first, "bytes"),
        shift: figure(&first, "shift"),
        blocked: figure(&first, "blocked"),
    };
    let warm = SecondVisit {
        visible: figure(&second, "visible"),
        reacts: figure(&second, "reacts"),
        bytes: figure(&second, "bytes"),
    };
    (cold, warm)
}

/// Opens a browser on an empty page of the site, so that its start is no part of a visit.
async fn open(line: &Line, action: &str) -> Browser {
    let phone = Browser::with(&[]).await;
    phone.driver.goto(&blank(line)).await.expect("a page");
    phone.before_each_page(&watch(action)).await;
    phone
}

fn blank(line: &Line) -> String {
    format!("http://{}/healthz", line.address)
}

/// Opens the page of a new payment. Waits until the condition `until` holds and the page is loaded.
async fn visit(phone: &Browser, line: &Line, mall: &Mall, until: &str) -> Value {
    let link = mall.pay().await;
    phone.driver.goto(&blank(line)).await.expect("a page");
    phone.value("sessionStorage.clear()").await;
    let slower = json!({ "rate": 4 });
    phone.driver.cdp().send_raw("Emulation.setCPUThrottlingRate", slower).await.expect("slower");
    line.begin_visit();
    let address = format!("http://{}/pay/{link}", line.address);
    phone.driver.goto(&address).await.expect("the page");
    let seen = tokio::time::timeout(TIMEOUT, async {
        loop {
            line.wait_until_quiet(QUIET_TIME).await;
            let seen = format!(
                "(function (seen) {{ return {until} ? seen : null; }}(window.bench || {{}}))"
            );
            let seen = phone.value(&seen).await;
            if !seen.is_null() {
                return seen;
            }
            tokio::time::sleep(POLL_INTERVAL).await;
        }
    });
    let Ok(mut seen) = seen.await else {
        let page = phone.value("document.body.innerText").await;
        let seen = phone.value("window.bench").await;
        panic!("{address}: {until} did not come; {seen}; the page says {page}");
    };
    let sums = phone.value("window.benchSums()").await;
    seen["shift"] = sums["shift"].clone();
    seen["blocked"] = sums["blocked"].clone();
    seen["bytes"] = json!(line.bytes_down());
    seen
}
