//! Measures how many claim pages a second the server returns on two cores, and how long one takes. The page is drawn by
//! its own components, or by a compiled template in their place.

use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header::{ACCEPT_ENCODING, COOKIE, SET_COOKIE};
use axum::http::{Request, Response};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{Html, IntoResponse};
use axum::routing::get;
use http_body_util::BodyExt;
use mall_contract::ClaimPage;
use mall_coupons::{Language, Page, Viewer};
use mall_server::http::list_query::ListPart;
use mall_server::http::log::log as request_log;
use mall_server::http::state::AppState;
use mall_server::http::visit::Visit;
use mall_server::http::{COMPRESSION, claim_page, headers, rate_limit};
use mall_server::identity::secret;
use mall_server::start::router;
use tower::ServiceExt;
use tower_http::compression::CompressionLayer;

use crate::mall::Mall;
use crate::report::{Goal, Report, Table};
use crate::turn::{self, COLUMNS, Samples, Turn};
use crate::{Options, template};

/// The number of offers on the page, all of them drawn.
const OFFERS: usize = 60;
/// The number of concurrent requests: as many as cores.
const CONCURRENT_REQUESTS: usize = 2;
const COMPONENTS: &str = "page, drawn by its components";
const TEMPLATE: &str = "page, by a compiled template";
const DATA: &str = "its data alone, as JSON";

/// A router, and the request that it gets.
struct Contender {
    name: String,
    router: Router,
    path: String,
    compressed: bool,
}

/// Measures and reports.
pub async fn run(options: &Options) {
    let mall = Mall::open(Some(OFFERS), options.site.clone()).await;
    let link = mall.pay().await;
    let product = router(&mall.app);
    let path = format!("/pay/{link}?count={OFFERS}");
    let cookie = first_visit(&product, &path).await;
    assert_same_page(&product, &path, &cookie).await;

    let whole = whole_requests(&mall.app, &path, &cookie, options.runs).await;
    let drawing = drawing_alone(&page_of(&product, &path, &cookie).await, options.runs).await;
    let conditions = format!(
        "Server: {OFFERS} offers, SQLite, {CONCURRENT_REQUESTS} requests at once on {CONCURRENT_REQUESTS} threads, \
         {} turns of {} s each, in turn.",
        options.runs,
        turn::TURN_LENGTH.as_secs_f64()
    );
    let mut report = Report::new("server", conditions, vec![whole, drawing]);
    let whole = &report.tables[0];
    let ratio = |table: &Table, one: &str, other: &str| {
        table.figure(one, COLUMNS[0].0) / table.figure(other, COLUMNS[0].0)
    };
    let goals = vec![
        Goal::at_least(
            "pages a second, as a share of the template's",
            0.5,
            ratio(whole, COMPONENTS, TEMPLATE),
        ),
        Goal::at_most(
            "median of a page with 60 offers, ms",
            5.0,
            whole.figure(COMPONENTS, COLUMNS[1].0),
        ),
        Goal::at_most(
            "the same, compressed as browsers ask, ms",
            5.0,
            whole.figure(&format!("{COMPONENTS}, brotli"), COLUMNS[1].0),
        ),
    ];
    report.goals = goals;
    report.publish().expect("the results can be written");
}

async fn whole_requests(app: &AppState, path: &str, cookie: &str, runs: usize) -> Table {
    let contender = |name: &str, router: &Router, path: &str, compressed| Contender {
        name: if compressed { format!("{name}, brotli") } else { name.to_owned() },
        router: router.clone(),
        path: path.to_owned(),
        compressed,
    };
    let (product, template) = (router(app), with_template(app));
    let data = path.replacen("/pay/", "/v1/pay/", 1);
    let contenders: Vec<_> = [false, true]
        .into_iter()
        .flat_map(|compressed| {
            [
                contender(COMPONENTS, &product, path, compressed),
                contender(TEMPLATE, &template, path, compressed),
                contender(DATA, &product, &data, compressed),
            ]
        })
        .collect();
    let mut samples: Vec<Samples> = contenders.iter().map(|_| Samples::default()).collect();
    let mut warm_up = Samples::default();
    for run in 0..=runs {
        for (contender, samples) in contenders.iter().zip(&mut samples) {
            take_turn(contender, cookie, if run == 0 { &mut warm_up } else { samples }).await;
        }
    }
    let rows =
        contenders.into_iter().zip(samples).map(|(contender, samples)| samples.row(contender.name));
    Table { title: "whole requests".into(), columns: COLUMNS.into(), rows: rows.collect() }
}

/// Sends requests without a break for one turn.
async fn take_turn(contender: &Contender, cookie: &str, samples: &mut Samples) {
    let turn = Arc::new(Turn::begin());
    let workers: Vec<_> = (0..CONCURRENT_REQUESTS)
        .map(|_| {
            let Contender { router, path, compressed, .. } = contender;
            let (router, path, cookie) = (router.clone(), path.clone(), cookie.to_owned());
            let encoding = if *compressed { "br" } else { "identity" };
            let turn = turn.clone();
            tokio::spawn(async move {
                let (mut times, mut bytes) = (Vec::new(), 0);
                while turn.has_time() {
                    let begin = Instant::now();
                    let answer = ask(&router, &path, &cookie, encoding).await;
                    bytes = body(answer).await.len();
                    times.push(begin.elapsed().as_secs_f64() * 1000.0);
                }
                (times, bytes)
            })
        })
        .collect();
    let (mut times, mut bytes) = (Vec::new(), 0);
    for worker in workers {
        let (worker_times, length) = worker.await.expect("no panic");
        times.extend(worker_times);
        bytes = length;
    }
    Arc::into_inner(turn).expect("the last owner").end(samples, times, bytes);
}

