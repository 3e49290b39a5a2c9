//! The database after an import, and while a long one runs.

use std::fs;
use std::process::Stdio;
use std::time::Duration;

use mall_server::db::Database;
use serde_json::json;
use tokio::process::Command;

use crate::database::{TestDatabase, number};
use crate::goods::{MALL, latte, offer};
use crate::mall::Mall;
use crate::process::Process;
use crate::shopper::{Shopper, together};

/// Without statistics PostgreSQL takes full tables for empty ones, and the first pages take seconds.
#[tokio::test(flavor = "multi_thread")]
async fn after_an_import_postgresql_knows_how_many_rows_there_are() {
    let offers: Vec<_> = (0..30).map(|i| offer(&format!("o{i}"), "cafe")).collect();
    for mall in Mall::with(&offers).await {
        if mall.database_url().starts_with("postgres:") {
            let sql = "SELECT reltuples::bigint FROM pg_class WHERE relname = 'offers'";
            assert_eq!(mall.number(sql).await, 30);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn claims_are_answered_while_a_long_file_is_imported() {
    let lines = (0..3000).map(|i| format!("p{i},位置{i},L1,poster\n"));
    let file = format!("id,name,floor,kind\n{}", lines.collect::<String>());
    for mall in Mall::with(&[latte(json!({}))]).await {
        let shoppers = Shopper::crowd(&mall, 8).await;
        let (importing, text) = (mall.clone(), file.clone());
        let import = tokio::spawn(async move {
            importing.post_signed("/v1/placements/import", "text/csv", &text).await
        });
        let under_way = "SELECT COUNT(*) FROM placements";
        let status = loop {
            match mall.number(under_way).await {
                0 => {}
                some => break some,
            }
        };
        assert!(status < 3000, "all in one step");
        let claims = together(shoppers.into_iter().map(|shopper| async move {
            shopper.mall.send(shopper.claim_request("c", "latte", 1)).await
        }));
        for answer in claims.await {
            assert_eq!(answer.status, 201, "{}", answer.text());
        }
        let imported = import.await.unwrap();
        assert_eq!(imported.status, 200, "{}", imported.text());
        assert_eq!(mall.number(under_way).await, 3000);
        let again = mall.post_signed("/v1/placements/import", "text/csv", &file).await;
        assert!(again.text().contains("\"unchanged\":3000"), "{}", again.text());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn claims_are_answered_while_another_process_imports_a_long_file() {
    const LINES: i64 = 2000;
    let lines: String = (0..LINES).map(|i| format!("p{i},位置{i},L1,poster\n")).collect();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("places.csv");
    fs::write(&file, format!("id,name,floor,kind\n{lines}")).unwrap();
    for mall in Mall::with(&[latte(json!({}))]).await {
        let shoppers = Shopper::crowd(&mall, 8).await;
        let mut command = Command::new(env!("CARGO_BIN_EXE_mall-server"));
        command.args(["placements", MALL]).arg(&file).args(["--database-url", mall.database_url()]);
        command.arg("--data").arg(folder.path()).env("RUST_LOG", "off").stdout(Stdio::null());
        let mut import = command.kill_on_drop(true).spawn().unwrap();
        let under_way = "SELECT COUNT(*) FROM placements";
        let first_step = async {
            while mall.number(under_way).await == 0 {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(Duration::from_secs(60), first_step).await.unwrap();
        let claims = together(shoppers.into_iter().map(|shopper| async move {
            shopper.mall.send(shopper.claim_request("c", "latte", 1)).await
        }));
        for answer in claims.await {
            assert_eq!(answer.status, 201, "{}", answer.text());
        }
        assert!(import.wait().await.unwrap().success());
        assert_eq!(mall.number(under_way).await, LINES);
        is_ready_after_import(&mall, LINES).await;
    }
}

/// Checks that PostgreSQL knows how many placements there are, and that SQLite has them in its main file.
async fn is_ready_after_import(mall: &Mall, placements: i64) {
    if mall.database_url().starts_with("postgres:") {
        let sql = "SELECT reltuples::bigint FROM pg_class WHERE relname = 'placements'";
        assert_eq!(mall.number(sql).await, placements);
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("copy.sqlite");
    fs::copy(sqlite_file(mall.database_url()), &copy).unwrap();
    let db = Database::open(&format!("sqlite:{}?mode=rwc", copy.display())).await.unwrap();
    assert_eq!(number(&db, "SELECT COUNT(*) FROM placements").await, placements);
    db.close().await;
}

/// Returns the path of SQLite's main file.
fn sqlite_file(url: &str) -> &str {
    url.trim_start_matches("sqlite:").trim_end_matches("?mode=rwc")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_of_sqlites_main_file_is_usable_while_the_server_runs() {
    let database = TestDatabase::empty_of_each_kind().await.swap_remove(0);
    let folder = tempfile::tempdir().unwrap();
    let server = Process::start(&database.url, folder.path()).await;
    let file = sqlite_file(&database.url);
    let copy = folder.path().join("copy.sqlite");
    loop {
        fs::copy(file, &copy).unwrap();
        // A server that starts writes its changes into the main file at once, and then each minute.
        if fs::metadata(&copy).unwrap().len() > 100_000 {
            break;
        }
        tokio::task::yield_now().await;
    }
    let db = Database::open(&format!("sqlite:{}?mode=rwc", copy.display())).await.unwrap();
    assert_eq!(number(&db, "SELECT COUNT(*) FROM malls").await, 1);
    assert!(number(&db, "SELECT COUNT(*) FROM offers").await > 10);
    db.close().await;
    server.kill().await;
}
