//! A stand-in for WeChat's server. A login's code says how it is answered. Tokens and tickets come as from
//! WeChat, and fail as a test asks.

use std::collections::{HashSet, VecDeque};
use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use mall_server::wechat::account::{self, JsSdk};
use mall_server::wechat::api::{AppSecret, Settings};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::watch;

/// The app id and secret of the mini-program and of the account.
pub const APP: (&str, &str) = ("wx0123456789abcdef", "5ec7e75ec7e75ec7e75ec7e75ec7e75e");

/// The key to a user's data at WeChat. The server must not use it.
pub const SESSION_KEY: &str = "HyVFkGl5F5OQWJZZaNzBBg==";

/// The paths of tokens and tickets.
pub const TOKEN: &str = "/cgi-bin/stable_token";
pub const TICKET: &str = "/cgi-bin/ticket/getticket";

/// The stand-in.
#[derive(Clone)]
pub struct WeChat {
    pub address: SocketAddr,
    inner: Arc<Inner>,
}

#[derive(Default)]
struct Inner {
    requests: Mutex<Vec<String>>,
    credentials: Mutex<Credentials>,
    /// The answers to send instead of the next tokens and tickets.
    replacements: Mutex<VecDeque<(&'static str, String)>>,
    /// True while answers about tokens and tickets wait.
    is_holding: watch::Sender<bool>,
}

/// The tokens that it has given, counted from 1.
#[derive(Default)]
struct Credentials {
    tokens: u32,
    tickets: u32,
    expired: HashSet<String>,
    seconds: Option<i64>,
}

impl WeChat {
    pub async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let inner = Arc::<Inner>::default();
        tokio::spawn(serve(listener, inner.clone()));
        Self { address, inner }
    }

    /// Returns settings in which this server is WeChat.
    pub fn settings(&self) -> Settings {
        Settings {
            app_id: APP.0.into(),
            secret: AppSecret::parse(APP.1).unwrap(),
            api: format!("http://{}", self.address),
            response_timeout: Duration::from_secs(20),
        }
    }

    /// Returns the same for the official account.
    pub fn account(&self) -> account::Settings {
        let js_sdk = JsSdk::at(account::SCRIPT).unwrap();
        account::Settings { app: self.settings(), js_sdk }
    }

    /// Returns all requests so far: the path with its query, a space, and the body.
    pub fn requests(&self) -> Vec<String> {
        self.inner.requests.lock().unwrap().clone()
    }

    /// Counts the requests to a path.
    pub fn count(&self, path: &str) -> usize {
        self.requests().iter().filter(|request| request.starts_with(path)).count()
    }

