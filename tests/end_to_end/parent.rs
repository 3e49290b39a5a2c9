//! The page that frames a receipt, on another site: a stand-in that behaves as WeChat's does.

use std::convert::Infallible;

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::TcpListener;

use crate::browser::Browser;
use crate::mall::Mall;

const PAGE: &str = include_str!("parent.html");

/// The site.
pub struct Parent {
    listener: TcpListener,
    /// Its origin. By another name than the mall's it is another site, not only another port.
    pub origin: String,
}

impl Parent {
    /// Takes a port for it.
    pub async fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        Self { listener, origin: format!("http://localhost:{port}") }
    }

    /// Opens the page with the receipt of an order in its frame.
    pub async fn show(self, mall: &Mall, browser: &Browser, number: &str) {
        let page = PAGE.replace("__RECEIPT__", &mall.receipt_url(number));
        let page = Bytes::from(page.replace("__MALL__", mall.url("").as_str()));
        let url = format!("{}/", self.origin);
        tokio::spawn(async move {
            while let Ok((stream, _)) = self.listener.accept().await {
                let page = page.clone();
                let service = service_fn(move |_: Request<Incoming>| {
                    let answer = Response::new(Full::new(page.clone()));
                    async move { Ok::<_, Infallible>(answer) }
                });
                let server = hyper::server::conn::http1::Builder::new();
                let connection = server.serve_connection(TokioIo::new(stream), service);
                tokio::spawn(async move { drop(connection.await) });
            }
        });
        browser.driver.goto(url).await.expect("the framing page");
    }
}

/// Returns the framing page's record; works from any frame.
pub async fn recorded(browser: &Browser) -> Value {
    browser.look_around().await;
    browser.value("window.watched").await
}
