//! A driver for Chromium of any age: it answers WebDriver's requests, as far as the tests make them, by the browser's own
//! protocol.
//!
//! ChromeDriver starts a browser for each session and knows no old ones. Here one browser serves many sessions. Each has
//! a browser context of its own, so cookies, storage, caches, service workers and permissions are not shared.

mod commands;
mod context;
mod elements;
mod failure;
mod keyboard;
mod protocol;
mod record;
mod tab;

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

use context::Context;
use failure::Failure;
use protocol::Protocol;
pub use tab::Screen;

/// A browser process. It ends when the last session that uses it has ended and this is dropped, or with the tests.
#[derive(Clone)]
pub struct Chromium(Arc<Protocol>);

impl Chromium {
    /// Starts a browser.
    pub fn start(program: &Path, flags: &[&str]) -> Self {
        Self(Arc::new(Protocol::start(program, flags)))
    }

    /// Opens a session with a browser context of its own, and returns the address where it answers WebDriver's requests.
    pub async fn session(&self, screen: Screen) -> String {
        let context = Context::open(self.0.clone(), screen).await.expect("a browser context");
        let context = Arc::new(context);
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let context = context.clone();
                let service = service_fn(move |request| respond(context.clone(), request));
                let connection = hyper::server::conn::http1::Builder::new()
                    .serve_connection(TokioIo::new(stream), service);
                tokio::spawn(async move { drop(connection.await) });
            }
        });
        format!("http://{address}")
    }
}

async fn respond(
    context: Arc<Context>,
    request: Request<Incoming>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let (head, body) = request.into_parts();
    let body = body.collect().await.map(|body| body.to_bytes()).unwrap_or_default();
    let body: Value = serde_json::from_slice(&body).unwrap_or_default();
    let path: Vec<&str> = head.uri.path().trim_matches('/').split('/').collect();
    let (status, value) = match context.command(&head.method, &path, &body).await {
        Ok(value) => (StatusCode::OK, value),
        Err(Failure { code, message }) => {
            let status = match code {
                "no such element" | "stale element reference" => StatusCode::NOT_FOUND,
                _ => StatusCode::INTERNAL_SERVER_ERROR,
            };
            (status, json!({ "error": code, "message": message, "stacktrace": "" }))
        }
    };
    let mut response = Response::new(Full::new(json!({ "value": value }).to_string().into()));
    *response.status_mut() = status;
    Ok(response)
}
