//! Connections to PostgreSQL that are cut before, during and after a commit.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::{assert_busy, assert_ready, on_writer, pay, payments};
use crate::database::TestDatabase;
use crate::goods::latte;
use crate::mall::{Mall, Setup};

/// The message that ends a transaction, in PostgreSQL's simple query protocol.
const COMMIT: &[u8] = b"COMMIT\0";

/// The moment at which the next commit's connection is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cut {
    Never,
    /// The database never gets the commit.
    Before,
    /// The database commits, and its answer is lost.
    During,
    /// The answer arrives; the connection ends behind it.
    After,
}

/// A way to PostgreSQL that can be cut.
#[derive(Clone)]
struct Way {
    port: u16,
    next: Arc<AtomicU8>,
}

impl Way {
    async fn to(address: String) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let way = Self { port, next: Arc::default() };
        let carrying = way.clone();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let server = TcpStream::connect(&address).await.unwrap();
                tokio::spawn(carrying.clone().carry(client, server));
            }
        });
        way
    }

    fn cut_next(&self, cut: Cut) {
        self.next.store(cut as u8, Ordering::SeqCst);
    }

    async fn carry(self, mut client: TcpStream, mut server: TcpStream) -> std::io::Result<()> {
        let (mut request, mut response) = (vec![0; 65536], vec![0; 65536]);
        let mut ends = false;
        loop {
            tokio::select! {
                read = client.read(&mut request) => {
                    let request = request.get(..read?).filter(|request| !request.is_empty());
                    let Some(request) = request else { return Ok(()) };
                    let commits = request.windows(COMMIT.len()).any(|part| part == COMMIT);
                    let cut = if commits { self.next.swap(Cut::Never as u8, Ordering::SeqCst) } else { 0 };
                    if cut == Cut::Before as u8 {
                        return Ok(());
                    }
                    server.write_all(request).await?;
                    if cut == Cut::During as u8 {
                        // The database has committed when it answers.
                        let _ = server.read(&mut response).await?;
                        return Ok(());
                    }
                    ends = cut == Cut::After as u8;
                }
                read = server.read(&mut response) => {
                    let response = response.get(..read?).filter(|response| !response.is_empty());
                    let Some(response) = response else { return Ok(()) };
                    client.write_all(response).await?;
                    if ends {
                        return Ok(());
                    }
                }
            }
        }
    }
}

/// Returns a mall whose database is reached over a way that can be cut; none without PostgreSQL.
async fn over_a_way() -> Option<(Mall, Way)> {
    let mut database = TestDatabase::of_each_kind().await.into_iter().nth(1)?;
    let (before, name) = database.url.rsplit_once('/').unwrap();
    let (before, address) = before.rsplit_once('@').unwrap();
    let way = Way::to(address.to_owned()).await;
    database.url = format!("{before}@127.0.0.1:{}/{name}", way.port);
    let offers = vec![latte(serde_json::json!({}))];
    let mall = Mall::on(database, &Setup { offers, ..Setup::default() }).await;
    Some((mall, way))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_commit_whose_connection_is_cut_happens_once_or_not_at_all() {
    let Some((mall, way)) = over_a_way().await else { return };
    for (cut, stored) in [(Cut::Before, 0), (Cut::During, 1), (Cut::After, 1)] {
        let transaction = format!("{cut:?}");
        way.cut_next(cut);
        let answer = pay(&mall, &transaction).await;
        match cut {
            Cut::After => assert_eq!(answer.status, 201, "{}", answer.text()),
            _ => assert_busy(&answer),
        }
        assert_eq!(payments(&mall, &transaction).await, stored, "{cut:?}");
        let again = pay(&mall, &transaction).await;
        let expected = if stored == 1 { 200 } else { 201 };
        assert_eq!(again.status, expected, "{cut:?}: {}", again.text());
        assert_eq!(payments(&mall, &transaction).await, 1, "{cut:?}");
    }
    assert_ready(&mall).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn connections_that_the_database_ended_are_replaced() {
    let Some((mall, _way)) = over_a_way().await else { return };
    assert_eq!(pay(&mall, "one").await.status, 201);
    let admin = sqlx::AnyPool::connect(mall.database_url()).await.unwrap();
    let end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
               WHERE datname = current_database() AND pid <> pg_backend_pid()";
    sqlx::query(end).execute(&admin).await.unwrap();
    assert_eq!(pay(&mall, "two").await.status, 201);
}

/// After a failover the old server is a standby, and open connections still lead to it.
#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_allows_no_writes_is_replaced() {
    let Some((mall, _way)) = over_a_way().await else { return };
    on_writer(&mall, &["SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY"]).await;
    assert_eq!(pay(&mall, "one").await.status, 201);
    assert_ready(&mall).await;
}
