//! A server on threads of its own, so that what it needs of the processor is told apart from what its callers do.

use std::future::{Future, pending};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use mall_server::db::keys;
use mall_server::serve::serve;
use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};

use super::TILLS;
use super::counter::key;
use crate::mall::{self, Mall};
use crate::turn;

/// How the threads' names begin: the server's own, and those in which SQLite works.
const THREADS: [&str; 2] = ["mall-server", "sqlx-sqlite"];

/// A server that listens.
pub struct Server {
    /// Its mall.
    pub mall: Arc<Mall>,
    /// Where it listens.
    pub address: SocketAddr,
    runtime: Runtime,
}

impl Server {
    /// Starts one with a mall whose tills have keys, in a database at an address or in a SQLite file of its own.
    pub fn start(database: Option<&str>, site: PathBuf) -> Self {
        let runtime = Builder::new_multi_thread()
            .worker_threads(2)
            .thread_name(THREADS[0])
            .enable_all()
            .build()
            .expect("a runtime");
        let (mall, listener) = runtime.block_on(async {
            let mall = Mall::with(&mall::with_tills(TILLS), database, site).await;
            give_keys(&mall).await;
            (mall, TcpListener::bind("127.0.0.1:0").await.expect("a port"))
        });
        let address = listener.local_addr().expect("an address");
        runtime.spawn(serve(mall.app.clone(), listener, pending()));
        Self { mall: mall.into(), address, runtime }
    }

    /// Does something on the server's threads.
    pub fn run<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime.block_on(work)
    }

    /// Claim links of so many payments.
    pub fn links(&self, count: usize) -> Vec<String> {
        self.run(async {
            let mut links = Vec::new();
            for _ in 0..count {
                links.push(self.mall.pay().await);
            }
            links
        })
    }

    /// Ends it, and leaves no connection behind.
    pub fn stop(self) {
        self.run(self.mall.app.context.db.close());
        self.runtime.shutdown_background();
    }
}

/// Two keys for each till, as many as a store may have.
async fn give_keys(mall: &Mall) {
    let mut tx = mall.app.context.db.write().await.expect("a transaction");
    for till in 0..TILLS {
        for which in 0..2 {
            let (store, key) = (mall::store_of_till(till), key(till, which));
            let given =
                keys::put_of_store(&mut tx, mall::ID, &store, &key, mall.app.context.now()).await;
            assert!(given.expect("written"), "a key for {store}");
        }
    }
    tx.commit().await.expect("committed");
}

/// Milliseconds the server has had a processor.
pub fn processor_ms() -> f64 {
    turn::processor_ms_of(&THREADS)
}
