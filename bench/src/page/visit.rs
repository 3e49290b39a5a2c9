//! One contender's visits, each in a browser of its own: nothing is left from another one.

use std::time::Duration;

use serde_json::{Value, json};

use super::watch;
use crate::browser::Browser;
use crate::line::Line;
use crate::mall::Mall;

/// A page has settled when its line has been quiet for so long.
const QUIET: Duration = Duration::from_millis(700);
/// Between two looks, so long that looking does not keep the page busy.
const GLANCE: Duration = Duration::from_millis(150);
/// The longest wait for a page.
const PATIENCE: Duration = Duration::from_secs(40);

/// What a first visit showed, in milliseconds since its begin; not a number where it showed no such
/// thing.
#[derive(Debug)]
pub struct Cold {
    visible: f64,
    claimed: f64,
    reacts: f64,
    bytes: f64,
    shift: f64,
    blocked: f64,
}

/// What a second visit showed.
#[derive(Debug)]
pub struct Warm {
    visible: f64,
    reacts: f64,
    bytes: f64,
}

impl Cold {
    /// In the order of the table.
    pub fn figures(&self) -> [f64; 6] {
        [self.visible, self.claimed, self.reacts, self.bytes, self.shift, self.blocked]
    }
}

impl Warm {
    /// In the order of the table.
    pub fn figures(&self) -> [f64; 3] {
        [self.visible, self.reacts, self.bytes]
    }
}

/// A first visit with a tap, another first visit that waits until the page reacts, and a second one
/// after it. `reacts` is whether the page ever does.
pub async fn measure(line: &Line, mall: &Mall, reacts: bool) -> (Cold, Warm) {
    let phone = open(line, "tap").await;
    let tapped = visit(&phone, line, mall, "seen.claimed").await;
    phone.close().await;

    let phone = open(line, "react").await;
    let until = if reacts { "seen.reacts" } else { "seen.visible" };
    let first = visit(&phone, line, mall, until).await;
    let second = visit(&phone, line, mall, until).await;
    phone.close().await;
    let figure = |seen: &Value, name: &str| seen[name].as_f64().unwrap_or(f64::NAN);
    let cold = Cold {
        visible: figure(&first, "visible"),
        claimed: figure(&tapped, "claimed"),
        reacts: figure(&first, "reacts"),
        bytes: figure(&first, "bytes"),
        shift: figure(&first, "shift"),
        blocked: figure(&first, "blocked"),
    };
    let warm = Warm {
        visible: figure(&second, "visible"),
        reacts: figure(&second, "reacts"),
        bytes: figure(&second, "bytes"),
    };
    (cold, warm)
}

/// A browser with a phone's processor, on a page of the site that shows nothing, so that starting the
/// browser is no part of a visit.
async fn open(line: &Line, wish: &str) -> Browser {
    let phone = Browser::open().await;
    phone.driver.goto(&blank(line)).await.expect("a page");
    phone.before_each_page(&watch(wish)).await;
    phone
}

fn blank(line: &Line) -> String {
    format!("http://{}/healthz", line.address)
}

/// Opens the page of a fresh payment and waits until something is seen and the page has settled.
async fn visit(phone: &Browser, line: &Line, mall: &Mall, until: &str) -> Value {
    let link = mall.pay().await;
    phone.driver.goto(&blank(line)).await.expect("a page");
    phone.value("sessionStorage.clear()").await;
    let slower = json!({ "rate": 4 });
    phone.driver.cdp().send_raw("Emulation.setCPUThrottlingRate", slower).await.expect("slower");
    line.begin_visit();
    let address = format!("http://{}/pay/{link}", line.address);
    phone.driver.goto(&address).await.expect("the page");
    let seen = tokio::time::timeout(PATIENCE, async {
        loop {
            line.quiet(QUIET).await;
            let seen = format!(
                "(function (seen) {{ return {until} ? seen : null; }}(window.bench || {{}}))"
            );
            let seen = phone.value(&seen).await;
            if !seen.is_null() {
                return seen;
            }
            tokio::time::sleep(GLANCE).await;
        }
    });
    let Ok(mut seen) = seen.await else {
        let page = phone.value("document.body.innerText").await;
        let seen = phone.value("window.bench").await;
        panic!("{address}: {until} was waited for in vain; {seen}; the page says {page}");
    };
    let sums = phone.value("window.benchSums()").await;
    seen["shift"] = sums["shift"].clone();
    seen["blocked"] = sums["blocked"].clone();
    seen["bytes"] = json!(line.bytes_down());
    seen
}
