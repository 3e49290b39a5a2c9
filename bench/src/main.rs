//! Measures how fast page and server are, beside peers that show the same page: `cargo xtask bench`.

mod client;
mod greedy;
mod line;
mod lists;
mod mall;
mod options;
mod page;
mod peers;
mod report;
mod scanner;
mod server;
mod signing;
mod template;
mod till;
mod turn;

use std::path::PathBuf;

use options::Options;

fn main() {
    let mut words = std::env::args().skip(1);
    let bench = words.next().unwrap_or_default();
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime = runtime.expect("a runtime");
    if bench == greedy::callers::WORD {
        let kind = words.next().and_then(|name| greedy::kind::Kind::of(&name)).expect("a kind");
        let seconds = words.next().and_then(|seconds| seconds.parse().ok()).expect("a time");
        return greedy::callers::run(kind, seconds, &runtime);
    }
    let runs = words.next().and_then(|runs| runs.parse().ok());
    let folder = |name: &str| {
        let folder = std::env::var_os(name).map(PathBuf::from);
        folder.unwrap_or_else(|| panic!("{name}: `cargo xtask bench` sets it"))
    };
    let options = |default| Options { runs: runs.unwrap_or(default), site: folder("MALL_ASSETS") };
    // The server's own peer, a template, is part of the bench and needs no folder.
    let peers = || folder("MALL_PEERS");
    match bench.as_str() {
        "server" => runtime.block_on(server::run(&options(9))),
        "till" => {
            let postgres =
                std::env::var("MALL_BENCH_POSTGRES").expect("`cargo xtask bench` sets it");
            till::run(&folder("MALL_ASSETS"), &postgres, &runtime);
        }
        "greedy" => {
            let postgres =
                std::env::var("MALL_BENCH_POSTGRES").expect("`cargo xtask bench` sets it");
            let (program, site) = (folder("MALL_SERVER"), folder("MALL_ASSETS"));
            runtime.block_on(greedy::run(runs.unwrap_or(3), &program, &site, &postgres));
        }
        "lists" => runtime.block_on(lists::run(&options(5), &peers())),
        "scanner" => scanner::run(&options(41), &peers()),
        "page" => runtime.block_on(page::run(&options(9), &peers())),
        other => panic!("`{other}` is not a bench"),
    }
}
