//! The network between browser and server, which can be told to fail.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::header::{CONNECTION, COOKIE, RETRY_AFTER, TRANSFER_ENCODING};
use hyper::service::service_fn;
use hyper::{Method, Request, Response};
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// What happens to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It waits until the fault is lifted.
    Hold,
    /// The server never gets it, and the connection breaks.
    LoseRequest,
    /// The server does what is asked, and the connection breaks before its answer.
    LoseAnswer,
    /// The server does what is asked; its answer waits until the fault is lifted.
    HoldAnswer,
    /// The server gets it twice, and the second answer goes back.
    Twice,
    /// The server never gets it: something in between answers with this status and asks to come
    /// again after a second, as balancers do.
    TurnAway(u16),
}

#[derive(Clone)]
struct Rule {
    method: Method,
    part: &'static str,
    fault: Fault,
}

/// A network. Each request has a connection of its own: on one that was used before, browsers
/// would repeat a lost request by themselves.
pub struct Network {
    /// Where browsers reach it.
    pub address: SocketAddr,
    rules: watch::Sender<Vec<Rule>>,
    seen: watch::Sender<Vec<String>>,
    with_cookie: AtomicUsize,
}

type Answer = Response<Full<Bytes>>;
type Broken = Box<dyn std::error::Error + Send + Sync>;

impl Network {
    /// A network that passes everything on to a server.
    pub async fn before(server: SocketAddr) -> Arc<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let (rules, seen) = (watch::Sender::new(Vec::new()), watch::Sender::new(Vec::new()));
        let network = Arc::new(Self { address, rules, seen, with_cookie: AtomicUsize::new(0) });
        tokio::spawn(network.clone().run(listener, server));
        network
    }

    /// From now on this happens to requests whose path or query contains a text.
    pub fn fail(&self, method: Method, part: &'static str, fault: Fault) {
        self.rules.send_modify(|rules| {
            rules.retain(|rule| (&rule.method, rule.part) != (&method, part));
            rules.push(Rule { method, part, fault });
        });
    }

    /// All faults are lifted; what was held goes on.
    pub fn heal(&self) {
        self.rules.send_modify(Vec::clear);
    }

    /// Waits until so many requests of a method, whose path contains a text, have come.
    pub async fn until_seen(&self, method: &Method, part: &str, count: usize) {
        let mut seen = self.seen.subscribe();
        let enough = seen.wait_for(|seen| count_of(seen, method, part) >= count);
        let waited = tokio::time::timeout(crate::screen::PATIENCE, enough).await;
        assert!(waited.is_ok(), "{count} × {method} {part} have not come: {:?}", self.seen());
    }

    /// How many requests of a method, whose path contains a text, have come.
    pub fn count(&self, method: &Method, part: &str) -> usize {
        count_of(&self.seen.borrow(), method, part)
    }

    /// How many requests have come with a cookie.
    pub fn with_cookie(&self) -> usize {
        self.with_cookie.load(Ordering::Relaxed)
    }

    fn seen(&self) -> Vec<String> {
        self.seen.borrow().clone()
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
        // What a page counts when it is left comes while the next one is on its way.
        let leaving = path.contains("/v1/events");
        if request.headers().contains_key(COOKIE) && !leaving {
            self.with_cookie.fetch_add(1, Ordering::Relaxed);
        }
        self.seen.send_modify(|seen| seen.push(format!("{method} {path}")));
        let mut rules = self.rules.subscribe();
        let held = |rules: &Vec<Rule>| fault(rules, &method, &path) != Some(Fault::Hold);
        let now = rules.wait_for(held).await.map(|rules| fault(&rules, &method, &path))?;
        let (head, body) = request.into_parts();
        let body = body.collect().await?.to_bytes();
        let request = || Request::from_parts(head.clone(), Full::new(body.clone()));
        match now {
            Some(Fault::LoseRequest) => return Err("lost on the way to the server".into()),
            Some(Fault::TurnAway(status)) => return Ok(turned_away(status)?),
            Some(Fault::Twice) => drop(send(server, request()).await?),
            _ => {}
        }
        let answer = send(server, request()).await?;
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

fn turned_away(status: u16) -> Result<Answer, hyper::http::Error> {
    let page = Full::new(Bytes::from_static(b"<h1>Please come again</h1>"));
    Response::builder().status(status).header(RETRY_AFTER, 1).body(page)
}

fn count_of(seen: &[String], method: &Method, part: &str) -> usize {
    let begin = format!("{method} ");
    seen.iter().filter(|line| line.starts_with(&begin) && line.contains(part)).count()
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
