//! Another site, whose page mounts the claim page from the shipped package.

use std::convert::Infallible;
use std::path::PathBuf;

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use thirtyfour::prelude::*;
use tokio::net::TcpListener;

use crate::browser::Browser;
use crate::mall::Mall;
use crate::screen::{Role, with_name};

const PAGE: &str = include_str!("embedding/host.html");
const PROGRAM: &str = include_str!("embedding/host.js");
const WATCH: &str = include_str!("embedding/watch.js");

/// The site. It runs as long as the tests.
pub struct Host {
    /// Its origin. By another name than the mall's it is another site, not only another port.
    pub origin: String,
}

impl Host {
    /// Opens the site.
    pub async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let service = service_fn(|request: Request<Incoming>| async move {
                    Ok::<_, Infallible>(answer(request.uri().path()))
                });
                let server = hyper::server::conn::http1::Builder::new();
                let connection = server.serve_connection(TokioIo::new(stream), service);
                tokio::spawn(async move { drop(connection.await) });
            }
        });
        Self { origin: format!("http://localhost:{port}") }
    }

    /// Opens its page, with everything that is left behind counted.
    pub async fn show(&self, browser: &Browser) {
        browser.driver.goto(&self.origin).await.expect("the site's page");
        self.is_ready(browser).await;
    }

    /// Waits until the page's own program has run.
    pub async fn is_ready(&self, browser: &Browser) {
        browser
            .until("the site's program runs", async || {
                Ok((browser.try_value("typeof window.host").await? == "object").then_some(()))
            })
            .await;
    }
}

fn answer(path: &str) -> Response<Full<Bytes>> {
    let (kind, body) = match path {
        "/" => ("text/html", PAGE.into()),
        "/watch.js" => ("text/javascript", WATCH.into()),
        "/host.js" => ("text/javascript", PROGRAM.into()),
        "/module/index.js" => ("text/javascript", package_file("index.js")),
        "/module/mall_coupons.wasm" => ("application/wasm", package_file("mall_coupons.wasm")),
        _ => return status(StatusCode::NOT_FOUND),
    };
    let answer = Response::builder().header("content-type", kind).body(Full::new(body));
    answer.unwrap_or_else(|_| status(StatusCode::INTERNAL_SERVER_ERROR))
}

fn status(status: StatusCode) -> Response<Full<Bytes>> {
    let mut answer = Response::new(Full::default());
    *answer.status_mut() = status;
    answer
}

/// Returns a file of the package.
fn package_file(name: &str) -> Bytes {
    let site = std::env::var("MALL_ASSETS").expect("MALL_ASSETS: `cargo xtask test` sets it");
    std::fs::read(PathBuf::from(site).join("module").join(name)).expect("a file").into()
}

/// A browser that shows the site's page.
pub trait Mounts {
    /// Returns one of the page's mounts, by its element's id.
    fn mount<'a>(&'a self, name: &'static str) -> Mounted<'a>;
}

impl Mounts for Browser {
    fn mount<'a>(&'a self, name: &'static str) -> Mounted<'a> {
        Mounted { browser: self, name }
    }
}

/// A mount as a shopper sees it.
#[derive(Clone, Copy)]
pub struct Mounted<'a> {
    browser: &'a Browser,
    name: &'static str,
}

impl Mounted<'_> {
    /// Mounts with these options, and returns `mounted` or the error's text.
    pub async fn mount(&self, options: Value) -> String {
        self.call("mount", options).await
    }

    /// Mounts the claim page of a link.
    pub async fn open(&self, mall: &Mall, link: &str, language: &str) {
        let options = json!({ "server": mall.url(""), "link": link, "language": language });
        assert_eq!(self.mount(options).await, "mounted");
    }

    /// Changes options, and returns `updated` or the error's text.
    pub async fn update(&self, changes: Value) -> String {
        self.call("update", changes).await
    }

    /// Ends it.
    pub async fn unmount(&self) {
        self.browser.value(&format!("host.unmount('{}')", self.name)).await;
    }

    async fn call(&self, method: &str, options: Value) -> String {
        let script = format!(
            "const done = arguments[arguments.length - 1]; \
             Promise.resolve(host.{method}('{}', {options})).then(done);",
            self.name
        );
        let answer = self.browser.driver.execute_async(script, vec![]).await.expect("an answer");
        answer.json().as_str().unwrap_or_default().to_owned()
    }

    /// Returns the events of a type so far.
    pub async fn events(&self, kind: &str) -> Vec<Value> {
        self.try_events(kind).await.expect("the events")
    }

    async fn try_events(&self, kind: &str) -> WebDriverResult<Vec<Value>> {
        let all = self.browser.try_value(&format!("host.events['{}'] || []", self.name)).await?;
        let all = all.as_array().cloned().unwrap_or_default();
        Ok(all.into_iter().filter(|event| event["type"] == kind).collect())
    }

    /// Waits for an event of a type and returns the first one.
    pub async fn until_event(&self, kind: &str) -> Value {
        self.browser
            .until(&format!("{} is told of {kind}", self.name), async || {
                Ok(self.try_events(kind).await?.into_iter().next())
            })
            .await
    }

    /// Returns the value of an expression in which `root` is the mount's shadow root.
    pub async fn value(&self, expression: &str) -> Value {
        self.try_value(expression).await.expect("a value")
    }

    async fn try_value(&self, expression: &str) -> WebDriverResult<Value> {
        let root = format!("document.querySelector('#{} > mall-coupons').shadowRoot", self.name);
        self.browser.try_value(&format!("((root) => {expression})({root})")).await
    }

    /// Waits until a text can be seen in it.
    pub async fn shows(&self, text: &str) {
        self.browser
            .until(&format!("{} shows {text}", self.name), async || {
                let content = self.try_value("root.querySelector('.root').innerText").await?;
                Ok(content.as_str().is_some_and(|content| content.contains(text)).then_some(()))
            })
            .await;
    }

    /// Waits for an element by role and name, on the card of an offer if one is named.
    pub async fn find(&self, card: Option<&str>, role: Role, name: &str) -> WebElement {
        let within = format!(
            "const root = document.querySelector('#{} > mall-coupons').shadowRoot; \
             const card = {}; \
             const named = (e) => (e.getAttribute('aria-label') || e.textContent).includes('{name}'); \
             const on = (e) => !card || [...root.querySelectorAll('li')].some((li) => li.contains(e) && li.querySelector('h3') && li.querySelector('h3').textContent.includes(card)); \
             return [...root.querySelectorAll('a, button, h1, h2, h3')].filter((e) => named(e) && on(e));",
            self.name,
            json!(card)
        );
        self.browser
            .until(&format!("{} has a {role} {name}", self.name), async || {
                let found = self.browser.driver.execute(within.clone(), vec![]).await?;
                Ok(with_name(found.elements()?, role, name).await?.into_iter().next())
            })
            .await
    }

    /// Taps the element of a role and a name.
    pub async fn tap(&self, card: Option<&str>, role: Role, name: &str) {
        self.browser
            .until(&format!("in {} a {role} {name} is tapped", self.name), async || {
                self.browser.try_tap(&self.find(card, role, name).await).await
            })
            .await;
    }

    /// Claims an offer and waits until its card says so.
    pub async fn claim(&self, title: &str) {
        self.tap(Some(title), Role::Button, "立即领取").await;
        self.find(Some(title), Role::Button, "去卡包查看").await;
    }
}
