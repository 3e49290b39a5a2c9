//! The wallet: its lists, their parts, and the search by store.

use std::collections::BTreeSet;
use std::time::Instant;

use mall_contract::wallet::{DEFAULT_PAGE_SIZE, EXPIRES_SOON_MS};
use mall_contract::{Redemption, Refusal, RevocationReason, Wallet, WalletCounts, WalletState};
use mall_server::import_plan::Missing;
use serde_json::{Value, json};
use sqlx::AssertSqlSafe;

use crate::goods::{HOUR, NOON, latte, offer};
use crate::mall::Mall;
use crate::refunds::refunded;
use crate::shopper::Shopper;
use crate::till::counter::{ClaimedCoupon, Counter, parse_redemption};

/// One day in milliseconds.
const DAY: i64 = 24 * HOUR;

async fn run(mall: &Mall, sql: String) {
    let mut access = mall.app.database.access();
    let mut tx = access.write().await.unwrap();
    sqlx::query(AssertSqlSafe(sql)).execute(&mut *tx).await.unwrap();
    tx.commit().await.unwrap();
}

/// Copies a coupon for its holder, with another end.
async fn copy(mall: &Mall, id: &str, name: &str, until: i64) {
    let sql = format!(
        "INSERT INTO coupons (mall_id, id, offer_id, person_id, ordinal, shopper_id, payment_id, claimed_at, valid_from, \
         valid_until, terms_zh, terms_en, store_search) \
         SELECT mall_id, '{name}', offer_id, person_id, (SELECT MAX(ordinal) + 1 FROM coupons), shopper_id, payment_id, \
         claimed_at, valid_from, {until}, terms_zh, terms_en, store_search FROM coupons WHERE id = '{id}'"
    );
    run(mall, sql).await;
    // The stock's count must agree with the coupons.
    for table in ["offers", "offer_days"] {
        run(mall, format!("UPDATE {table} SET claimed = claimed + 1")).await;
    }
}

/// Returns a shopper with a week-long coupon of the café and more coupons, each of which lasts a minute longer.
async fn with_many(mall: &Mall, transaction: &str, count: i64) -> ClaimedCoupon {
    let coupon = ClaimedCoupon::after(mall, transaction).await;
    for i in 0..count {
        // Two coupons at a time end at the same moment.
        let until = NOON + DAY + i / 2 * 60_000;
        copy(mall, &coupon.id, &format!("{transaction}-{i:03}"), until).await;
    }
    coupon
}

