//! The wallet at the edge: as a page, and as data.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use mall_contract::{Problem, Refusal, Wallet, WalletState};
use mall_coupons::{Page, pages};
use serde::Deserialize;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::document::with_module;
use super::headers::PagePolicy;
use super::query::Query;
use super::reply::Reply;
use super::state::AppState;
use super::visit::Visit;
use crate::error::Error;
use crate::wallet::{self, Part};

type Shared = State<AppState>;

/// Returns the routes of this file.
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(data))
}

/// The requested part of the wallet.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct WalletListQuery {
    /// `zh` or `en`
    #[expect(dead_code, reason = "the preferences read it")]
    lang: Option<String>,
    /// `usable`, the default, `used`, or `ended`: expired or revoked
    #[param(value_type = Option<String>)]
    state: Option<WalletState>,
    /// Only coupons of stores whose name has this in it, in either language, at most 64 characters
    store: Option<String>,
    /// The place to continue at: `next` of a response about the same list
    after: Option<String>,
    /// The largest number of coupons, 1 to 100; 24 when not given
    #[param(minimum = 1, maximum = 100)]
    count: Option<u32>,
}

impl WalletListQuery {
    fn part(&self) -> Result<Part, Refusal> {
        let (store, after) = (self.store.as_deref(), self.after.as_deref());
        let state = self.state.unwrap_or_default();
        Part::new(state, store.unwrap_or_default(), after.unwrap_or_default(), self.count)
    }
}

/// Answers `GET /wallet`, and what its links and its search lead to.
pub async fn page(
    State(app): Shared,
    Query(query): Query<WalletListQuery>,
    visit: Visit,
) -> Result<Response, Reply> {
    let wallet = read(&app, query, &visit).await?;
    let mut response = with_module(&app, Page::Wallet(wallet.into()), visit.prefs).await?;
    // It opens coupons without a new document, and they have styles of their own. A style element that is added to an
    // existing page is empty for a moment.
    let styles = [pages::wallet::STYLES, pages::coupon::STYLES, ""];
    response.extensions_mut().insert(PagePolicy::with_styles(&app.shell, &styles));
    visit.prefs.remember(&mut response);
    visit.mark(&mut response);
    Ok(response)
}

/// The shopper's coupons, a part of a list at a time.
///
/// Usable coupons are sorted by the soonest expiry, used ones by the latest use, expired and revoked ones by the latest
/// end. The response's `next` is the `after` of the next request. Each coupon that stays in its list comes exactly once,
/// whatever is claimed and used between the requests.
#[utoipa::path(
    get, path = "/v1/wallet", tag = "page",
    security((), ("session" = [])),
    params(WalletListQuery),
    responses(
        (status = 200, description = "The coupons; none for a browser without a session", body = Wallet),
        (status = 400, description = "`malformed`: `state`, `store`, `after` or `count` is not of its kind", body = Problem),
        (status = 401, description = "Asked with a pass, which is for one payment only", body = Problem),
        (status = "5XX", description = "Ask again", body = Problem)
    )
)]
pub async fn data(
    State(app): Shared,
    Query(query): Query<WalletListQuery>,
    visit: Visit,
) -> Result<Response, Reply> {
    let wallet = read(&app, query, &visit).await?;
    let mut response = Json::<Wallet>(wallet).into_response();
    visit.mark(&mut response);
    Ok(response)
}

async fn read(app: &AppState, query: WalletListQuery, visit: &Visit) -> Result<Wallet, Error> {
    let holder = visit.session_only()?;
    let part = query.part()?;
    wallet::wallet(&mut app.request(), &visit.mall, holder, part, visit.prefs.language, visit.now)
        .await
}

#[cfg(test)]
mod tests {
    use mall_contract::{Refusal, WalletQuery};
    use proptest::prelude::*;

    use super::WalletListQuery;
    use crate::http::decode;
    use crate::wallet::Part;

    fn part(query: &str) -> Result<Part, Refusal> {
        decode::query::<WalletListQuery>(query)?.part()
    }

    fn refused(query: &str) -> String {
        match part(query) {
            Err(Refusal::Malformed { field }) => field,
            other => panic!("{query}: {other:?}"),
        }
    }

    #[test]
    fn a_wrong_parameter_of_the_wallet_is_named() {
        for (query, field) in [
            ("state=", "state"),
            ("state=USED", "state"),
            ("count=0", "count"),
            ("count=101", "count"),
            ("count=-1", "count"),
            ("store=a%00b", "store"),
            ("after=usable", "after"),
            ("after=usable.1", "after"),
            ("after=usable.1.", "after"),
            ("after=usable.-1.a", "after"),
            ("after=usable.+1.a", "after"),
            ("after=usable.1.a.b", "after"),
            ("after=usable.9999999999999999999.a", "after"),
            ("after=used.1.a", "after"),
            ("state=used&after=usable.1.a", "after"),
        ] {
            assert_eq!(refused(query), field, "{query}");
        }
        assert_eq!(refused(&format!("store={}", "啡".repeat(65))), "store");
        assert!(part(&format!("store={}", "啡".repeat(64))).is_ok());
        assert!(part("lang=en&colour=red&after=&count=100").is_ok());
        assert!(part("after=used.1.a&state=used").is_ok(), "in whatever order");
    }

    proptest! {
        #[test]
        fn any_query_of_the_wallet_is_read_or_refused(query in "\\PC{0,60}") {
            let _ = part(&query);
        }

        #[test]
        fn a_search_reads_back_as_it_was_typed(store in "\\PC{1,64}") {
            let search = store.trim().to_owned();
            let query = WalletQuery { store, ..WalletQuery::default() }.query();
            let part = part(query.trim_start_matches('?')).expect("a part");
            prop_assert_eq!(part.store.unwrap_or_default(), search);
        }
    }
}
