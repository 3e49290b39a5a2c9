//! What the command line asks for.

use std::error::Error;
use std::path::PathBuf;
use std::{env, fs};

use lexopt::prelude::*;
use mall_server::config::{ReceiptCheck, ReceiptConfig};
use mall_server::db::Database;
use mall_server::identity::secret::Secret;
use mall_server::wechat::account::{self, JsSdk};
use mall_server::wechat::api::{self, AppSecret};

/// How the program is called.
pub const USAGE: &str = "\
mall-server serve [--host 127.0.0.1] [--port 8080] [--data DIR] [--database-url URL] [--assets DIR]
                  [--public-url URL] [--requests-per-second 100] [--trust-proxy] [--demo]
                  [--receipt-check off|warn|enforce] [--receipt-parent ORIGIN]... [--receipt-height 960]
                  [--embed-origin ORIGIN]...
                  [--mini-program APP_ID] [--wechat-account APP_ID]
                  [--wechat-api https://api.weixin.qq.com]
                  [--wechat-script https://res.wx.qq.com/open/js/jweixin-1.6.0.js]
mall-server import FILE [--data DIR] [--database-url URL]
mall-server placements MALL [FILE.csv] [--public-url URL] [--data DIR] [--database-url URL]
mall-server posters MALL [ID]... --public-url URL [--format a4|a3|a5] [--out posters | --sheet FILE.pdf]
                  [--data DIR] [--database-url URL]
mall-server key MALL    [--store STORE | --revoke KEY] [--data DIR] [--database-url URL]
mall-server staff MALL  [NAME [--store STORE] (--role ROLE | --off)] [--data DIR] [--database-url URL]

The database is DIR/mall.sqlite unless a URL (sqlite: or postgres:) names another. The secret that
links are signed with is in the environment as MALL_SECRET (64 hexadecimal digits), else in
DIR/secret.key, which is made at the first start.

WeChat's receipt frame opens URL/receipt; docs/receipt.md tells how that is set up. --receipt-check says
what a wrong check code means (enforce: the order is as good as unknown), --receipt-parent names another
origin that may frame the receipt, --receipt-height is 600 to 960 on a design 640 wide.

placements sets the places of a file up, whose codes lead to offers, and lists all there are; docs/placements.md.
posters draws them for print: a PDF each, or the cards of all on one sheet; those named, else all that are live.

key makes an API key and prints its secret: of the mall's own system, or with --store of that store's, which
may have two at a time while one is changed for the other. staff lists who works in the mall; with a name it
sets somebody up as cashier, store_manager, merchant, provider (at a store) or operator (of the mall), or gives
them a new password, which is printed and to be used once; docs/till.md.

--embed-origin names another site whose pages may embed the page's module; docs/embedding.md.
--mini-program lets users of that mini-program log in; docs/mini-program.md tells how that is set up. Its
app secret is in the environment as MALL_WECHAT_SECRET, else in DIR/wechat-secret.
--wechat-account names the official account by which pages scan in WeChat; docs/wechat-scan.md. Its app
secret is in the environment as MALL_WECHAT_ACCOUNT_SECRET, else in DIR/wechat-account-secret.";

/// A sentence says what is wrong.
pub type Outcome<T = ()> = Result<T, Box<dyn Error>>;

/// What was asked for, as it stood there.
#[derive(Default)]
pub struct Options {
    pub words: Vec<String>,
    pub host: Option<String>,
    pub port: Option<u16>,
    pub data: Option<PathBuf>,
    pub database_url: Option<String>,
    pub assets: Option<PathBuf>,
    pub public_url: Option<String>,
    pub requests_per_second: Option<u32>,
    pub trust_proxy: bool,
    pub demo: bool,
    pub receipt_check: Option<String>,
    pub receipt_parents: Vec<String>,
    pub receipt_height: Option<u16>,
    pub embed_origins: Vec<String>,
    pub mini_program: Option<String>,
    pub wechat_account: Option<String>,
    pub wechat_api: Option<String>,
    pub wechat_script: Option<String>,
    pub format: Option<String>,
    pub out: Option<PathBuf>,
    pub sheet: Option<PathBuf>,
    pub store: Option<String>,
    pub role: Option<String>,
    pub revoke: Option<String>,
    pub off: bool,
}

/// Reads the command line.
pub fn read_options() -> Result<Options, lexopt::Error> {
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
            Long("wechat-account") => options.wechat_account = Some(parser.value()?.string()?),
            Long("wechat-script") => options.wechat_script = Some(parser.value()?.string()?),
            Long("store") => options.store = Some(parser.value()?.string()?),
            Long("role") => options.role = Some(parser.value()?.string()?),
            Long("revoke") => options.revoke = Some(parser.value()?.string()?),
            Long("off") => options.off = true,
            Long("wechat-api") => options.wechat_api = Some(parser.value()?.string()?),
            Long("format") => options.format = Some(parser.value()?.string()?),
            Long("out") => options.out = Some(parser.value()?.into()),
            Long("sheet") => options.sheet = Some(parser.value()?.into()),
            other => return Err(other.unexpected()),
        }
    }
    Ok(options)
}

