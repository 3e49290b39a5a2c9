//! A stand-in for WeChat's `jscode2session`: what it answers is what the login code says.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use mall_server::wechat::login::{AppSecret, Settings};
use tokio::net::TcpListener;

/// The mini-program's app id and secret.
pub const APP: (&str, &str) = ("wx0123456789abcdef", "5ec7e75ec7e75ec7e75ec7e75ec7e75e");

/// What opens a user's data at WeChat; nobody here needs it.
pub const SESSION_KEY: &str = "HyVFkGl5F5OQWJZZaNzBBg==";

/// The stand-in.
pub struct WeChat {
    pub address: SocketAddr,
    asked: Arc<Mutex<Vec<String>>>,
}

impl WeChat {
    pub async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (address, asked) = (listener.local_addr().unwrap(), Arc::default());
        tokio::spawn(serve(listener, Arc::clone(&asked)));
        Self { address, asked }
    }

    /// Settings by which this is WeChat.
    pub fn settings(&self) -> Settings {
        Settings {
            app_id: APP.0.into(),
            secret: AppSecret::parse(APP.1).unwrap(),
            api: format!("http://{}", self.address),
            patience: Duration::from_secs(20),
        }
    }

    /// What it was asked so far: paths with queries.
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

async fn serve(listener: TcpListener, asked: Arc<Mutex<Vec<String>>>) {
    while let Ok((stream, _)) = listener.accept().await {
        let asked = Arc::clone(&asked);
        let service = service_fn(move |request: Request<Incoming>| {
            asked.lock().unwrap().push(request.uri().to_string());
            answer(code(request.uri().query().unwrap_or_default()))
        });
        let connection = hyper::server::conn::http1::Builder::new()
            .serve_connection(TokioIo::new(stream), service);
        tokio::spawn(connection);
    }
}

fn code(query: &str) -> String {
    let mut pairs = form_urlencoded::parse(query.as_bytes());
    pairs.find(|(name, _)| name == "js_code").map(|(_, code)| code.into_owned()).unwrap_or_default()
}

async fn answer(code: String) -> Result<Response<Full<Bytes>>, Infallible> {
    let (what, value) = code.split_once(' ').unwrap_or((&code, ""));
    let text = match what {
        // Who, and anything that makes the code another one.
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
    // Its JSON calls itself text.
    response.headers_mut().insert("content-type", "text/plain".parse().unwrap());
    if what == "status" {
        *response.status_mut() = value.parse().unwrap();
    }
    Ok(response)
}
