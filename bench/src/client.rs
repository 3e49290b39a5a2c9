//! A client with one connection that stays open.

use std::net::SocketAddr;
use std::time::Duration;

use axum::body::Bytes;
use axum::http::{Request, Response};
use http_body_util::BodyExt;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::time::timeout;

/// The time limit of a response.
const RESPONSE_TIMEOUT: Duration = Duration::from_secs(20);

/// A connection to the server.
pub struct Client(SendRequest<String>);

impl Client {
    /// Connects.
    pub async fn connect(server: SocketAddr) -> Self {
        let stream = TcpStream::connect(server).await.expect("a connection");
        stream.set_nodelay(true).expect("an open connection");
        let (client, connection) = handshake(TokioIo::new(stream)).await.expect("a connection");
        tokio::spawn(connection);
        Self(client)
    }

    /// Sends a request and reads the whole response, which must have the expected status.
    pub async fn send(&mut self, request: Request<String>, status: u16) -> Response<Bytes> {
        let path = request.uri().clone();
        let response = self.ask(request).await.expect("a response");
        let text = || String::from_utf8_lossy(response.body());
        assert_eq!(response.status().as_u16(), status, "{path}: {}", text());
        response
    }

    /// Sends a request and reads the whole response, whatever it is; none if the connection breaks.
    pub async fn ask(&mut self, mut request: Request<String>) -> Option<Response<Bytes>> {
        request.headers_mut().insert("host", "127.0.0.1".parse().expect("a name"));
        let asking = async {
            self.0.ready().await.ok()?;
            let (head, body) = self.0.send_request(request).await.ok()?.into_parts();
            let body = body.collect().await.ok()?.to_bytes();
            Some(Response::from_parts(head, body))
        };
        timeout(RESPONSE_TIMEOUT, asking).await.expect("a response in time")
    }
}
