//! A stand-in for WeChat around a page. Its server gives tokens and tickets. Its app tells the script whether a page
//! may scan, and what was scanned.

use std::collections::HashMap;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use mall_server::wechat::account::{JsSdk, Settings};
use mall_server::wechat::api::{self, AppSecret};
use serde_json::{Value, json};
use sha1::{Digest, Sha1};
use tokio::net::TcpListener;

const SCRIPT: &str = include_str!("wechat/jweixin.js");
const APP_ID: &str = "wx0123456789abcdef";
const TOKEN: &str = "an-access-token";
/// The only ticket that it gives.
pub const TICKET: &str = "a-jsapi-ticket";

/// The result of a scan.
#[derive(Clone, Debug)]
pub enum Scan {
    /// The text of a QR code; a barcode's is `EAN_13,6901234567892`.
    Text(&'static str),
    /// The shopper goes back.
    Cancelled,
    /// The camera is not available.
    Failed,
}

/// A failure of WeChat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// Its script does not load.
    NoScript,
    /// Its app does not say whether a page may scan.
    Silent,
    /// Its server gives no ticket.
    NoTicket,
}

/// The kind of phone, which decides which address of a page must be signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phone {
    /// The shown address.
    Android,
    /// The address under which the document was loaded.
    Ios,
}

/// WeChat. It exists as long as the tests run.
pub struct WeChat {
    address: SocketAddr,
    record: Arc<Mutex<Record>>,
}

/// Its settings, and the requests so far.
struct Record {
    phone: Phone,
    scan: Scan,
    trouble: Option<Trouble>,
    /// The verdicts about pages that wanted to scan, with their addresses.
    verdicts: Vec<(String, String)>,
    /// The kinds of codes in each scan.
    scans: Vec<String>,
}

impl WeChat {
    /// Opens it.
    pub async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let record = Arc::new(Mutex::new(Record {
            phone: Phone::Android,
            scan: Scan::Cancelled,
            trouble: None,
            verdicts: Vec::new(),
            scans: Vec::new(),
        }));
        tokio::spawn(serve(listener, record.clone()));
        Self { address, record }
    }

    /// Returns the settings of the account for a server, with the address of the script.
    pub fn account(&self) -> Settings {
        let app = api::Settings {
            app_id: APP_ID.into(),
            secret: AppSecret::parse(&"5e".repeat(16)).expect("a secret"),
            api: self.url(""),
            response_timeout: Duration::from_secs(20),
        };
        let js_sdk = JsSdk::at(&self.url("/jweixin.js")).expect("a script");
        Settings { app, js_sdk }
    }

    /// Returns an address of WeChat's server. `/page` is a page with the script alone.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Sets the result of the next scans.
    pub fn scans(&self, scan: Scan) {
        self.record().scan = scan;
    }

    /// Sets the phone.
    pub fn runs_on(&self, phone: Phone) {
        self.record().phone = phone;
    }

    /// Sets the failure from now on.
    pub fn in_trouble(&self, trouble: Option<Trouble>) {
        self.record().trouble = trouble;
    }

    /// Returns the verdicts about pages that wanted to scan, with the checked addresses.
    pub fn verdicts(&self) -> Vec<(String, String)> {
        self.record().verdicts.clone()
    }

    /// Returns the scans so far, as `needResult kinds`.
    pub fn scanned(&self) -> Vec<String> {
        self.record().scans.clone()
    }

    fn record(&self) -> std::sync::MutexGuard<'_, Record> {
        self.record.lock().expect("whole")
    }
}

async fn serve(listener: TcpListener, record: Arc<Mutex<Record>>) {
    while let Ok((stream, _)) = listener.accept().await {
        let record = record.clone();
        let service = service_fn(move |request: Request<Incoming>| {
            let answer = record.lock().expect("whole").answer(&request);
            async move { Ok::<_, Infallible>(answer) }
        });
        let server = hyper::server::conn::http1::Builder::new();
        let connection = server.serve_connection(TokioIo::new(stream), service);
        tokio::spawn(async move { drop(connection.await) });
    }
}

