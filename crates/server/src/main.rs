//! `mall-server`: serves the page and its interface, imports a mall, makes API keys.

use std::error::Error;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

use lexopt::prelude::*;
use mall_server::clock::Clock;
use mall_server::db::{Database, shoppers};
use mall_server::identity::secret::{Secret, random_name};
use mall_server::receipts::{Check, Settings};
use mall_server::wechat::login::{self, AppSecret};
use mall_server::{App, Config, catalogue, serve};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

const USAGE: &str = "\
mall-server serve [--host 127.0.0.1] [--port 8080] [--data DIR] [--database-url URL] [--assets DIR]
                  [--public-url URL] [--requests-per-second 100] [--trust-proxy] [--demo]
                  [--receipt-check off|warn|enforce] [--receipt-parent ORIGIN]... [--receipt-height 960]
                  [--embed-origin ORIGIN]...
                  [--mini-program APP_ID] [--wechat-api https://api.weixin.qq.com]
mall-server import FILE [--data DIR] [--database-url URL]
mall-server key MALL    [--data DIR] [--database-url URL]

The database is DIR/mall.sqlite unless a URL (sqlite: or postgres:) names another. The secret that
links are signed with is in the environment as MALL_SECRET (64 hexadecimal digits), else in
DIR/secret.key, which is made at the first start.

WeChat's receipt frame opens URL/receipt; docs/receipt.md tells how that is set up. --receipt-check says
what a wrong check code means (enforce: the order is as good as unknown), --receipt-parent names another
origin that may frame the receipt, --receipt-height is 600 to 960 on a design 640 wide.

--embed-origin names another site whose pages may embed the page's module; docs/embedding.md.
--mini-program lets users of that mini-program log in; docs/mini-program.md tells how that is set up. Its
app secret is in the environment as MALL_WECHAT_SECRET, else in DIR/wechat-secret.";

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

#[derive(Default)]
struct Options {
    words: Vec<String>,
    host: Option<String>,
    port: Option<u16>,
    data: Option<PathBuf>,
    database_url: Option<String>,
    assets: Option<PathBuf>,
    public_url: Option<String>,
    requests_per_second: Option<u32>,
    trust_proxy: bool,
    demo: bool,
    receipt_check: Option<String>,
    receipt_parents: Vec<String>,
    receipt_height: Option<u16>,
    embed_origins: Vec<String>,
    mini_program: Option<String>,
    wechat_api: Option<String>,
}

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
        ["key", mall] => runtime.block_on(make_key(&options, mall)),
        _ => {
            println!("{USAGE}");
            Ok(())
        }
    }
}

fn read_options() -> Result<Options, lexopt::Error> {
    let mut options = Options::default();
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Value(word) => options.words.push(word.string()?),
            Long("host") => options.host = Some(parser.value()?.string()?),
            Long("port") => options.port = Some(parser.value()?.parse()?),
            Long("data") => options.data = Some(parser.value()?.into()),
            Long("database-url") => options.database_url = Some(parser.value()?.string()?),
            Long("assets") => options.assets = Some(parser.value()?.into()),
            Long("public-url") => options.public_url = Some(parser.value()?.string()?),
            Long("requests-per-second") => {
                options.requests_per_second = Some(parser.value()?.parse()?)
            }
            Long("trust-proxy") => options.trust_proxy = true,
            Long("demo") => options.demo = true,
            Long("receipt-check") => options.receipt_check = Some(parser.value()?.string()?),
            Long("receipt-parent") => options.receipt_parents.push(parser.value()?.string()?),
            Long("receipt-height") => options.receipt_height = Some(parser.value()?.parse()?),
            Long("embed-origin") => options.embed_origins.push(parser.value()?.string()?),
            Long("mini-program") => options.mini_program = Some(parser.value()?.string()?),
            Long("wechat-api") => options.wechat_api = Some(parser.value()?.string()?),
            other => return Err(other.unexpected()),
        }
    }
    Ok(options)
}

impl Options {
    fn data(&self) -> Outcome<PathBuf> {
        let data = self.data.clone().unwrap_or_else(|| "data".into());
        fs::create_dir_all(&data)
            .map_err(|error| format!("The folder {} cannot be made: {error}.", data.display()))?;
        Ok(data)
    }

    fn database_url(&self) -> Outcome<String> {
        match &self.database_url {
            Some(url) => Ok(url.clone()),
            None => Ok(format!("sqlite:{}?mode=rwc", self.data()?.join("mall.sqlite").display())),
        }
    }

