//! The release server in a process of its own, so that its memory is known.

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use mall_server::db::keys;

use super::honest::{MALL_KEY, TILL_KEY};
use crate::mall::{self, Mall, SECRET};

/// The number of offers on a claim page.
const OFFERS: usize = 24;

/// A running server. Dropping it ends it.
pub struct Server {
    /// The address where it listens.
    pub address: SocketAddr,
    process: Child,
    _mall: Mall,
}

impl Server {
    /// Starts the server with its usual settings, behind a proxy that names callers' addresses. `database` is the URL of
    /// its database; without one it has a SQLite file of its own.
    pub async fn start(program: &Path, database: Option<&str>, site: &Path) -> Self {
        let mall = Mall::with(&mall::with_tills(OFFERS), database, site.to_owned()).await;
        create_keys(&mall).await;
        mall.app.database.close().await;
        let mut process = Command::new(program)
            .args(["serve", "--port", "0", "--trust-proxy", "--assets"])
            .arg(site)
            .args(["--database-url", &mall.database_url])
            .env("MALL_SECRET", SECRET)
            // Lines of the log are made as usual, and nobody reads them.
            .stderr(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let output = process.stdout.take().expect("its output");
        let address = address(BufReader::new(output));
        Self { address, process, _mall: mall }
    }

    /// Returns the memory that the process has now, in MiB.
    pub fn memory(&self) -> f64 {
        self.status("VmRSS:")
    }

    /// Returns the most memory since [`Self::forget_peak`], in MiB.
    pub fn peak(&self) -> f64 {
        self.status("VmHWM:")
    }

    /// Lets the peak of memory begin now.
    pub fn forget_peak(&self) {
        let file = format!("/proc/{}/clear_refs", self.process.id());
        // proc(5): 5 sets the peak to the memory of now.
        fs::write(file, "5").expect("Linux, and the same user");
    }

    fn status(&self, field: &str) -> f64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.process.id()));
        let status = status.expect("the server runs");
        let line = status.lines().find_map(|line| line.strip_prefix(field)).expect("Linux");
        let kib = line.trim().trim_end_matches(" kB").parse::<f64>().expect("a number");
        kib / 1024.0
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Reads the address that a server prints when it listens.
fn address(output: impl BufRead) -> SocketAddr {
    let lines = output.lines().map_while(Result::ok);
    let mut addresses = lines.filter_map(|line| {
        let (_, address) = line.split_once("http://")?;
        address.split('/').next()?.parse().ok()
    });
    addresses.next().expect("the server listens")
}

/// Creates the keys of the mall's system, and of the till of the first offer's store.
async fn create_keys(mall: &Mall) {
    let now = mall.app.context.now();
    let mut access = mall.app.database.access();
    let mut tx = access.write().await.expect("a transaction");
    keys::put(&mut tx, &mall::id(), MALL_KEY, now).await.expect("written");
    let is_stored =
        keys::put_of_store(&mut tx, &mall::id(), &mall::store_of_till(0), TILL_KEY, now).await;
    assert!(is_stored.expect("written"), "a key for the store");
    tx.commit().await.expect("committed");
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_address_is_read_from_what_a_server_prints() {
        let printed = "The shopper's wallet: http://127.0.0.1:4711/wallet\nStop with Ctrl-C.\n";
        assert_eq!(super::address(printed.as_bytes()).to_string(), "127.0.0.1:4711");
    }
}