    /// Waits for a request to a path.
    pub async fn until_request(&self, path: &str) {
        let wait = tokio::time::timeout(Duration::from_secs(30), async {
            while self.count(path) == 0 {
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
        });
        wait.await.unwrap();
    }

    /// Returns the last token and the last ticket.
    pub fn last(&self) -> (String, String) {
        let credentials = self.inner.credentials.lock().unwrap();
        (token(credentials.tokens), ticket(credentials.tickets))
    }

    /// Answers the next request to a path with one of the answers in [`answer`].
    pub fn replace_next(&self, path: &'static str, kind: &str) {
        self.inner.replacements.lock().unwrap().push_back((path, kind.to_owned()));
    }

    /// Ends the last token before its time.
    pub fn end_token(&self) {
        let mut credentials = self.inner.credentials.lock().unwrap();
        let last = token(credentials.tokens);
        credentials.expired.insert(last);
    }

    /// Sets for how many seconds tokens and tickets are good.
    pub fn set_lifetime(&self, seconds: i64) {
        self.inner.credentials.lock().unwrap().seconds = Some(seconds);
    }

    /// Holds back answers about tokens and tickets, or releases them.
    pub fn hold(&self, is_holding: bool) {
        self.inner.is_holding.send_replace(is_holding);
    }
}

fn token(number: u32) -> String {
    format!("access-token-{number}")
}

fn ticket(number: u32) -> String {
    format!("jsapi-ticket-{number}")
}

async fn serve(listener: TcpListener, inner: Arc<Inner>) {
    while let Ok((stream, _)) = listener.accept().await {
        let inner = inner.clone();
        let service = service_fn(move |request: Request<Incoming>| {
            let inner = inner.clone();
            async move { Ok::<_, Infallible>(inner.answer(request).await) }
        });
        let connection = hyper::server::conn::http1::Builder::new()
            .serve_connection(TokioIo::new(stream), service);
        tokio::spawn(connection);
    }
}

impl Inner {
    async fn answer(&self, request: Request<Incoming>) -> Response<Full<Bytes>> {
        let (uri, path) = (request.uri().to_string(), request.uri().path().to_owned());
        let query = request.uri().query().unwrap_or_default().to_owned();
        let body = request.into_body().collect().await.unwrap().to_bytes();
        let body = String::from_utf8(body.to_vec()).unwrap();
        self.requests.lock().unwrap().push(format!("{uri} {body}").trim_end().to_owned());
        if path == "/sns/jscode2session" {
            return answer(&part(&query, "js_code")).await;
        }
        let _ = self.is_holding.subscribe().wait_for(|is_holding| !is_holding).await;
        let replacement = {
            let mut replacements = self.replacements.lock().unwrap();
            let at = replacements.iter().position(|(at, _)| *at == path);
            at.and_then(|at| replacements.remove(at))
        };
        if let Some((_, kind)) = replacement {
            return answer(&kind).await;
        }
        let body = match path.as_str() {
            TOKEN => self.token(&serde_json::from_str(&body).unwrap()),
            TICKET if part(&query, "type") == "jsapi" => self.ticket(&part(&query, "access_token")),
            _ => json!({ "errcode": 404 }),
        };
        answer(&format!("text {body}")).await
    }

    fn token(&self, request: &Value) -> Value {
        let right = json!({
            "grant_type": "client_credential", "appid": APP.0, "secret": APP.1,
            "force_refresh": request["force_refresh"].as_bool().unwrap()
        });
        assert_eq!(*request, right);
        let mut credentials = self.credentials.lock().unwrap();
        if request["force_refresh"] == true || credentials.tokens == 0 {
            let last = token(credentials.tokens);
            credentials.expired.insert(last);
            credentials.tokens += 1;
        }
        let seconds = credentials.seconds.unwrap_or(7200);
        json!({ "access_token": token(credentials.tokens), "expires_in": seconds })
    }

    fn ticket(&self, by: &str) -> Value {
        let mut credentials = self.credentials.lock().unwrap();
        if credentials.expired.contains(by) {
            return json!({ "errcode": 42001, "errmsg": "access_token expired rid: 5f-2" });
        }
        if by != token(credentials.tokens) {
            return json!({ "errcode": 40001, "errmsg": "invalid credential rid: 5f-3" });
        }
        credentials.tickets += 1;
        let seconds = credentials.seconds.unwrap_or(7200);
        let ticket = ticket(credentials.tickets);
        json!({ "errcode": 0, "errmsg": "ok", "ticket": ticket, "expires_in": seconds })
    }
}

fn part(query: &str, name: &str) -> String {
    let mut pairs = form_urlencoded::parse(query.as_bytes());
    pairs.find(|(key, _)| key == name).map(|(_, value)| value.into_owned()).unwrap_or_default()
}

async fn answer(kind: &str) -> Response<Full<Bytes>> {
    let (kind, value) = kind.split_once(' ').unwrap_or((kind, ""));
    let text = match kind {
        // The code has the openid, and a suffix that makes it different.
        "of" => {
            let openid = value.split(' ').next().unwrap_or_default();
            format!(r#"{{"session_key":"{SESSION_KEY}","openid":"{openid}"}}"#)
        }
        "error" => format!(r#"{{"errcode":{value},"errmsg":"invalid code, rid: 5f-1"}}"#),
        "text" => value.to_owned(),
        "long" => format!(r#"{{"openid":"o1","more":"{}"}}"#, "x".repeat(100_000)),
        "status" => value.to_owned(),
        _ => std::future::pending().await,
    };
    let mut response = Response::new(Full::from(text));
    // WeChat labels its JSON as text.
    response.headers_mut().insert("content-type", "text/plain".parse().unwrap());
    if kind == "status" {
        *response.status_mut() = value.parse().unwrap();
    }
    response
}
