//! The log: one line for each request, with what an operator needs to find its cause.

use std::cell::RefCell;
use std::io::{self, Write};
use std::sync::Once;

use serde_json::Value;

use crate::database::TestDatabase;
use crate::mall::{Mall, Setup, get};

thread_local! {
    static LOG: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Keeps what one thread logs. Other tests run in the same process, so the subscriber is one for all.
struct ThreadLog;

impl Write for ThreadLog {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        LOG.with_borrow_mut(|log| log.extend_from_slice(bytes));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn subscribe() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let subscriber = tracing_subscriber::fmt().json().with_writer(|| ThreadLog).finish();
        tracing::subscriber::set_global_default(subscriber).unwrap();
    });
}

/// Returns the lines of the server since the last call.
fn take_lines() -> Vec<Value> {
    let text = String::from_utf8(LOG.take()).unwrap();
    let lines = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let is_own = |line: &Value| line["target"].as_str().unwrap().starts_with("mall_server");
    lines.filter(is_own).collect()
}

/// Runs on one thread, so that all of the server's lines come to this test's log.
#[tokio::test]
async fn a_failure_is_logged_once_with_request_route_mall_and_cause() {
    subscribe();
    for database in TestDatabase::of_each_kind().await {
        let mall = Mall::on(database, &Setup::default()).await;
        take_lines();

        let refused = mall.get("/v1/pay/secret-link").await;
        let lines = take_lines();
        assert_eq!(lines.len(), 1, "{lines:?}");
        let (fields, span) = (&lines[0]["fields"], &lines[0]["span"]);
        assert_eq!(fields["code"], "link_invalid");
        assert_eq!(span["route"], "/v1/pay/{link}");
        assert_eq!(span["mall"], crate::goods::MALL);
        assert_eq!(span["id"], refused.header("x-request-id"));
        assert!(!lines[0].to_string().contains("secret-link"), "no link in the log");

        mall.app.database.close().await;
        let failed = mall.send(get("/v1/wallet")).await;
        assert_eq!((failed.status, failed.code()), (503, "busy"));
        let lines = take_lines();
        assert_eq!(lines.len(), 1, "{lines:?}");
        assert_eq!(lines[0]["level"], "WARN");
        assert_eq!(lines[0]["span"]["id"], failed.header("x-request-id"));
        let cause = lines[0]["fields"]["cause"].as_str().unwrap();
        assert!(cause.starts_with("the database is busy: "), "{cause}");
        assert!(!failed.text().contains("pool"), "the caller does not see the cause");
    }
}
