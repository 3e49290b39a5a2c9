//! A database for one test, on each system that the server supports.

use std::sync::atomic::{AtomicU32, Ordering};

use mall_server::db::Database;
use sqlx::{AnyPool, AssertSqlSafe};
use tempfile::TempDir;

/// The environment variable with the URL of a PostgreSQL that allows to create databases.
const VARIABLE: &str = "TEST_POSTGRES_URL";

/// A database that is removed when this value is dropped.
pub struct TestDatabase {
    /// The URL by which the server opens it.
    pub url: String,
    made_at: Option<String>,
    _folder: TempDir,
}

impl TestDatabase {
    fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}?mode=rwc", folder.path().join("mall.sqlite").display());
        Self { url, made_at: None, _folder: folder }
    }

    async fn postgres(server: &str) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("mall_test_{}_{number}", std::process::id());
        run(server, format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
        run(server, format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")).await;
        let (before, _) = server.rsplit_once('/').expect("an address ends with a database");
        let url = format!("{before}/{name}");
        Self { url, made_at: Some(server.to_owned()), _folder: tempfile::tempdir().unwrap() }
    }

    /// Creates one database of each kind that this machine has.
    pub async fn of_each_kind() -> Vec<Self> {
        let mut all = vec![Self::sqlite()];
        match std::env::var(VARIABLE) {
            Ok(server) => all.push(Self::postgres(&server).await),
            Err(_) => println!("skipped on PostgreSQL: {VARIABLE} does not say where one is"),
        }
        all
    }
}

async fn run(server: &str, sql: String) {
    sqlx::any::install_default_drivers();
    let pool = AnyPool::connect(server).await.expect("PostgreSQL");
    sqlx::query(AssertSqlSafe(sql)).execute(&pool).await.expect("a database");
    pool.close().await;
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        let Some(server) = self.made_at.take() else { return };
        let name = self.url.rsplit('/').next().unwrap_or_default().to_owned();
        // A new runtime, because the current one may be about to end.
        let dropping = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            let sql = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
            runtime.unwrap().block_on(run(&server, sql));
        });
        let _ = dropping.join();
    }
}

/// Reads one number from a database.
pub async fn number(db: &Database, sql: &str) -> i64 {
    let query = sqlx::query_scalar(AssertSqlSafe(sql.to_owned()));
    query.fetch_one(db.read()).await.unwrap_or_else(|error| panic!("{sql}: {error}"))
}

/// Counts the rows of each table that a request may write to.
pub async fn rows(db: &Database) -> Vec<(&'static str, i64)> {
    const TABLES: [&str; 22] = [
        "shoppers",
        "sessions",
        "payers",
        "payments",
        "coupons",
        "claims",
        "offer_days",
        "refunds",
        "entries",
        "events",
        "placements",
        "scans",
        "wechat_tokens",
        "staff",
        "staff_sessions",
        "staff_failures",
        "redemptions",
        "till_requests",
        "coupon_steps",
        "offline_settings",
        "offline_grants",
        "offline_conflicts",
    ];
    let mut counts = Vec::new();
    for table in TABLES {
        counts.push((table, number(db, &format!("SELECT COUNT(*) FROM {table}")).await));
    }
    counts.push((
        "claimed",
        number(db, "SELECT CAST(COALESCE(SUM(claimed), 0) AS BIGINT) FROM offers").await,
    ));
    let held = "SELECT COUNT(*) FROM payments WHERE holder_id IS NOT NULL";
    counts.push(("links opened", number(db, held).await));
    counts
}
