//! Disks that are full, and files that cannot be written.

use axum::http::Request;
use tokio::process::Command;

use super::{assert_busy, assert_ready, on_writer, pay, payments};
use crate::database::TestDatabase;
use crate::goods::latte;
use crate::mall::{Mall, Setup, get};
use crate::process::{Process, ask, send};

/// Makes each commit of a payment, and each check of `/readyz`, fail with an SQLSTATE.
fn failing(sqlstate: &str) -> String {
    format!(
        "CREATE OR REPLACE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
         RAISE EXCEPTION 'a test' USING ERRCODE = '{sqlstate}'; END $$; \
         CREATE CONSTRAINT TRIGGER fail AFTER INSERT ON payments DEFERRABLE INITIALLY DEFERRED \
         FOR EACH ROW EXECUTE FUNCTION fail(); \
         CREATE CONSTRAINT TRIGGER fail AFTER UPDATE ON health DEFERRABLE INITIALLY DEFERRED \
         FOR EACH ROW EXECUTE FUNCTION fail();"
    )
}

const REPAIR: &str = "DROP TRIGGER fail ON payments; DROP TRIGGER fail ON health;";

/// Databases of their own, because triggers stay in a table that is emptied for another test.
async fn with_each_kind() -> (Mall, Option<Mall>) {
    let setup = Setup { offers: vec![latte(serde_json::json!({}))], ..Setup::default() };
    let mut malls = Vec::new();
    for database in TestDatabase::empty_of_each_kind().await {
        malls.push(Mall::on(database, &setup).await);
    }
    let mut malls = malls.into_iter();
    (malls.next().unwrap(), malls.next())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_is_busy_and_the_next_write_after_room_is_made_succeeds() {
    let (sqlite, postgres) = with_each_kind().await;
    on_writer(&sqlite, &["PRAGMA max_page_count = 1"]).await;
    let mut refused = None;
    for number in 0..2000 {
        let transaction = format!("t{number}");
        let answer = pay(&sqlite, &transaction).await;
        if answer.status != 201 {
            assert_busy(&answer);
            refused = Some(transaction);
            break;
        }
    }
    let transaction = refused.expect("a full file");
    assert_eq!(payments(&sqlite, &transaction).await, 0);
    // The limit belongs to a connection, which is replaced if it cannot be trusted.
    on_writer(&sqlite, &["PRAGMA max_page_count = 1000000"]).await;
    assert_eq!(pay(&sqlite, &transaction).await.status, 201);

    let Some(mall) = postgres else { return };
    assert_recovers(&mall, "53100", "the database's disk is full").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_postgresql_whose_files_fail_is_busy_until_they_are_well() {
    let (_, Some(mall)) = with_each_kind().await else { return };
    assert_recovers(&mall, "58030", "the database cannot read or write its files").await;
}

/// Checks that a server is busy while its commits fail with an SQLSTATE, says why, and goes on afterwards.
async fn assert_recovers(mall: &Mall, sqlstate: &str, reason: &str) {
    on_writer(mall, &[&failing(sqlstate)]).await;
    // More than there are connections.
    for _ in 0..20 {
        assert_busy(&pay(mall, "one").await);
    }
    let health = mall.send(get("/readyz")).await;
    assert_eq!((health.status, health.header("retry-after")), (503, "10"));
    assert_eq!(health.text(), format!("not ready: {reason}\n"));
    on_writer(mall, &[REPAIR]).await;
    assert_eq!(pay(mall, "one").await.status, 201);
    assert_eq!(payments(mall, "one").await, 1);
    assert_ready(mall).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn readyz_says_that_no_write_is_allowed() {
    let (_, Some(mall)) = with_each_kind().await else { return };
    assert_ready(&mall).await;
    on_writer(&mall, &[&failing("25006")]).await;
    assert_busy(&pay(&mall, "one").await);
    assert_eq!(until_not_ready(&mall).await, "not ready: the database allows no writes\n");
    on_writer(&mall, &[REPAIR]).await;
    assert_eq!(pay(&mall, "one").await.status, 201);
    assert_ready(&mall).await;
}

/// Asks until the last good check is too old.
async fn until_not_ready(mall: &Mall) -> String {
    loop {
        let answer = mall.send(get("/readyz")).await;
        if answer.status == 503 {
            return answer.text();
        }
    }
}

/// Limits the size to which a process may write files; each longer write fails.
async fn limit_files(process: u32, limit: &str) {
    let limit = format!("--fsize={limit}:unlimited");
    let mut command = Command::new("prlimit");
    command.args(["--pid", &process.to_string(), &limit]);
    assert!(command.status().await.unwrap().success());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_whose_files_could_not_be_written_goes_on_when_they_can() {
    let database = TestDatabase::of_each_kind().await.swap_remove(0);
    let folder = tempfile::tempdir().unwrap();
    let server = Process::command(&database.url, folder.path());
    // Without this the first write that is too long would kill the server.
    let mut shell = Command::new("sh");
    shell.args(["-c", "trap '' XFSZ; exec \"$@\"", "sh"]).arg(server.as_std().get_program());
    shell.args(server.as_std().get_args()).env("RUST_LOG", "off").env_remove("MALL_SECRET");
    let server = Process::run(shell).await;
    let visit = || Request::get("/q/1").body(String::new()).unwrap();
    let ready = || Request::get("/readyz").body(String::new()).unwrap();
    let pay = || {
        let form = "store_id=red-clay-hotpot&amount=26800".to_owned();
        let kind = "application/x-www-form-urlencoded";
        Request::post("/demo/payments").header("content-type", kind).body(form).unwrap()
    };
    assert_eq!(ask(&server.address, pay()).await.status, 303);
    limit_files(server.id(), "0").await;
    for _ in 0..3 {
        let refused = send(&server.address, pay()).await.unwrap();
        assert_eq!(refused.status, 503, "{}", refused.text());
    }
    loop {
        let answer = send(&server.address, ready()).await.unwrap();
        if answer.status == 503 {
            let reason = "not ready: the database cannot read or write its files\n";
            assert_eq!(answer.text(), reason);
            break;
        }
    }
    assert!(send(&server.address, visit()).await.unwrap().status < 500, "reading goes on");
    limit_files(server.id(), "unlimited").await;
    assert_eq!(send(&server.address, pay()).await.unwrap().status, 303);
    assert_eq!(ask(&server.address, ready()).await.status, 200);
}