async fn part(shopper: &Shopper, query: &str) -> Wallet {
    let answer = shopper.get(&format!("/v1/wallet?{query}")).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

fn ids(wallet: &Wallet) -> Vec<&str> {
    wallet.coupons.iter().map(|coupon| coupon.id.as_str()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_has_each_coupon_once_while_others_change() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let coupon = with_many(&mall, "one", 25).await;
        let other = with_many(&mall, "two", 3).await;
        let (mut ids, mut after, mut parts) = (Vec::new(), String::new(), 0);
        loop {
            let wallet = part(&coupon.shopper, &format!("count=4&after={after}")).await;
            ids.extend(wallet.coupons.iter().map(|coupon| coupon.id.to_string()));
            parts += 1;
            // A coupon before and one after the place are used. A new one appears after and before it.
            run(
                &mall,
                format!(
                    "UPDATE coupons SET redeemed_at = {NOON} WHERE id IN ('one-000', 'one-024')"
                ),
            )
            .await;
            copy(&mall, &coupon.id, &format!("early-{parts}"), NOON + HOUR).await;
            copy(&mall, &coupon.id, &format!("late-{parts}"), NOON + 30 * DAY).await;
            match wallet.next.filter(|_| parts < 40) {
                Some(next) => after = next,
                None => break,
            }
            if parts == 8 {
                break;
            }
        }
        let distinct: BTreeSet<_> = ids.iter().collect();
        assert_eq!(distinct.len(), ids.len(), "{ids:?}");
        let steady = (1..24).map(|i| format!("one-{i:03}"));
        assert!(steady.clone().all(|id| ids.contains(&id)), "{ids:?}");
        let order: Vec<_> = ids.iter().filter(|id| id.starts_with("one-")).cloned().collect();
        assert!(order.is_sorted(), "the soonest expiry first, then by id: {order:?}");
        assert!(!ids.iter().any(|id| id.starts_with("two-")), "another shopper's");
        let other_part = part(&other.shopper, &format!("count=100&after={after}")).await;
        assert!(other_part.coupons.iter().all(|coupon| !coupon.id.as_str().starts_with("one-")));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_shows_how_when_and_where_a_coupon_ended() {
    let offers = [latte(json!({})), offer("film", "cinema"), offer("noodle", "noodles")];
    for mall in Mall::with(&offers).await {
        let coupon = ClaimedCoupon::after(&mall, "one").await;
        let film = crate::shopper::coupon(&coupon.shopper.claim("film", "film").await);
        copy(&mall, &coupon.id, "short", NOON + 2 * DAY).await;
        copy(&mall, &coupon.id, "back", NOON + 9 * DAY).await;
        copy(&mall, &coupon.id, "over", NOON + 1).await;
        run(&mall, format!("UPDATE coupons SET revoked_at = {NOON}, revoked_for = 'withdrawn' WHERE id = 'back'"))
            .await;
        let till = Counter::cafe(&mall).await;
        mall.clock.set(NOON + HOUR);
        let row = parse_redemption(&till.redeem("r1", &coupon.qr_text(0)).await);

        let usable = part(&coupon.shopper, "").await;
        assert_eq!((usable.state, ids(&usable)), (WalletState::Usable, vec!["short", &film]));
        assert_eq!(usable.counts, WalletCounts { usable: 2, used: 1, ended: 2 });
        let expiring = usable.expiring.expect("one ends the day after tomorrow");
        assert_eq!((expiring.count, expiring.first.ms), (1, NOON + 2 * DAY));
        assert_eq!(usable.next, None);

        let used = part(&coupon.shopper, "state=used").await;
        assert_eq!(used.coupons[0].redemption, Some(Redemption::Redeemed { at: row.at }));
        assert_eq!((row.at.ms, used.coupons[0].store.name.as_str()), (NOON + HOUR, "咖啡店"));
        let ended = part(&coupon.shopper, "state=ended").await;
        assert_eq!(ids(&ended), ["over", "back"], "the latest end comes first");
        let redemption = ended.coupons[1].redemption;
        assert!(matches!(
            redemption,
            Some(Redemption::Revoked { reason: RevocationReason::Withdrawn, .. })
        ));

        let html = coupon.shopper.get("/wallet?state=used").await.text();
        assert!(html.contains("今天 13:00 在这家店使用") && html.contains("咖啡店"), "{html}");
        let html = coupon.shopper.get("/wallet?state=ended&lang=en").await.text();
        assert!(html.contains("Expired today 12:00") && html.contains("withdrawn"), "{html}");

        parse_redemption(&till.undo(&row.id).await);
        assert_eq!(part(&coupon.shopper, "state=used").await.coupons, []);
        assert_eq!(refunded(&mall, "refund", "one", 3600).await, (0, 4));
        let ended = part(&coupon.shopper, "state=ended&count=2").await;
        assert_eq!(ended.counts, WalletCounts { usable: 0, used: 0, ended: 5 });
        let rest =
            part(&coupon.shopper, &format!("state=ended&after={}", ended.next.unwrap())).await;
        assert_eq!(rest.coupons.len(), 3);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn expiring_soon_means_three_days_by_the_servers_clock() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let coupon = ClaimedCoupon::after(&mall, "one").await;
        copy(&mall, &coupon.id, "later", NOON + EXPIRES_SOON_MS + 1).await;
        let html = || async { coupon.shopper.get("/wallet").await.text() };
        assert_eq!(part(&coupon.shopper, "").await.expiring, None);
        assert!(!html().await.contains("三天内到期"));
        mall.clock.set(NOON + 1);
        assert_eq!(
            part(&coupon.shopper, "").await.expiring.map(|expiring| expiring.count),
            Some(1)
        );
        assert_eq!(part(&coupon.shopper, "state=used").await.expiring.map(|e| e.count), Some(1));
        assert!(html().await.contains("1 张券三天内到期"));
        mall.clock.set(NOON + EXPIRES_SOON_MS + 1);
        let wallet = part(&coupon.shopper, "").await;
        assert_eq!((wallet.counts.usable, wallet.counts.ended), (1, 1), "its end is excluded");
        assert_eq!(ids(&wallet), [coupon.id.as_str()]);
    }
}

/// Returns a café whose names have the characters of SQL patterns.
fn odd_names(offers: &[Value]) -> String {
    let catalogue = crate::goods::catalogue(offers);
    let mut catalogue: Value = serde_json::from_str(&catalogue).unwrap();
    for (store, zh, en) in
        [(2, r"100%_'咖啡'\店", "Halfway \"Hill\" Café"), (3, "光 影 院", "Cinema")]
    {
        catalogue["stores"][store]["name"] = json!({"zh": zh, "en": en});
    }
    catalogue.to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn stores_are_found_by_any_part_of_their_names() {
    let offers = [latte(json!({})), offer("film", "cinema")];
    for mall in Mall::with(&offers).await {
        let read = mall_server::catalogue::read(&odd_names(&offers)).unwrap();
        mall_server::catalogue::import(&mut mall.app.request().db, &read, Missing::Stay, NOON)
            .await
            .unwrap();
        let coupon = ClaimedCoupon::after(&mall, "one").await;
        let film = crate::shopper::coupon(&coupon.shopper.claim("film", "film").await);
        let (cafe, film) = (coupon.id.as_str(), film.as_str());
        for (text, found) in [
            ("咖啡", vec![cafe]),
            ("100%", vec![cafe]),
            ("%", vec![cafe]),
            ("_", vec![cafe]),
            ("'", vec![cafe]),
            ("\\", vec![cafe]),
            ("\"hill\"", vec![cafe]),
            ("HALFWAY", vec![cafe]),
            ("ｃａｆé", vec![cafe]),
            ("影院", vec![film]),
            ("  光影  院 ", vec![film]),
            ("a", vec![cafe, film]),
            ("', 'x'); DROP TABLE coupons; --", vec![]),
            ("100_", vec![]),
            ("咖%店", vec![]),
            ("书店", vec![]),
            ("🎁", vec![]),
        ] {
            let query: String =
                form_urlencoded::Serializer::new(String::new()).append_pair("store", text).finish();
            let wallet = part(&coupon.shopper, &query).await;
            let mut expected = found;
            let mut actual = ids(&wallet);
            expected.sort_unstable();
            actual.sort_unstable();
            assert_eq!(actual, expected, "{text}");
            assert_eq!(wallet.counts.usable as usize, expected.len(), "{text}");
            assert_eq!(wallet.store.as_deref(), Some(text.trim()));
            let html = coupon.shopper.get(&format!("/wallet?{query}")).await;
            assert_eq!(html.status, 200);
            assert_eq!(html.text().contains("id=\"coupon-"), !expected.is_empty(), "{text}");
        }
        assert_eq!(part(&coupon.shopper, "store=%20").await.coupons.len(), 2, "no search at all");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_parameter_is_refused_by_its_name() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let coupon = ClaimedCoupon::after(&mall, "one").await;
        let long = format!("store={}", "a".repeat(10_000));
        for (query, field) in [
            ("state=over", "state"),
            ("count=1000", "count"),
            ("after=x", "after"),
            ("after=used.1.a", "after"),
            ("store=%00", "store"),
            (&long, "store"),
        ] {
            for shopper in [Some(&coupon.shopper), None] {
                let path = format!("/v1/wallet?{query}");
                let answer = match shopper {
                    Some(shopper) => shopper.get(&path).await,
                    None => mall.get(&path).await,
                };
                assert_eq!(answer.refusal(), Refusal::Malformed { field: field.into() });
            }
            let html = coupon.shopper.get(&format!("/wallet?{query}")).await;
            assert!(html.status == 400 && html.text().contains("malformed"), "{}", html.text());
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_works_by_links_and_a_form_and_stays_small() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let few = ClaimedCoupon::after(&mall, "few").await.shopper.get("/wallet").await.body.len();
        let coupon = with_many(&mall, "one", 60).await;
        let html = coupon.shopper.get("/wallet").await.text();
        assert_eq!(html.matches("id=\"coupon-").count(), DEFAULT_PAGE_SIZE as usize);
        assert!(
            html.len() < few + DEFAULT_PAGE_SIZE as usize * 3_000,
            "{} after {few}",
            html.len()
        );
        for part in [
            "href=\"/wallet?state=used\"",
            "href=\"/wallet?state=ended\"",
            "<form class=\"search\" role=\"search\" method=\"get\" action=\"/wallet\"",
            "name=\"store\"",
        ] {
            assert!(html.contains(part), "{part}: {html}");
        }
        let next = html.split("href=\"/wallet?after=").nth(1).unwrap().split('"').next().unwrap();
        let html = coupon.shopper.get(&format!("/wallet?after={next}")).await.text();
        assert!(html.contains("one-024") && !html.contains("one-023"), "{html}");
    }
}

/// Measures fifty answers. Returns the median in milliseconds, and the bytes.
async fn median(shopper: &Shopper, path: &str) -> (f64, usize) {
    let (mut times, mut bytes) = (Vec::new(), 0);
    for _ in 0..50 {
        let start = Instant::now();
        let answer = shopper.get(path).await;
        times.push(start.elapsed().as_secs_f64() * 1000.0);
        assert_eq!(answer.status, 200);
        bytes = answer.body.len();
    }
    times.sort_by(f64::total_cmp);
    (times[25], bytes)
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "it measures: `cargo test -p mall-server --test server thousands -- --ignored --nocapture`"]
async fn thousands_are_read_a_part_at_a_time() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let coupon = ClaimedCoupon::after(&mall, "one").await;
        let many = format!(
            "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 4999) \
             INSERT INTO coupons (mall_id, id, offer_id, person_id, ordinal, shopper_id, payment_id, claimed_at, valid_from, \
             valid_until, terms_zh, terms_en, store_search, redeemed_at) \
             SELECT mall_id, 'n-' || n, offer_id, person_id, 1 + n, shopper_id, payment_id, claimed_at, valid_from, \
             {NOON} + (n - 2000) * 60000, terms_zh, terms_en, store_search, CASE WHEN n % 3 = 0 THEN {NOON} - n END \
             FROM coupons, numbers WHERE id = '{}'",
            coupon.id
        );
        run(&mall, many).await;
        let counts = part(&coupon.shopper, "").await.counts;
        assert_eq!(counts.usable + counts.used + counts.ended, 5000);
        println!("{counts:?} in {}", mall.database_url());
        for path in [
            "/v1/wallet",
            "/v1/wallet?state=used",
            "/v1/wallet?state=ended",
            "/v1/wallet?store=%E5%92%96",
            "/v1/wallet?store=none",
            "/wallet",
        ] {
            let (ms, bytes) = median(&coupon.shopper, path).await;
            println!("{path}: {ms:.2} ms, {bytes} bytes");
        }
    }
}