const COMPONENTS_ALONE: &str = "components";
const TEMPLATE_ALONE: &str = "compiled template";

/// Measures drawing from data in memory, on one core, without request, database and document.
async fn drawing_alone(page: &ClaimPage, runs: usize) -> Table {
    let page = Arc::new(page.clone());
    let (mut components, mut template) = (Samples::default(), Samples::default());
    let mut warm_up = Samples::default();
    for run in 0..=runs {
        for (samples, by_components) in [(&mut components, true), (&mut template, false)] {
            let (turn, mut times, mut bytes) = (Turn::begin(), Vec::new(), 0);
            while turn.has_time() {
                let started = Instant::now();
                let html = if by_components {
                    mall_coupons::draw(Page::Claim(page.clone()), viewer("n")).await
                } else {
                    template::draw(&page, Language::Zh, "n").expect("text")
                };
                bytes = html.len();
                times.push(started.elapsed().as_secs_f64() * 1000.0);
            }
            turn.end(if run == 0 { &mut warm_up } else { samples }, times, bytes);
        }
    }
    let rows = vec![components.row(COMPONENTS_ALONE.into()), template.row(TEMPLATE_ALONE.into())];
    Table { title: "drawing alone, one core".into(), columns: COLUMNS.into(), rows }
}

fn viewer(nonce: &str) -> Viewer {
    Viewer { form_nonce: nonce.to_owned(), ..Viewer::default() }
}

/// Returns the server's router with the template in place of the components.
fn with_template(app: &AppState) -> Router {
    Router::new()
        .route("/pay/{link}", get(page_by_template))
        .layer(from_fn_with_state(app.clone(), rate_limit::limit))
        .layer(CompressionLayer::new().quality(COMPRESSION))
        .layer(from_fn_with_state(app.clone(), headers::secure))
        .layer(from_fn(request_log))
        .with_state(app.clone())
}

async fn page_by_template(
    State(app): State<AppState>,
    Path(token): Path<String>,
    ListPart(part): ListPart,
    visit: Visit,
) -> impl IntoResponse {
    let prefs = visit.prefs;
    let (page, _) = claim_page::open(&app, &token, visit, part).await.expect("the page");
    let nonce = secret::random_name().expect("random bytes");
    let markup = template::draw(&page, prefs.language, &nonce).expect("text");
    let page = Page::Claim(page.into());
    let data = serde_json::to_string(&page).expect("JSON");
    Html(app.shell.document(prefs, &page.title(prefs.language), &markup, Some(&data)))
}

/// Opens the link and returns the session's cookie.
async fn first_visit(router: &Router, path: &str) -> String {
    let answer = ask(router, path, "", "identity").await;
    let cookie = answer.headers()[SET_COOKIE].to_str().expect("text");
    cookie.split(';').next().unwrap_or_default().to_owned()
}

async fn ask(router: &Router, path: &str, cookie: &str, encoding: &str) -> Response<Body> {
    let request = Request::get(path).header(COOKIE, cookie).header(ACCEPT_ENCODING, encoding);
    let request = request.body(Body::empty()).expect("a request");
    let answer = router.clone().oneshot(request).await.expect("an answer");
    assert!(answer.status().is_success(), "{}", answer.status());
    answer
}

async fn body(answer: Response<Body>) -> Vec<u8> {
    answer.into_body().collect().await.expect("a body").to_bytes().into()
}

async fn page_of(router: &Router, path: &str, cookie: &str) -> ClaimPage {
    let data = path.replacen("/pay/", "/v1/pay/", 1);
    let data = body(ask(router, &data, cookie, "identity").await).await;
    serde_json::from_slice(&data).expect("the page's data")
}

/// Checks that both draw the same, because the comparison would mean nothing otherwise.
async fn assert_same_page(product: &Router, path: &str, cookie: &str) {
    let page = page_of(product, path, cookie).await;
    assert_eq!(page.cards.len(), OFFERS);
    let markup = mall_coupons::draw(Page::Claim(page.clone().into()), viewer("n")).await;
    let template = template::draw(&page, Language::Zh, "n").expect("text");
    template::assert_same(&markup, &template);
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use mall_coupons::{Language, Page};
    use mall_server::start::router;

    use super::{first_visit, page_of, viewer};
    use crate::mall::Mall;
    use crate::template;

    #[tokio::test]
    async fn the_template_draws_what_the_components_draw() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let mall = Mall::open(None, root).await;
        let router = router(&mall.app);
        let path = format!("/pay/{}", mall.pay().await);
        let cookie = first_visit(&router, &path).await;
        for query in ["", "?count=5&sort=largest", "?claimable=1&floor=L4"] {
            let page = page_of(&router, &format!("{path}{query}"), &cookie).await;
            assert!(page.cards.len() > 1, "{query}");
            let markup = mall_coupons::draw(Page::Claim(page.clone().into()), viewer("n")).await;
            template::assert_same(
                &markup,
                &template::draw(&page, Language::Zh, "n").expect("text"),
            );
        }
    }
}
