//! A database for one test, on each system that the server supports: a copy of one that was migrated once.

use std::fs;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};

use mall_server::db::{Database, migrations};
use sqlx::{AnyPool, AssertSqlSafe};
use tempfile::TempDir;
use tokio::sync::OnceCell;

/// The environment variable with the URL of a PostgreSQL that allows to create databases.
const VARIABLE: &str = "TEST_POSTGRES_URL";

/// A database for one test, until this value is dropped.
pub struct TestDatabase {
    /// The URL by which the server opens it.
    pub url: String,
    server: Option<String>,
    content: Content,
    _folder: TempDir,
}

impl TestDatabase {
    /// Returns one of each kind there is on this machine, with the server's tables. A test must not change the tables
    /// themselves: the next one gets the same database, emptied.
    pub async fn of_each_kind() -> Vec<Self> {
        Self::of_each_kind_like(Content::Tables).await
    }

    /// Returns one of each kind there is on this machine, with nothing in it.
    pub async fn empty_of_each_kind() -> Vec<Self> {
        Self::of_each_kind_like(Content::Nothing).await
    }

    async fn of_each_kind_like(content: Content) -> Vec<Self> {
        let mut all = vec![Self::sqlite(content).await];
        match std::env::var(VARIABLE) {
            Ok(server) => all.push(Self::postgres(server, content).await),
            Err(_) => println!("skipped on PostgreSQL: {VARIABLE} does not say where one is"),
        }
        all
    }

    async fn sqlite(content: Content) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("mall.sqlite");
        if let Content::Tables = content {
            fs::write(&file, sqlite_template().await).unwrap();
        }
        Self { url: sqlite_url(&file), server: None, content, _folder: folder }
    }

    async fn postgres(server: String, content: Content) -> Self {
        let free = match content {
            Content::Nothing => None,
            Content::Tables => FREE_DATABASES.lock().unwrap().pop(),
        };
        let name = match (free, content) {
            (Some(name), _) => {
                run(&database_url(&server, &name), EMPTY.to_owned()).await;
                name
            }
            (None, Content::Nothing) => create(&server, "template0").await,
            (None, Content::Tables) => create(&server, postgres_template(&server).await).await,
        };
        let url = database_url(&server, &name);
        Self { url, server: Some(server), content, _folder: tempfile::tempdir().unwrap() }
    }
}

/// Databases of PostgreSQL with the server's tables that no test uses now. To empty one takes a third of the time of making one.
static FREE_DATABASES: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// Ends all other connections, which may be those of the test before, and removes all rows. `TRUNCATE` makes a new file for each
/// table and index, which takes five times as long.
const EMPTY: &str = "
    DO $$
    DECLARE name text;
    BEGIN
        -- Triggers forbid to remove some rows.
        SET LOCAL session_replication_role = replica;
        PERFORM pg_terminate_backend(pid, 10000) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid();
        FOR name IN SELECT tablename FROM pg_tables
            WHERE schemaname = 'public' AND tablename <> '_sqlx_migrations'
        LOOP
            EXECUTE 'DELETE FROM ' || quote_ident(name);
        END LOOP;
    END $$";

/// The initial content of a database.
#[derive(Clone, Copy)]
enum Content {
    Nothing,
    Tables,
}

fn sqlite_url(file: &Path) -> String {
    format!("sqlite:{}?mode=rwc", file.display())
}

/// Returns the bytes of an SQLite file with the server's tables.
async fn sqlite_template() -> &'static [u8] {
    static TEMPLATE: OnceCell<Vec<u8>> = OnceCell::const_new();
    let make = async || {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("template.sqlite");
        Database::open(&sqlite_url(&file)).await.unwrap().close().await;
        fs::read(file).unwrap()
    };
    TEMPLATE.get_or_init(make).await
}

/// Returns the name of a database with the server's tables. It is named after the migrations, so that processes share it
/// and none is left that no longer fits.
async fn postgres_template(server: &str) -> &'static str {
    static TEMPLATE: OnceCell<String> = OnceCell::const_new();
    let make = async || {
        let template = format!("mall_test_template_{}", migrations());
        let query = format!("SELECT COUNT(*) FROM pg_database WHERE datname = '{template}'");
        sqlx::any::install_default_drivers();
        let admin = AnyPool::connect(server).await.expect("PostgreSQL");
        let count: i64 =
            sqlx::query_scalar(AssertSqlSafe(query)).fetch_one(&admin).await.expect("a number");
        if count == 0 {
            let name = create(server, "template0").await;
            let tables = Database::open(&database_url(server, &name)).await;
            tables.expect("a database").close().await;
            // Another process may have been faster. A database of this name is always a whole one.
            let rename = format!("ALTER DATABASE {name} RENAME TO {template}");
            if sqlx::query(AssertSqlSafe(rename)).execute(&admin).await.is_err() {
                run(server, format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
            }
        }
        admin.close().await;
        template
    };
    TEMPLATE.get_or_init(make).await
}

/// Returns a name for all migrations that changes when one does.
fn migrations() -> String {
    let all = migrations::migrator();
    let checksums = all.iter().flat_map(|step| step.checksum.iter());
    let hash = checksums.fold(0_u64, |hash, byte| hash.wrapping_mul(31) ^ u64::from(*byte));
    format!("{hash:016x}")
}

/// Makes a database like another one, and returns its name.
async fn create(server: &str, template: &str) -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    sqlx::any::install_default_drivers();
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let name = format!("mall_test_{}_{number}", std::process::id());
    let pool = AnyPool::connect(server).await.expect("PostgreSQL");
    for sql in [
        format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"),
        format!("CREATE DATABASE {name} TEMPLATE {template} ENCODING 'UTF8'"),
    ] {
        sqlx::query(AssertSqlSafe(sql)).execute(&pool).await.expect("a database");
    }
    pool.close().await;
    name
}

fn database_url(server: &str, name: &str) -> String {
    let (before, _) = server.rsplit_once('/').expect("an address ends with a database");
    format!("{before}/{name}")
}

async fn run(server: &str, sql: String) {
    let pool = AnyPool::connect(server).await.expect("PostgreSQL");
    sqlx::query(AssertSqlSafe(sql)).execute(&pool).await.expect("a database");
    pool.close().await;
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        let Some(server) = self.server.take() else { return };
        let name = self.url.rsplit('/').next().unwrap_or_default().to_owned();
        if let Content::Tables = self.content {
            FREE_DATABASES.lock().unwrap().push(name);
            return;
        }
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
    let mut access = db.access();
    let mut reader = access.read().await.unwrap();
    query.fetch_one(&mut *reader).await.unwrap_or_else(|error| panic!("{sql}: {error}"))
}

/// Counts the rows of each table that a request may write to.
pub async fn rows(db: &Database) -> Vec<(&'static str, i64)> {
    const TABLES: [&str; 24] = [
        "shoppers",
        "sessions",
        "payers",
        "payments",
        "coupons",
        "claims",
        "nonces",
        "offer_days",
        "refunds",
        "entries",
        "events",
        "placements",
        "scans",
        "bursts",
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
