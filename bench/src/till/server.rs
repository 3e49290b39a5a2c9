//! A server on threads of its own, so that its processor time is known apart from its clients'.

use std::future::{Future, pending};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use mall_server::db::keys;
use mall_server::serve::serve;
use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};

use super::counter::key;
use super::size::TILLS;
use crate::mall::{self, Mall};
use crate::turn;

/// The prefixes of the names of threads: the server's own, and SQLite's.
const THREAD_PREFIXES: [&str; 2] = ["mall-server", "sqlx-sqlite"];

/// A running server.
pub struct Server {
    /// Its mall.
    pub mall: Arc<Mall>,
    /// The address where it listens.
    pub address: SocketAddr,
    runtime: Runtime,
}

impl Server {
    /// Starts a server with a mall whose tills have keys, in the database of a URL, else in a SQLite file of its own.
    pub fn start(database: Option<&str>, site: PathBuf) -> Self {
        let runtime = Builder::new_multi_thread()
            .worker_threads(2)
            .thread_name(THREAD_PREFIXES[0])
            .enable_all()
            .build()
            .expect("a runtime");
        let (mall, listener) = runtime.block_on(async {
            let mall = Mall::with(&mall::with_tills(TILLS), database, site).await;
            create_keys(&mall).await;
            (mall, TcpListener::bind("127.0.0.1:0").await.expect("a port"))
        });
        let address = listener.local_addr().expect("an address");
        runtime.spawn(serve(mall.app.clone(), listener, pending()));
        Self { mall: mall.into(), address, runtime }
    }

    /// Does some work on the server's threads.
    pub fn run<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime.block_on(work)
    }

    /// Reports `count` payments and returns their claim links.
    pub fn links(&self, count: usize) -> Vec<String> {
        self.run(async {
            let mut links = Vec::new();
            for _ in 0..count {
                links.push(self.mall.pay().await);
            }
            links
        })
    }

    /// Stops the server and closes its connections.
    pub fn stop(self) {
        self.run(self.mall.app.database.close());
        self.runtime.shutdown_background();
    }
}

/// Creates two keys for each till, as many as a store may have.
async fn create_keys(mall: &Mall) {
    let mut access = mall.app.database.access();
    let mut tx = access.write().await.expect("a transaction");
    for till in 0..TILLS {
        for which in 0..2 {
            let (store, key) = (mall::store_of_till(till), key(till, which));
            let is_stored =
                keys::put_of_store(&mut tx, &mall::id(), &store, &key, mall.app.context.now())
                    .await;
            assert!(is_stored.expect("written"), "a key for {store}");
        }
    }
    tx.commit().await.expect("committed");
}

/// Returns the processor time of the server in milliseconds.
pub fn processor_ms() -> f64 {
    turn::processor_ms_of(&THREAD_PREFIXES)
}