    fn secret(&self) -> Outcome<Secret> {
        if let Ok(text) = env::var("MALL_SECRET") {
            return Ok(Secret::from_hex(&text).ok_or("MALL_SECRET is not 64 hexadecimal digits.")?);
        }
        let path = self.data()?.join("secret.key");
        Ok(Secret::in_file(&path)
            .map_err(|error| format!("{} cannot be used: {error}.", path.display()))?)
    }

    fn receipt(&self) -> Outcome<Settings> {
        let mut settings = Settings::default();
        if let Some(check) = &self.receipt_check {
            settings.check =
                Check::parse(check).ok_or("--receipt-check is off, warn or enforce.")?;
        }
        for parent in &self.receipt_parents {
            settings.parents.push(origin(parent)?);
        }
        if let Some(height) = self.receipt_height {
            if !(600..=960).contains(&height) {
                return Err("--receipt-height is 600 to 960.".into());
            }
            settings.height = height;
        }
        Ok(settings)
    }

    fn mini_program(&self) -> Outcome<Option<login::Settings>> {
        let Some(app_id) = self.mini_program.clone() else { return Ok(None) };
        if app_id.is_empty() || !app_id.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return Err("--mini-program is an app id such as wx0123456789abcdef.".into());
        }
        let api = self.wechat_api.clone().unwrap_or_else(|| login::API.into());
        let near = ["http://127.0.0.1:", "http://localhost:"];
        if !is_origin(&api)
            || !(api.starts_with("https:") || near.iter().any(|n| api.starts_with(n)))
        {
            return Err("--wechat-api is an origin such as https://api.weixin.qq.com.".into());
        }
        let (secret, patience) = (self.app_secret()?, login::PATIENCE);
        Ok(Some(login::Settings { app_id, secret, api, patience }))
    }

    fn app_secret(&self) -> Outcome<AppSecret> {
        let (text, place) = match env::var("MALL_WECHAT_SECRET") {
            Ok(text) => (text, "MALL_WECHAT_SECRET".to_owned()),
            Err(_) => {
                let path = self.data()?.join("wechat-secret");
                let text = fs::read_to_string(&path);
                let place = path.display().to_string();
                (text.map_err(|error| format!("{place} cannot be read: {error}."))?, place)
            }
        };
        Ok(AppSecret::parse(&text).ok_or_else(|| format!("{place} holds no app secret."))?)
    }

    async fn database(&self) -> Outcome<Database> {
        let opened = Database::open(&self.database_url()?).await;
        Ok(opened.map_err(|error| format!("The database cannot be opened: {error}."))?)
    }
}

/// A text that must be an origin.
fn origin(text: &str) -> Outcome<String> {
    if is_origin(text) {
        return Ok(text.to_owned());
    }
    Err(format!("{text} is no origin such as https://pay.example.com.").into())
}

/// Whether a text is an origin: scheme and host, perhaps a port. It stands in headers as it is.
fn is_origin(text: &str) -> bool {
    let host = text.strip_prefix("https://").or(text.strip_prefix("http://"));
    let allowed = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b':');
    host.is_some_and(|host| !host.is_empty() && host.bytes().all(allowed))
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
    let app = App::new(Config {
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
    })
    .await?;
    announce(&app);
    serve::serve(app, listener, stop()).await?;
    Ok(())
}

fn announce(app: &App) {
    let url = &app.public_url;
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
    let text = fs::read_to_string(file)
        .map_err(|error| format!("{} cannot be read: {error}.", file.display()))?;
    let mall = catalogue::read(&text)?;
    catalogue::import(&options.database().await?, &mall, Clock::default().now()).await?;
    println!("Imported the mall {}.", mall.mall.id);
    Ok(())
}

async fn make_key(options: &Options, mall: &str) -> Outcome {
    let (db, secret) = (options.database().await?, options.secret()?);
    let key = random_name()?;
    let failed =
        |error: mall_server::error::Error| format!("The key was not made ({}).", error.0.code());
    let mut tx = db.write().await.map_err(failed)?;
    shoppers::put_key(&mut tx, mall, &key, Clock::default().now()).await.map_err(failed)?;
    tx.commit().await?;
    println!("key:    {key}\nsecret: {}", secret.of_key(mall, &key));
    Ok(())
}
