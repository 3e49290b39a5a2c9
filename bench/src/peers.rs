//! Who shows the page: ours, the floor, and the peers, each on a server of its own over one mall.

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

/// Somebody who shows the page.
pub struct Peer {
    /// What it is called.
    pub name: &'static str,
    /// Where it listens.
    pub server: SocketAddr,
    _node: Option<Node>,
}

/// All of them over one mall. `built` is the folder with the built peers.
pub async fn all(mall: &Mall, built: &Path) -> Vec<Peer> {
    let (ours, address) = listener().await;
    tokio::spawn(serve::serve(mall.app.clone(), ours, std::future::pending()));
    let mut peers = vec![Peer { name: OURS, server: address, _node: None }];
    peers.push(Peer { name: FLOOR, server: host(floor(&mall.app)).await, _node: None });
    let node = Node::start(&built.join("hydrated"), address);
    let hydrated = host(drawn_by(&node, &mall.app, &built.join("hydrated"))).await;
    peers.push(Peer { name: HYDRATED, server: hydrated, _node: Some(node) });
    for (name, folder) in [(PREACT, "preact"), (VUE, "vue")] {
        let server = host(in_browser(&mall.app, &built.join(folder))).await;
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

/// The page by the template; all else, its forms above all, by the mall's server.
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
    let drawn = template::draw(&page, prefs.language, &nonce).expect("text");
    let title = Page::Claim(page.into()).title(prefs.language);
    let mut html = app.shell.document(prefs, &title, &drawn, None);
    // The document's own scripts; what is drawn has none.
    while let Some(begin) = html.find("<script") {
        let end = html[begin..].find("</script>").map_or(html.len(), |end| begin + end + 9);
        html.replace_range(begin..end, "");
    }
    let mut response = Html(html).into_response();
    set_session(&app.context, &mut response, new_session.as_deref());
    response
}

/// A document that is the same for all, whose script asks for the data; files that never change; and
/// the mall's server for all else.
fn in_browser(app: &AppState, folder: &Path) -> Router {
    let document = ServeFile::new(folder.join("index.html")).precompressed_br();
    let revalidated = map_response(|answer| cached(answer, "no-cache"));
    Router::new()
        .route_service("/pay/{link}", document)
        .layer(revalidated)
        .merge(assets(folder))
        .fallback_service(router(app))
}

/// A document drawn by Node; the rest as above. Forms go to the mall's server.
fn drawn_by(node: &Node, app: &AppState, folder: &Path) -> Router {
    let server = node.server;
    Router::new()
        .route("/pay/{link}", get(move |request| passed_on(server, request)))
        .merge(assets(folder))
        .fallback_service(router(app))
}

fn assets(folder: &Path) -> Router {
    let files = ServeDir::new(folder.join("assets")).precompressed_br();
    let unchanging = map_response(|answer| cached(answer, "public, max-age=31536000, immutable"));
    Router::new().nest_service("/assets", files).layer(unchanging)
}

async fn cached(mut answer: Response<Body>, how: &'static str) -> Response<Body> {
    answer.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static(how));
    answer
}

async fn passed_on(server: SocketAddr, mut request: Request) -> Response<Body> {
    let stream = TcpStream::connect(server).await.expect("Node listens");
    let (mut sender, connection) =
        http1::handshake(TokioIo::new(stream)).await.expect("Node speaks HTTP");
    tokio::spawn(connection);
    let query = request.uri().path_and_query().map_or("/", |path| path.as_str()).to_owned();
    *request.uri_mut() = query.parse().expect("it was one before");
    request.headers_mut().entry(HOST).or_insert(HeaderValue::from_static("localhost"));
    sender.send_request(request).await.expect("Node answers").map(Body::new)
}

/// A server in Node. It ends with its input, whatever becomes of this program.
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
        let told = BufReader::new(process.stdout.take().expect("piped")).lines().next();
        let port: u16 =
            told.and_then(Result::ok).and_then(|port| port.parse().ok()).expect("a port");
        Self { server: SocketAddr::from(([127, 0, 0, 1], port)), _process: process }
    }
}
