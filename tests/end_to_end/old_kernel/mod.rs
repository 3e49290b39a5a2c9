//! A driver for browsers that are too old for today's: it answers WebDriver's requests, as far as the
//! journeys make them, by the protocol that such a browser speaks itself. One description of the
//! journeys serves all browsers that way.

mod commands;
mod elements;
mod page;
mod protocol;

use std::convert::Infallible;
use std::path::Path;
use std::sync::Arc;

use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use commands::Driver;

/// Why a command was not done: WebDriver's own word for it, and what the browser said.
#[derive(Debug)]
pub struct Refused {
    word: &'static str,
    said: String,
}

impl Refused {
    fn new(word: &'static str, said: impl Into<String>) -> Self {
        Self { word, said: said.into() }
    }
}

/// Starts the browser and what answers for it; gives where. Both end when the session does, or the
/// tests.
pub async fn start(program: &Path, profile: &Path, flags: &[String]) -> String {
    let driver = Arc::new(Driver::start(program, profile, flags).await);
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let driver = driver.clone();
            let service = service_fn(move |request| answer(driver.clone(), request));
            let connection = hyper::server::conn::http1::Builder::new()
                .serve_connection(TokioIo::new(stream), service);
            tokio::spawn(async move { drop(connection.await) });
        }
    });
    format!("http://{address}")
}

async fn answer(
    driver: Arc<Driver>,
    request: Request<Incoming>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let (head, body) = request.into_parts();
    let body = body.collect().await.map(|body| body.to_bytes()).unwrap_or_default();
    let body: Value = serde_json::from_slice(&body).unwrap_or_default();
    let path: Vec<&str> = head.uri.path().trim_matches('/').split('/').collect();
    let done = driver.command(&head.method, &path, &body).await;
    let (status, value) = match done {
        Ok(value) => (StatusCode::OK, value),
        Err(Refused { word, said }) => {
            let status = match word {
                "no such element" | "stale element reference" => StatusCode::NOT_FOUND,
                _ => StatusCode::INTERNAL_SERVER_ERROR,
            };
            (status, json!({ "error": word, "message": said, "stacktrace": "" }))
        }
    };
    let mut response = Response::new(Full::new(json!({ "value": value }).to_string().into()));
    *response.status_mut() = status;
    Ok(response)
}
