//! The contenders: our page, plain HTML as the lower bound, and the peers. Each has a server of its own over one mall.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use axum::Router;
use axum::body::Body;
use axum::extract::{self, Request, State};
use axum::http::header::{CACHE_CONTROL, HOST};
use axum::http::{HeaderValue, Response};
use axum::middleware::{from_fn, from_fn_with_state, map_response};
use axum::response::{Html, IntoResponse};
use axum::routing::get;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use mall_coupons::Page;
use mall_server::http::cookies::set_session;
use mall_server::http::list_query::ListPart;
use mall_server::http::log::log as request_log;
use mall_server::http::state::AppState;
use mall_server::http::visit::Visit;
use mall_server::http::{COMPRESSION, claim_page, headers};
use mall_server::identity::secret;
use mall_server::serve;
use mall_server::start::router;
use tokio::net::{TcpListener, TcpStream};
use tower_http::compression::CompressionLayer;
use tower_http::services::{ServeDir, ServeFile};

use crate::mall::Mall;
use crate::template;

/// This project's page.
pub const OURS: &str = "Mall Coupons";
/// Plain HTML from a compiled template, without any script.
pub const FLOOR: &str = "plain HTML, no script";
/// Preact, drawn on the server and hydrated.
pub const HYDRATED: &str = "Preact, server-drawn, hydrated";
/// Preact in the browser alone.
pub const PREACT: &str = "Preact, client side";
/// Vue and Vant in the browser alone.
pub const VUE: &str = "Vue 3 + Vant 4, client side";

/// A contender.
pub struct Peer {
    /// Its name in reports.
    pub name: &'static str,
    /// The address of its server.
    pub server: SocketAddr,
    _node: Option<Node>,
}

/// Starts all contenders over one mall. `built` is the folder with the built peers.
pub async fn all(mall: &Mall, built: &Path) -> Vec<Peer> {
    let (listener, address) = listener().await;
    tokio::spawn(serve::serve(mall.app.clone(), listener, std::future::pending()));
    let mut peers = vec![Peer { name: OURS, server: address, _node: None }];
    peers.push(Peer { name: FLOOR, server: host(floor(&mall.app)).await, _node: None });
    let node = Node::start(&built.join("hydrated"), address);
    let hydrated = host(drawn_by_node(&node, &mall.app, &built.join("hydrated"))).await;
    peers.push(Peer { name: HYDRATED, server: hydrated, _node: Some(node) });
    for (name, folder) in [(PREACT, "preact"), (VUE, "vue")] {
        let server = host(drawn_in_browser(&mall.app, &built.join(folder))).await;
        peers.push(Peer { name, server, _node: None });
    }
    peers
}

async fn listener() -> (TcpListener, SocketAddr) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    (listener, address)
}

async fn host(router: Router) -> SocketAddr {
    let (listener, address) = listener().await;
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, service).await });
    address
}

/// Returns the router of the page without scripts. The template draws it; forms and the rest go to the mall's server.
fn floor(app: &AppState) -> Router {
    Router::new()
        .route("/pay/{link}", get(plain_page))
        .layer(CompressionLayer::new().quality(COMPRESSION))
        .layer(from_fn_with_state(app.clone(), headers::secure))
        .layer(from_fn(request_log))
        .with_state(app.clone())
        .fallback_service(router(app))
}

async fn plain_page(
    State(app): State<AppState>,
    extract::Path(token): extract::Path<String>,
    ListPart(part): ListPart,
    visit: Visit,
) -> impl IntoResponse {
    let prefs = visit.prefs;
    let (page, new_session) = claim_page::open(&app, &token, visit, part).await.expect("the page");
    let nonce = secret::random_name().expect("random bytes");
    let markup = template::draw(&page, prefs.language, &nonce).expect("text");
    let title = Page::Claim(page.into()).title(prefs.language);
    let mut html = app.shell.document(prefs, &title, &markup, None);
    // Removes the document's own scripts. The template has none.
    while let Some(begin) = html.find("<script") {
        let end = html[begin..].find("</script>").map_or(html.len(), |end| begin + end + 9);
        html.replace_range(begin..end, "");
    }
    let mut response = Html(html).into_response();
    set_session(&app.context, &mut response, new_session.as_deref());
    response
}

/// Returns the router of a page that is drawn in the browser: one static document whose script requests the data, files
/// that never change, and the mall's server for the rest.
fn drawn_in_browser(app: &AppState, folder: &Path) -> Router {
    let document = ServeFile::new(folder.join("index.html")).precompressed_br();
    let revalidated = map_response(|response| with_cache_control(response, "no-cache"));
    Router::new()
        .route_service("/pay/{link}", document)
        .layer(revalidated)
        .merge(assets(folder))
        .fallback_service(router(app))
}

/// Returns the router of a page that Node draws. The rest is as in [`drawn_in_browser`], and forms go to the mall's
/// server.
fn drawn_by_node(node: &Node, app: &AppState, folder: &Path) -> Router {
    let server = node.server;
    Router::new()
        .route("/pay/{link}", get(move |request| forward(server, request)))
        .merge(assets(folder))
        .fallback_service(router(app))
}

fn assets(folder: &Path) -> Router {
    let files = ServeDir::new(folder.join("assets")).precompressed_br();
    let unchanging = map_response(|response| {
        with_cache_control(response, "public, max-age=31536000, immutable")
    });
    Router::new().nest_service("/assets", files).layer(unchanging)
}

async fn with_cache_control(mut response: Response<Body>, value: &'static str) -> Response<Body> {
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static(value));
    response
}

async fn forward(server: SocketAddr, mut request: Request) -> Response<Body> {
    let stream = TcpStream::connect(server).await.expect("Node listens");
    let (mut sender, connection) =
        http1::handshake(TokioIo::new(stream)).await.expect("Node speaks HTTP");
    tokio::spawn(connection);
    let query = request.uri().path_and_query().map_or("/", |path| path.as_str()).to_owned();
    *request.uri_mut() = query.parse().expect("it was one before");
    request.headers_mut().entry(HOST).or_insert(HeaderValue::from_static("localhost"));
    sender.send_request(request).await.expect("Node answers").map(Body::new)
}

/// A server in Node. It ends when its input is closed, even if this program is killed.
struct Node {
    server: SocketAddr,
    _process: Child,
}

impl Node {
    fn start(folder: &Path, mall: SocketAddr) -> Self {
        let mut process = Command::new("node")
            .args([folder.join("server.mjs"), PathBuf::from("index.html")])
            .current_dir(folder)
            .env("MALL", format!("http://{mall}"))
            .env("NODE_ENV", "production")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("node");
        let line = BufReader::new(process.stdout.take().expect("piped")).lines().next();
        let port: u16 =
            line.and_then(Result::ok).and_then(|port| port.parse().ok()).expect("a port");
        Self { server: SocketAddr::from(([127, 0, 0, 1], port)), _process: process }
    }
}
