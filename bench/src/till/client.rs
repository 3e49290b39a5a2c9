//! A caller with one connection that stays open.

use std::net::SocketAddr;
use std::time::Duration;

use axum::body::Bytes;
use axum::http::{Request, Response};
use http_body_util::BodyExt;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::time::timeout;

/// A server that does not answer in this time answers no more.
const PATIENCE: Duration = Duration::from_secs(20);

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

    /// Asks, and reads the whole answer, whose status must be the one expected.
    pub async fn ask(&mut self, mut request: Request<String>, status: u16) -> Response<Bytes> {
        request.headers_mut().insert("host", "127.0.0.1".parse().expect("a name"));
        let path = request.uri().clone();
        let asking = async {
            self.0.ready().await.expect("an open connection");
            let (head, body) = self.0.send_request(request).await.expect("an answer").into_parts();
            let body = body.collect().await.expect("the whole answer").to_bytes();
            Response::from_parts(head, body)
        };
        let answer = timeout(PATIENCE, asking).await.expect("an answer in time");
        let text = || String::from_utf8_lossy(answer.body());
        assert_eq!(answer.status().as_u16(), status, "{path}: {}", text());
        answer
    }
}