impl Record {
    fn answer(&mut self, request: &Request<Incoming>) -> Response<Full<Bytes>> {
        let query = query(request.uri().query().unwrap_or_default());
        let part = |name: &str| query.get(name).map_or("", String::as_str);
        let (kind, body) = match request.uri().path() {
            "/cgi-bin/stable_token" => ("text/plain", self.token()),
            "/cgi-bin/ticket/getticket" => ("text/plain", ticket(part("access_token"))),
            "/page" => {
                let page = "<!doctype html><title>WeChat</title><link rel=icon href=data:,>\
                            <script src=/jweixin.js></script>";
                ("text/html", page.to_owned())
            }
            "/jweixin.js" if self.trouble != Some(Trouble::NoScript) => {
                ("text/javascript", SCRIPT.to_owned())
            }
            "/config.js" if self.trouble == Some(Trouble::Silent) => {
                ("text/javascript", String::new())
            }
            "/config.js" => ("text/javascript", reply(part("call"), &self.verdict(&query))),
            "/scan.js" => ("text/javascript", reply(part("call"), &self.scan(&query))),
            _ => return status(StatusCode::NOT_FOUND),
        };
        let answer = Response::builder().header("content-type", kind);
        let answer = answer.header("cache-control", "no-store").body(Full::new(body.into()));
        answer.unwrap_or_else(|_| status(StatusCode::INTERNAL_SERVER_ERROR))
    }

    fn token(&self) -> String {
        match self.trouble {
            Some(Trouble::NoTicket) => json!({ "errcode": 40164, "errmsg": "invalid ip" }),
            _ => json!({ "access_token": TOKEN, "expires_in": 7200 }),
        }
        .to_string()
    }

    /// Decides whether a page may scan. WeChat signs the page's address itself and compares.
    fn verdict(&mut self, query: &HashMap<String, String>) -> Value {
        let part = |name: &str| query.get(name).map_or("", String::as_str);
        let url = part(if self.phone == Phone::Ios { "entry" } else { "url" });
        let signed = signature(part("nonceStr"), part("timestamp"), url);
        let right = part("appId") == APP_ID && part("signature") == signed;
        let verdict = if right { "config:ok" } else { "config:invalid signature" };
        self.verdicts.push((verdict.to_owned(), url.to_owned()));
        json!({ "errMsg": verdict })
    }

    fn scan(&mut self, query: &HashMap<String, String>) -> Value {
        let part = |name: &str| query.get(name).map_or("", String::as_str);
        self.scans.push(format!("{} {}", part("needResult"), part("scanType")));
        match self.scan {
            // Without `needResult` WeChat handles the text itself.
            Scan::Text(text) if part("needResult") == "1" => {
                json!({ "resultStr": text, "errMsg": "scanQRCode:ok" })
            }
            Scan::Text(_) => json!({ "errMsg": "scanQRCode:ok" }),
            Scan::Cancelled => json!({ "errMsg": "scanQRCode:cancel" }),
            Scan::Failed => json!({ "errMsg": "scanQRCode:fail" }),
        }
    }
}

/// Signs a page as WeChat defines it. It does not use the server's code, which it tests.
pub fn signature(nonce: &str, timestamp: &str, url: &str) -> String {
    let mut sha1 = Sha1::new();
    let parts =
        [("jsapi_ticket", TICKET), ("&noncestr", nonce), ("&timestamp", timestamp), ("&url", url)];
    for (name, value) in parts {
        sha1.update(format!("{name}={value}"));
    }
    sha1.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

fn ticket(by: &str) -> String {
    match by {
        TOKEN => json!({ "errcode": 0, "errmsg": "ok", "ticket": TICKET, "expires_in": 7200 }),
        _ => json!({ "errcode": 40001, "errmsg": "invalid credential" }),
    }
    .to_string()
}

/// Makes a script that answers a call.
fn reply(call: &str, result: &Value) -> String {
    let call: u32 = call.parse().unwrap_or_default();
    format!("window.wechatAnswers[{call}]({result});")
}

fn query(text: &str) -> HashMap<String, String> {
    form_urlencoded::parse(text.as_bytes()).into_owned().collect()
}

fn status(status: StatusCode) -> Response<Full<Bytes>> {
    let mut answer = Response::new(Full::default());
    *answer.status_mut() = status;
    answer
}
