//! A proxy between browser and server that can fail on demand.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::header::{
    ACCEPT, ACCEPT_ENCODING, ACCEPT_LANGUAGE, CACHE_CONTROL, CONNECTION, CONTENT_LENGTH,
    CONTENT_TYPE, COOKIE, HeaderValue, RETRY_AFTER, TRANSFER_ENCODING,
};
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

use crate::kernel::{Kernel, kernel};

/// A fault that the proxy applies to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It waits until the fault is lifted.
    Hold,
    /// The server never gets it, and the connection breaks.
    LoseRequest,
    /// The server handles the request, and the connection breaks before its response.
    LoseAnswer,
    /// The server handles the request; its response waits until the fault ends.
    HoldAnswer,
    /// The server gets it twice, and the second answer goes back.
    Twice,
    /// The server never gets the request: a proxy answers with this status and `Retry-After: 1`, as balancers do.
    TurnAway(u16),
}

/// A change of a response's body on the way.
type Change = Arc<dyn Fn(Vec<u8>) -> Vec<u8> + Send + Sync>;

/// A change of the responses to requests whose path or query contains a text.
#[derive(Clone)]
struct Forged {
    part: &'static str,
    kind: Option<&'static str>,
    change: Change,
}

#[derive(Clone)]
struct Rule {
    method: Method,
    part: &'static str,
    fault: Fault,
}

/// A network. Each request has a connection of its own: on a reused connection, browsers would repeat a lost request by
/// themselves.
pub struct Network {
    /// The address at which browsers reach it.
    pub address: SocketAddr,
    rules: watch::Sender<Vec<Rule>>,
    requests: watch::Sender<Vec<String>>,
    forged: Mutex<Vec<Forged>>,
    /// Documents that are served again as they were first, by their path; none while documents are not kept.
    documents: Mutex<Option<HashMap<String, Response<Bytes>>>>,
    /// Browsers may keep documents in memory.
    is_cacheable: AtomicBool,
    with_cookie: AtomicUsize,
}

type Answer = Response<Full<Bytes>>;
type Broken = Box<dyn std::error::Error + Send + Sync>;

impl Network {
    /// Returns a network that passes everything on to a server.
    pub async fn before(server: SocketAddr) -> Arc<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let (rules, requests) = (watch::Sender::new(Vec::new()), watch::Sender::new(Vec::new()));
        let (forged, documents) = (Mutex::default(), Mutex::default());
        let (is_cacheable, with_cookie) = (AtomicBool::new(false), AtomicUsize::new(0));
        let network = Arc::new(Self {
            address,
            rules,
            requests,
            forged,
            documents,
            is_cacheable,
            with_cookie,
        });
        tokio::spawn(network.clone().run(listener, server));
        network
    }

    /// Applies a fault to requests whose path or query contains a text, from now on.
    pub fn fail(&self, method: Method, part: &'static str, fault: Fault) {
        self.rules.send_modify(|rules| {
            rules.retain(|rule| (&rule.method, rule.part) != (&method, part));
            rules.push(Rule { method, part, fault });
        });
    }

    /// Changes responses to requests whose path or query contains a text, from now on, and perhaps their content type.
    pub fn forge(
        &self,
        part: &'static str,
        kind: Option<&'static str>,
        change: impl Fn(Vec<u8>) -> Vec<u8> + Send + Sync + 'static,
    ) {
        let change = Arc::new(change);
        self.forged.lock().expect("whole").push(Forged { part, kind, change });
    }

    /// Serves documents as they were first, from now on, like a cache that ignores all headers. Requests of scripts go to
    /// the server.
    pub fn keep_documents(&self) {
        *self.documents.lock().expect("whole") = Some(HashMap::new());
    }

    /// Lets the browser keep documents for going back, from now on.
    pub fn let_browsers_keep(&self) {
        self.is_cacheable.store(true, Ordering::Relaxed);
    }

    /// Runs a script in each document before its own scripts, in whatever browser.
    pub fn before_each_page(&self, script: &'static str) {
        self.forge("/before-each-page.js", Some("text/javascript"), move |_| script.into());
        self.forge("", None, |body| {
            let text = String::from_utf8_lossy(&body);
            match text.split_once("<head>") {
                Some((begin, rest)) => {
                    let script = r#"<head><script src="/before-each-page.js"></script>"#;
                    format!("{begin}{script}{rest}").into()
                }
                None => body,
            }
        });
    }

    /// Ends all faults, and releases held responses.
    pub fn heal(&self) {
        self.rules.send_modify(Vec::clear);
    }

    /// Waits for a number of requests of a method whose path contains a text.
    pub async fn until_requested(&self, method: &Method, part: &str, count: usize) {
        let mut requests = self.requests.subscribe();
        let enough = requests.wait_for(|requests| count_of(requests, method, part) >= count);
        let waited = tokio::time::timeout(crate::waiting::TIMEOUT, enough).await;
        assert!(waited.is_ok(), "{count} × {method} {part} have not come: {:?}", self.requests());
    }

    /// Returns the number of requests of a method whose path contains a text.
    pub fn count(&self, method: &Method, part: &str) -> usize {
        count_of(&self.requests.borrow(), method, part)
    }

    /// Returns the number of requests with a cookie.
    pub fn with_cookie(&self) -> usize {
        self.with_cookie.load(Ordering::Relaxed)
    }

    fn requests(&self) -> Vec<String> {
        self.requests.borrow().clone()
    }

    async fn run(self: Arc<Self>, listener: TcpListener, server: SocketAddr) {
        while let Ok((stream, _)) = listener.accept().await {
            let network = self.clone();
            let service = service_fn(move |request| network.clone().pass(request, server));
            let mut builder = hyper::server::conn::http1::Builder::new();
            let connection =
                builder.keep_alive(false).serve_connection(TokioIo::new(stream), service);
            // A connection that breaks is what this is for.
            tokio::spawn(async move { drop(connection.await) });
        }
    }

    async fn pass(
        self: Arc<Self>,
        request: Request<Incoming>,
        server: SocketAddr,
    ) -> Result<Answer, Broken> {
        let (method, path) = (request.method().clone(), request.uri().to_string());
        // A page that is left sends its events while the next page loads.
        let leaving = path.contains("/v1/events");
        if request.headers().contains_key(COOKIE) && !leaving {
            self.with_cookie.fetch_add(1, Ordering::Relaxed);
        }
        self.requests.send_modify(|requests| requests.push(format!("{method} {path}")));
        let mut rules = self.rules.subscribe();
        let is_released = |rules: &Vec<Rule>| fault(rules, &method, &path) != Some(Fault::Hold);
        let now = rules.wait_for(is_released).await.map(|rules| fault(&rules, &method, &path))?;
        let (mut head, body) = request.into_parts();
        let forged = self.forged.lock().expect("whole").clone();
        let forged: Vec<_> =
            forged.into_iter().filter(|forged| path.contains(forged.part)).collect();
        if !forged.is_empty() {
            // A compressed body could not be changed.
            head.headers.remove(ACCEPT_ENCODING);
        }
        let is_from_browser = |list: &HeaderValue| list.as_bytes().starts_with(b"en-US");
        if kernel() == Kernel::WebKit
            && head.headers.get(ACCEPT_LANGUAGE).is_some_and(is_from_browser)
        {
            // It cannot be told to ask for Chinese, as others are.
            head.headers.insert(ACCEPT_LANGUAGE, HeaderValue::from_static("zh-CN"));
        }
        let opened =
            head.headers.get(ACCEPT).is_some_and(|a| a.as_bytes().starts_with(b"text/html"));
        let opened = opened && method == Method::GET;
        if let Some(Some(documents)) = opened.then(|| self.stored_document(&path)) {
            return Ok(documents.map(Full::new));
        }
        let body = body.collect().await?.to_bytes();
        let request = || Request::from_parts(head.clone(), Full::new(body.clone()));
        match now {
            Some(Fault::LoseRequest) => return Err("lost on the way to the server".into()),
            Some(Fault::TurnAway(status)) => return Ok(turned_away(status)?),
            Some(Fault::Twice) => drop(send(server, request()).await?),
            _ => {}
        }
        let mut answer = send(server, request()).await?;
        for forged in forged {
            answer = forged.apply(answer).await?;
        }
        if opened {
            answer = self.as_document(&path, answer).await?;
        }
        if now == Some(Fault::LoseAnswer) {
            return Err("lost on the way back".into());
        }
        if now == Some(Fault::HoldAnswer) {
            let free = |rules: &Vec<Rule>| fault(rules, &method, &path) != Some(Fault::HoldAnswer);
            drop(rules.wait_for(free).await?);
        }
        Ok(answer)
    }
}

