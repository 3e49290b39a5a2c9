//! Pages that browsers keep for times without a network.

use serde_json::json;

use crate::entries::agree;
use crate::goods::latte;
use crate::mall::{Mall, Setup};
use crate::passes::Framed;
use crate::shopper::Shopper;
use crate::till::counter::ClaimedCoupon;

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_names_its_holder_by_an_opaque_word() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let coupon = ClaimedCoupon::after(&mall, "one").await;
        let own = [
            format!("/coupons/{}", coupon.id),
            format!("/v1/coupons/{}", coupon.id),
            "/wallet".to_owned(),
            "/v1/wallet".to_owned(),
        ];
        let mut marks = Vec::new();
        for path in &own {
            marks.push(coupon.shopper.get(path).await.header("mall-holder").to_owned());
        }
        assert!(marks.iter().all(|mark| *mark == marks[0] && mark.len() == 16), "{marks:?}");
        let query = format!("SELECT COUNT(*) FROM shoppers WHERE id LIKE '{}%'", marks[0]);
        assert_eq!(mall.number(&query).await, 0);
        let other = Shopper::after(&mall, "two").await.get("/wallet").await;
        assert_ne!(other.header("mall-holder"), marks[0]);
        assert_eq!(mall.get("/wallet").await.header("mall-holder"), "nobody");
        for public in ["/scan", &format!("/pay/{}", coupon.shopper.link), &own[0]] {
            let marked = mall.get(public).await.headers.contains_key("mall-holder");
            assert!(!marked, "{public} is nobody's to keep");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_service_worker_is_revalidated_each_time() {
    let site = tempfile::tempdir().unwrap();
    std::fs::write(site.path().join("offline.js"), "onfetch = null;").unwrap();
    let site = Some(site.path().to_owned());
    for mall in Mall::set_up(&Setup { site, ..Setup::default() }).await {
        let answer = mall.get("/offline.js").await;
        assert_eq!((answer.status, answer.header("cache-control")), (200, "no-cache"));
        let policy = answer.header("content-security-policy");
        assert_eq!(policy, "default-src 'none'; connect-src 'self'");
        let page = mall.get("/wallet").await;
        assert!(page.header("content-security-policy").contains("; worker-src 'self'; "));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn entering_as_another_shopper_clears_the_kept_pages() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let other = Shopper::after(&mall, "two").await;
        assert_eq!(other.claim("r1", "latte").await.status, 201);
        let framed = Framed::after(&mall, "one", "N1").await;
        let answer = mall.ask(other.with_cookie(agree(&framed.entry().await))).await;
        assert_eq!((answer.status, answer.header("clear-site-data")), (303, "\"storage\""));
        let own = Shopper { cookie: answer.cookie().expect("a session"), ..other };
        for (again, what) in [
            (own.get(&framed.entry().await).await, "the same shopper"),
            (mall.get(&framed.entry().await).await, "a browser that nobody used"),
        ] {
            assert_eq!(again.status, 303, "{what}");
            assert!(!again.headers.contains_key("clear-site-data"), "{what}");
        }
    }
}
