//! The page of one coupon.

use mall_contract::{CodePayload, CouponPage};
use serde_json::json;

use crate::goods::{HOUR, NOON, latte};
use crate::mall::{Mall, get};
use crate::shopper::Shopper;
use crate::till::counter::{ClaimedCoupon, Counter, parse_redemption};

/// Opens a coupon's page as its holder, in a language.
async fn page(coupon: &ClaimedCoupon, language: &str) -> String {
    coupon.shopper.get(&format!("/coupons/{}?lang={language}", coupon.id)).await.text()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_shows_the_current_code_without_its_module() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let coupon = ClaimedCoupon::after(&mall, "one").await;
        let html = page(&coupon, "zh").await;
        for part in
            ["结账时出示", &coupon.typed_code(), "class=\"qr\"", "class=\"bars\"", ">刷新</a>"]
        {
            assert!(html.contains(part), "{part} in {html}");
        }
        assert!(page(&coupon, "en").await.contains("Show this when you pay"));
        mall.clock.set(NOON + 30_000);
        let picture = |html: &str| html.split("class=\"qr\"").nth(1).unwrap()[..2000].to_owned();
        assert_ne!(picture(&html), picture(&page(&coupon, "zh").await), "the next half minute's");
        let page: CouponPage =
            coupon.shopper.get(&format!("/v1/coupons/{}", coupon.id)).await.json();
        assert!(CodePayload::parse(&page.shown[0].text).is_ok_and(|code| code.token.is_some()));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_holder_sees_the_page() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let coupon = ClaimedCoupon::after(&mall, "one").await;
        let path = format!("/coupons/{}", coupon.id);
        let other = Shopper::after(&mall, "two").await;
        assert_eq!(other.claim("r2", "latte").await.status, 201);
        for (answer, status) in [
            (other.get(&path).await, 404),
            (other.get("/coupons/nothing").await, 404),
            (other.get("/coupons/%22%3E%00").await, 404),
            (mall.get(&path).await, 401),
        ] {
            assert_eq!(answer.status, status);
            assert!(!answer.text().contains(&coupon.typed_code()));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_is_not_cached_and_has_styles_of_its_own() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let coupon = ClaimedCoupon::after(&mall, "one").await;
        let answer = coupon.shopper.get(&format!("/coupons/{}", coupon.id)).await;
        assert_eq!(answer.header("cache-control"), "no-store");
        let styles = |policy: &str| {
            let styles = policy.split("style-src ").nth(1).unwrap().split(';').next().unwrap();
            styles.split(' ').count()
        };
        let (scan, wallet) =
            (coupon.shopper.get("/scan").await, coupon.shopper.get("/wallet").await);
        let [own, scan, wallet] = [&answer, &scan, &wallet]
            .map(|answer| styles(answer.header("content-security-policy")));
        assert_eq!((own, wallet), (scan, scan + 2), "the wallet opens coupons by itself");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_shows_how_the_coupon_ended() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let (till, coupon) = (Counter::cafe(&mall).await, ClaimedCoupon::after(&mall, "one").await);
        let row = parse_redemption(&till.redeem("r1", &coupon.qr_text(0)).await);
        let used = page(&coupon, "zh").await;
        assert!(used.contains("已使用") && !used.contains("class=\"qr\""), "{used}");
        parse_redemption(&till.undo(&row.id).await);
        let back = page(&coupon, "zh").await;
        assert!(back.contains("撤销了核销") && back.contains("class=\"qr\""), "{back}");
        mall.clock.set(NOON + 365 * 24 * HOUR);
        let over = page(&coupon, "zh").await;
        assert!(!over.contains("class=\"qr\"") && !over.contains(&coupon.typed_code()), "{over}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_wallet_links_to_usable_coupons() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let (till, coupon) = (Counter::cafe(&mall).await, ClaimedCoupon::after(&mall, "one").await);
        let way = format!("href=\"/coupons/{}\"", coupon.id);
        assert!(coupon.shopper.get("/wallet").await.text().contains(&way));
        parse_redemption(&till.redeem("r1", &coupon.qr_text(0)).await);
        assert!(!coupon.shopper.get("/wallet").await.text().contains(&way));
        assert_eq!(mall.ask(get("/coupons")).await.status, 404);
    }
}
