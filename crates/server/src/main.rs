//! `mall-server`: serves the page and its interface, imports a mall, makes API keys.

mod options;
mod people;
mod posters;

use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use mall_contract::{PlacementImportResult, Refusal};
use mall_coupons::{Language, Text};
use mall_server::clock::Clock;
use mall_server::db;
use mall_server::error::Error;
use mall_server::http::state::AppState;
use mall_server::{Config, catalogue, placements, serve, start};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

use options::{Options, Outcome, USAGE, origin, read_options};

fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .json()
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "info".into()),
        )
        .with_writer(io::stderr)
        .init();
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("mall-server: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Outcome {
    let options = read_options()?;
    let runtime = tokio::runtime::Runtime::new()?;
    let words: Vec<&str> = options.words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["serve"] => runtime.block_on(serve_mall(&options)),
        ["import", file] => runtime.block_on(import(&options, Path::new(file))),
        ["placements", mall] => runtime.block_on(place(&options, mall, None)),
        ["placements", mall, file] => {
            runtime.block_on(place(&options, mall, Some(Path::new(file))))
        }
        ["posters", mall, ids @ ..] => runtime.block_on(posters::print(&options, mall, ids)),
        ["key", mall] => runtime.block_on(people::key(&options, mall)),
        ["staff", mall] => runtime.block_on(people::list(&options, mall)),
        ["staff", mall, name] => runtime.block_on(people::put(&options, mall, name)),
        _ => {
            println!("{USAGE}");
            Ok(())
        }
    }
}

async fn serve_mall(options: &Options) -> Outcome {
    let host = options.host.as_deref().unwrap_or("127.0.0.1");
    let port = options.port.unwrap_or(8080);
    let listener = TcpListener::bind((host, port)).await;
    let listener =
        listener.map_err(|error| format!("Port {port} of {host} cannot be used: {error}."))?;
    let address = listener.local_addr()?;
    let site = options.assets.clone().unwrap_or_else(|| "dist".into());
    let index_html = fs::read_to_string(site.join("index.html")).map_err(|error| {
        format!(
            "{}/index.html cannot be read: {error}. `cargo xtask dist` makes it.",
            site.display()
        )
    })?;
    let public_url = options.public_url.clone().unwrap_or_else(|| format!("http://{address}"));
    let app = start(Config {
        database_url: options.database_url()?,
        secret: options.secret()?,
        index_html,
        site: Some(site),
        public_url: public_url.trim_end_matches('/').to_owned(),
        demo: options.demo,
        requests_per_second: options.requests_per_second.unwrap_or(100),
        trust_proxy: options.trust_proxy,
        clock: Clock::default(),
        receipt: options.receipt()?,
        embed_origins: options.embed_origins.iter().map(|o| origin(o)).collect::<Outcome<_>>()?,
        mini_program: options.mini_program()?,
        account: options.account()?,
    })
    .await?;
    announce(&app);
    serve::serve(app, listener, stop()).await?;
    Ok(())
}

fn announce(app: &AppState) {
    let url = &app.context.public_url;
    let pay = if app.demo {
        format!("Pay at a demo store:  {url}/\nEvery state to see:   {url}/gallery\n")
    } else {
        String::new()
    };
    let text = format!(
        "{pay}The shopper's wallet: {url}/wallet\n\
         The interface:        {url}/v1/openapi.json\n\
         Stop with Ctrl-C.\n"
    );
    // Nobody listening is no reason not to serve.
    let _ = io::stdout().write_all(text.as_bytes());
}

/// Comes when the server is told to stop.
async fn stop() {
    let (Ok(mut terminate), Ok(mut interrupt)) =
        (signal(SignalKind::terminate()), signal(SignalKind::interrupt()))
    else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
}

async fn import(options: &Options, file: &Path) -> Outcome {
    let mall = catalogue::read_file(file)?;
    catalogue::import(&options.database().await?, &mall, Clock::default().now()).await?;
    println!("Imported the mall {}.", mall.mall.id);
    Ok(())
}

/// Sets up the places of a file, where one is given, and lists all there are.
async fn place(options: &Options, mall: &str, file: Option<&Path>) -> Outcome {
    let db = options.database().await?;
    let failed = |error: Error| sentence(&error.refusal());
    if db::catalogue::mall(db.read(), mall).await.map_err(failed)?.is_none() {
        return Err(format!("There is no mall {mall}; `mall-server import` makes one.").into());
    }
    if let Some(file) = file {
        let bytes = fs::read(file)
            .map_err(|error| format!("{} cannot be read: {error}.", file.display()))?;
        match placements::import(&db, mall, &bytes, Clock::default().now()).await {
            Ok(PlacementImportResult { created, changed, unchanged }) => {
                println!("{created} new, {changed} changed, {unchanged} as they were.");
            }
            Err(Error::Refused(Refusal::LinesRefused { count, lines })) => {
                for line in lines {
                    eprintln!("line {}: {}", line.line, sentence(&line.refusal));
                }
                return Err(format!("{count} lines are wrong; nothing was changed.").into());
            }
            Err(error) => return Err(failed(error).into()),
        }
    }
    let address = options.public_url.as_deref().unwrap_or_default().trim_end_matches('/');
    for placement in placements::list(&db, mall, address).await.map_err(failed)?.placements {
        println!("{}  {}  {}", placement.url, placement.set_up.id, placement.set_up.name);
    }
    Ok(())
}

/// A refusal as who sits at the server reads it.
fn sentence(refusal: &Refusal) -> String {
    let now = mall_contract::Moment::new(Clock::default().now(), 0);
    (Text::of(Language::En).refusal)(refusal, now).message.into_owned()
}
