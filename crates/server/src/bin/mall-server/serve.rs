//! `mall-server serve`: pages and interface.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;
use mall_server::clock::Clock;
use mall_server::config::{REFUSAL_DELAY, default_capacity};
use mall_server::http::state::AppState;
use mall_server::{Config, Origin, serve, start};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

use crate::outcome::Outcome;
use crate::receipt::Receipt;
use crate::storage::Storage;
use crate::strangers::Strangers;
use crate::wechat::WeChat;

/// Serve pages and interface
#[derive(Args, Debug)]
pub struct Arguments {
    /// Host name or IP address to listen at
    #[arg(long, default_value = "127.0.0.1")]
    host: String,
    /// Port to listen at; 0 takes any free port
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Folder with the built page, as `cargo xtask dist` makes it
    #[arg(long, value_name = "DIR", default_value = "dist")]
    assets: PathBuf,
    /// Origin that shoppers' browsers use, such as https://coupons.example.com [default: host and port]
    ///
    /// A mall with a host of its own has that in the place of this one's.
    #[arg(long, value_name = "ORIGIN")]
    public_url: Option<Origin>,
    /// Average number of requests a second that one address may send; 0 for no limit, and no delay of refusals
    #[arg(long, value_name = "NUMBER", default_value_t = 100)]
    requests_per_second: u32,
    /// Number of requests that are worked on at the same time; more are asked to come again a second later [default: 64
    /// for each core]
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u16).range(1..))]
    capacity: Option<u16>,
    /// Take the caller's address from X-Forwarded-For, which a proxy in front sets
    #[arg(long)]
    trust_proxy: bool,
    /// Add a demo mall, where anybody can pay
    #[arg(long)]
    demo: bool,
    /// Another site whose pages may embed the page's module; can be given several times (docs/embedding.md)
    #[arg(long = "embed-origin", value_name = "ORIGIN")]
    embed_origins: Vec<Origin>,
    #[command(flatten)]
    strangers: Strangers,
    #[command(flatten)]
    receipt: Receipt,
    #[command(flatten)]
    wechat: WeChat,
}

/// Serves until a signal stops the server.
pub async fn run(storage: &Storage, arguments: Arguments) -> Outcome {
    let Arguments { host, port, .. } = &arguments;
    let listener = TcpListener::bind((host.as_str(), *port)).await;
    let listener =
        listener.map_err(|error| format!("Port {port} of {host} cannot be used: {error}."))?;
    let default_url = format!("http://{}", listener.local_addr()?).parse()?;
    let app = start(arguments.config(storage, default_url)?).await?;
    let stop = stop_signal()?;
    announce(&app);
    serve::serve(app, listener, stop).await?;
    Ok(())
}

impl Arguments {
    fn config(self, storage: &Storage, default_url: Origin) -> Outcome<Config> {
        Ok(Config {
            index_html: index_html(&self.assets)?,
            database_url: storage.database_url()?,
            secret: storage.secret()?,
            site: Some(self.assets),
            public_url: self.public_url.unwrap_or(default_url),
            demo: self.demo,
            requests_per_second: self.requests_per_second,
            capacity: self.capacity.map_or_else(default_capacity, usize::from),
            // Without a limit here, a proxy in front has one.
            refusal_delay: match self.requests_per_second {
                0 => Duration::ZERO,
                _ => REFUSAL_DELAY,
            },
            trust_proxy: self.trust_proxy,
            clock: Clock::default(),
            quotas: self.strangers.quotas(),
            retention: self.strangers.retention(),
            receipt: self.receipt.into(),
            embed_origins: self
                .embed_origins
                .iter()
                .map(|origin| origin.as_str().to_owned())
                .collect(),
            mini_program: self.wechat.mini_program(storage)?,
            account: self.wechat.account(storage)?,
        })
    }
}

fn index_html(assets: &Path) -> Outcome<String> {
    let path = assets.join("index.html");
    Ok(fs::read_to_string(&path).map_err(|error| {
        format!("{} cannot be read: {error}. `cargo xtask dist` makes it.", path.display())
    })?)
}

/// Prints the addresses to open.
fn announce(app: &AppState) {
    let url = &app.context.public_url;
    let demo = if app.demo {
        format!("Pay at a demo store:  {url}/\nEvery state to see:   {url}/gallery\n")
    } else {
        String::new()
    };
    let text = format!(
        "{demo}The shopper's wallet: {url}/wallet\n\
         The interface:        {url}/v1/openapi.json\n\
         Stop with Ctrl-C.\n"
    );
    // A closed standard output is no reason not to serve.
    let _ = io::stdout().write_all(text.as_bytes());
}

/// Returns a future that waits for the signal to stop. The signals are caught from this call on, not from the first poll:
/// the server may answer requests before it.
fn stop_signal() -> io::Result<impl Future<Output = ()>> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}
