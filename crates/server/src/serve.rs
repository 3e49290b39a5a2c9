//! Listening, and stopping after pending requests are finished.

use std::future::Future;
use std::pin::pin;
use std::time::Duration;

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1::Builder;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tower::ServiceExt;

use crate::bursts;
use crate::db::upkeep;
use crate::http::state::AppState;
use crate::start::router;
use crate::sweep;

/// A connection that does not finish a request's head in this time is closed.
const SLOWEST_HEAD: Duration = Duration::from_secs(10);

/// The time between two checkpoints of the database. Bursts are stored as often.
const UPKEEP_INTERVAL: Duration = Duration::from_secs(60);

/// Requests that are pending when the server stops have this time to finish.
const LAST_WAIT: Duration = Duration::from_secs(30);

/// Serves until `stop` comes, then finishes pending requests.
///
/// # Errors
/// When the listener has no address.
pub async fn serve(
    app: AppState,
    listener: TcpListener,
    stop: impl Future<Output = ()>,
) -> std::io::Result<()> {
    // A second call of one app keeps the first address.
    let _ = app.address.set(listener.local_addr()?);
    let router = router(&app);
    let sweeper = app.clone();
    let sweeper = tokio::spawn(async move { sweep::run(|| sweeper.request()).await });
    let mut builder = Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(SLOWEST_HEAD);
    let upkeep = tokio::spawn(keep_up(app.clone()));
    let graceful = GracefulShutdown::new();
    let mut stop = pin!(stop);
    loop {
        let accepted = tokio::select! {
            () = &mut stop => break,
            accepted = listener.accept() => accepted,
        };
        // A connection that broke before it was accepted is no reason to stop, and a lack of file
        // descriptors is temporary.
        let Ok((stream, peer)) = accepted else {
            tokio::time::sleep(Duration::from_millis(20)).await;
            continue;
        };
        let router = router.clone();
        let service = service_fn(move |request: Request<Incoming>| {
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(ConnectInfo(peer));
            router.clone().oneshot(request)
        });
        let connection = builder.serve_connection(io(stream), service);
        let watched = graceful.watch(connection);
        tokio::spawn(async move {
            // A caller that disconnects causes no error here.
            let _ = watched.await;
        });
    }
    app.begin_stop();
    sweeper.abort();
    drop(listener);
    if tokio::time::timeout(LAST_WAIT, graceful.shutdown()).await.is_err() {
        tracing::warn!("stopped before all pending requests were finished");
    }
    upkeep.abort();
    store_bursts(&app).await;
    app.database.close().await;
    Ok(())
}

/// Keeps SQLite's main file up to date, so that a copy of it is a backup, and stores what was counted.
async fn keep_up(app: AppState) {
    let mut interval = tokio::time::interval(UPKEEP_INTERVAL);
    loop {
        interval.tick().await;
        store_bursts(&app).await;
        if let Err(error) = upkeep::checkpoint(&mut app.database.access()).await {
            tracing::warn!(cause = error.cause(), "the database's main file is not up to date");
        }
    }
}

async fn store_bursts(app: &AppState) {
    if let Err(error) = bursts::store(&mut app.request()).await {
        tracing::warn!(cause = error.cause(), "bursts of strangers were not stored");
    }
}

fn io(stream: TcpStream) -> TokioIo<TcpStream> {
    // Answers are small and complete: waiting to fill a packet only delays them.
    let _ = stream.set_nodelay(true);
    TokioIo::new(stream)
}