impl Options {
    /// The folder of what the server keeps, which is made.
    pub fn data(&self) -> Outcome<PathBuf> {
        let data = self.data.clone().unwrap_or_else(|| "data".into());
        fs::create_dir_all(&data)
            .map_err(|error| format!("The folder {} cannot be made: {error}.", data.display()))?;
        Ok(data)
    }

    /// Where the database is.
    pub fn database_url(&self) -> Outcome<String> {
        match &self.database_url {
            Some(url) => Ok(url.clone()),
            None => Ok(format!("sqlite:{}?mode=rwc", self.data()?.join("mall.sqlite").display())),
        }
    }

    /// The secret that links are signed with.
    pub fn secret(&self) -> Outcome<Secret> {
        if let Ok(text) = env::var("MALL_SECRET") {
            return Ok(Secret::from_hex(&text).ok_or("MALL_SECRET is not 64 hexadecimal digits.")?);
        }
        let path = self.data()?.join("secret.key");
        Ok(Secret::in_file(&path)
            .map_err(|error| format!("{} cannot be used: {error}.", path.display()))?)
    }

    /// How receipts are answered.
    pub fn receipt(&self) -> Outcome<ReceiptConfig> {
        let mut settings = ReceiptConfig::default();
        if let Some(check) = &self.receipt_check {
            settings.check =
                ReceiptCheck::parse(check).ok_or("--receipt-check is off, warn or enforce.")?;
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

    /// The mall's mini-program.
    pub fn mini_program(&self) -> Outcome<Option<api::Settings>> {
        self.wechat_app(
            "mini-program",
            self.mini_program.as_ref(),
            "MALL_WECHAT_SECRET",
            "wechat-secret",
        )
    }

    /// The mall's official account.
    pub fn account(&self) -> Outcome<Option<account::Settings>> {
        let (variable, file) = ("MALL_WECHAT_ACCOUNT_SECRET", "wechat-account-secret");
        let app =
            self.wechat_app("wechat-account", self.wechat_account.as_ref(), variable, file)?;
        let Some(app) = app else { return Ok(None) };
        let script = self.wechat_script.as_deref().unwrap_or(account::SCRIPT);
        let js_sdk = JsSdk::at(script)
            .ok_or_else(|| format!("--wechat-script is an address such as {}.", account::SCRIPT))?;
        Ok(Some(account::Settings { app, js_sdk }))
    }

    fn wechat_app(
        &self,
        option: &str,
        app_id: Option<&String>,
        variable: &str,
        file: &str,
    ) -> Outcome<Option<api::Settings>> {
        let Some(app_id) = app_id.cloned() else { return Ok(None) };
        if app_id.is_empty() || !app_id.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return Err(format!("--{option} is an app id such as wx0123456789abcdef.").into());
        }
        let api = self.wechat_api.clone().unwrap_or_else(|| api::API.into());
        if !is_origin(&api) || !api::is_protected(&api) {
            return Err("--wechat-api is an origin such as https://api.weixin.qq.com.".into());
        }
        let (secret, patience) = (self.app_secret(variable, file)?, api::PATIENCE);
        Ok(Some(api::Settings { app_id, secret, api, patience }))
    }

    fn app_secret(&self, variable: &str, file: &str) -> Outcome<AppSecret> {
        let (text, place) = match env::var(variable) {
            Ok(text) => (text, variable.to_owned()),
            Err(_) => {
                let path = self.data()?.join(file);
                let text = fs::read_to_string(&path);
                let place = path.display().to_string();
                (text.map_err(|error| format!("{place} cannot be read: {error}."))?, place)
            }
        };
        Ok(AppSecret::parse(&text).ok_or_else(|| format!("{place} holds no app secret."))?)
    }

    /// Opens the database.
    pub async fn database(&self) -> Outcome<Database> {
        let opened = Database::open(&self.database_url()?).await;
        Ok(opened.map_err(|error| format!("The database cannot be opened: {error}."))?)
    }
}

/// A text that must be an origin.
pub fn origin(text: &str) -> Outcome<String> {
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