impl Network {
    fn stored_document(&self, path: &str) -> Option<Response<Bytes>> {
        self.documents.lock().expect("whole").as_ref()?.get(path).cloned()
    }

    async fn as_document(&self, path: &str, answer: Answer) -> Result<Answer, Broken> {
        let (mut head, body) = answer.into_parts();
        let body = body.collect().await?.to_bytes();
        if self.is_cacheable.load(Ordering::Relaxed) {
            head.headers.remove(CACHE_CONTROL);
        }
        let answer = Response::from_parts(head, body);
        if let Some(documents) = self.documents.lock().expect("whole").as_mut() {
            documents.insert(path.to_owned(), answer.clone());
        }
        Ok(answer.map(Full::new))
    }
}

impl Forged {
    async fn apply(self, answer: Answer) -> Result<Answer, Broken> {
        let (mut head, body) = answer.into_parts();
        let body = (self.change)(body.collect().await?.to_bytes().into());
        if let Some(kind) = self.kind {
            head.status = StatusCode::OK;
            head.headers.insert(CONTENT_TYPE, kind.parse()?);
        }
        head.headers.remove(CONTENT_LENGTH);
        Ok(Response::from_parts(head, Full::new(body.into())))
    }
}

fn turned_away(status: u16) -> Result<Answer, hyper::http::Error> {
    let page = Full::new(Bytes::from_static(b"<h1>Please come again</h1>"));
    Response::builder().status(status).header(RETRY_AFTER, 1).body(page)
}

fn count_of(requests: &[String], method: &Method, part: &str) -> usize {
    let begin = format!("{method} ");
    requests.iter().filter(|line| line.starts_with(&begin) && line.contains(part)).count()
}

fn fault(rules: &[Rule], method: &Method, path: &str) -> Option<Fault> {
    rules.iter().find(|rule| rule.method == *method && path.contains(rule.part)).map(|r| r.fault)
}

/// Sends a request and reads the whole answer.
pub async fn send(server: SocketAddr, request: Request<Full<Bytes>>) -> Result<Answer, Broken> {
    let stream = TcpStream::connect(server).await?;
    let (mut sender, connection) =
        hyper::client::conn::http1::handshake::<_, Full<Bytes>>(TokioIo::new(stream)).await?;
    tokio::spawn(async move { drop(connection.await) });
    let (mut head, body) = sender.send_request(request).await?.into_parts();
    let body = body.collect().await?.to_bytes();
    head.headers.remove(TRANSFER_ENCODING);
    head.headers.remove(CONNECTION);
    Ok(Response::from_parts(head, Full::new(body)))
}
