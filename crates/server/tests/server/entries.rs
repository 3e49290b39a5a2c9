//! Entries: they lead from a frame into the page with a session, once and for a short time.

use axum::http::{Method, Request};
use mall_contract::{ClaimPage, Entry};
use mall_server::entries::LIFETIME_MS;
use serde_json::json;

use crate::goods::{NOON, latte};
use crate::mall::{Answer, Mall, get};
use crate::passes::Framed;
use crate::shopper::{Shopper, together};

fn request(to: &str) -> Request<String> {
    let request = Request::post("/v1/entries")
        .header("host", "mall.test")
        .header("content-type", "application/json");
    request.body(json!({ "to": to }).to_string()).unwrap()
}

impl Framed {
    async fn ask_entry(&self, to: &str) -> Answer {
        self.mall.ask(self.with_pass(request(to))).await
    }

    /// Returns the path of an entry to the wallet.
    pub async fn entry(&self) -> String {
        let answer = self.ask_entry("/wallet").await;
        assert_eq!(answer.status, 201, "{}", answer.text());
        let entry: Entry = answer.json();
        assert_eq!(entry.expires_at.ms, self.mall.clock.now() + LIFETIME_MS);
        entry.url.strip_prefix("http://mall.test").expect("our address").to_owned()
    }
}

fn code(answer: &Answer) -> String {
    let text = answer.text();
    let code =
        ["link_expired", "link_invalid", "session_missing"].into_iter().find(|c| text.contains(c));
    code.unwrap_or_default().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_entry_opens_the_wallet_with_the_coupons_claimed_in_the_frame() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let framed = Framed::after(&mall, "one", "N1").await;
        assert_eq!(framed.claim("r1", &framed.page.link).await.status, 201);
        let path = framed.entry().await;
        assert_eq!(mall.number("SELECT COUNT(*) FROM sessions").await, 0);
        let answer = mall.get(&path).await;
        assert_eq!((answer.status, answer.header("location")), (303, "/wallet"));
        let cookie = answer.cookie().expect("a session");
        let attributes = answer.header("set-cookie");
        assert!(attributes.contains("HttpOnly") && attributes.contains("SameSite=Lax"));
        let shopper = Shopper { mall: mall.clone(), cookie, link: framed.page.link.clone() };
        assert_eq!(shopper.wallet().await.coupons.len(), 1);
        assert_eq!(shopper.page().await.cards[0].held.len(), 1, "and the link is theirs");
        let stored =
            "SELECT COUNT(*) FROM entries WHERE token_hash LIKE '%/%' OR length(token_hash) <> 64";
        assert_eq!(mall.number(stored).await, 0, "only hashes are kept");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_entry_works_once_for_one_browser() {
    for mall in Mall::with(&[]).await {
        let framed = Framed::after(&mall, "one", "N1").await;
        let path = framed.entry().await;
        let opened = (0..10).map(|_| {
            let (mall, path) = (mall.clone(), path.clone());
            async move { mall.get(&path).await }
        });
        let answers = together(opened).await;
        let (inside, outside): (Vec<_>, Vec<_>) = answers.iter().partition(|a| a.status == 303);
        assert_eq!((inside.len(), outside.len()), (1, 9));
        for answer in outside {
            assert_eq!(
                (answer.status, answer.cookie(), code(answer).as_str()),
                (410, None, "link_expired")
            );
        }
        assert_eq!(mall.number("SELECT COUNT(*) FROM sessions").await, 1);
        let cookie = inside[0].cookie().unwrap();
        let shopper = Shopper { mall: mall.clone(), cookie, link: String::new() };
        let again = shopper.get(&path).await;
        assert_eq!(
            (again.status, again.cookie()),
            (303, None),
            "a shopper with a session is led on"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_entry_works_for_five_minutes() {
    for mall in Mall::with(&[]).await {
        let framed = Framed::after(&mall, "one", "N1").await;
        let (first, second) = (framed.entry().await, framed.entry().await);
        mall.clock.set(NOON + LIFETIME_MS - 1);
        assert_eq!(mall.get(&first).await.status, 303);
        mall.clock.set(NOON + LIFETIME_MS);
        let late = mall.get(&second).await;
        assert_eq!((late.status, code(&late).as_str()), (410, "link_expired"));
        assert!(late.text().contains("打开卡包") || late.text().contains("/wallet"), "a way on");
        let none = mall.get("/enter/nonsense").await;
        assert_eq!((none.status, code(&none).as_str()), (404, "link_invalid"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn prefetching_does_not_use_up_an_entry() {
    for mall in Mall::with(&[]).await {
        let framed = Framed::after(&mall, "one", "N1").await;
        let path = framed.entry().await;
        let mut head = get(&path);
        *head.method_mut() = Method::HEAD;
        let mut ahead = get(&path);
        ahead.headers_mut().insert("purpose", "prefetch".parse().unwrap());
        for request in [head, ahead] {
            let answer = mall.ask(request).await;
            assert_eq!((answer.status, answer.cookie()), (401, None));
        }
        assert_eq!(mall.get(&path).await.status, 303);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_entry_needs_a_known_shopper_and_a_path_of_the_page() {
    for mall in Mall::with(&[]).await {
        let framed = Framed::after(&mall, "one", "N1").await;
        let shopper = Shopper::after(&mall, "two").await;
        let before = mall.rows().await;
        assert_eq!(mall.ask(request("/wallet")).await.code(), "session_missing");
        let mut cross = shopper.with_cookie(request("/wallet"));
        cross.headers_mut().insert("sec-fetch-site", "cross-site".parse().unwrap());
        assert_eq!(mall.ask(cross).await.code(), "cross_site");
        for to in [
            "",
            "//evil.test/wallet",
            "https://evil.test",
            "/\\evil.test",
            "/nowhere",
            "/wallet?next=//evil",
        ] {
            assert_eq!(framed.ask_entry(to).await.code(), "malformed", "{to}");
        }
        assert_eq!(mall.rows().await, before);
        let own = mall.ask(shopper.with_cookie(request("/wallet"))).await;
        assert_eq!(own.status, 201, "a session does too");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_leads_out_of_the_frame_without_the_module() {
    for mall in Mall::with(&[]).await {
        let framed = Framed::after(&mall, "one", "N1").await;
        let fields = [("pass", framed.pass()), ("to", "/wallet#coupon-c1")];
        let answer = framed.post_form("/entries", &fields).await;
        assert_eq!(answer.status, 303);
        let path = answer.header("location").to_owned();
        assert!(path.starts_with("/enter/"), "{path}");
        let answer = mall.get(&path).await;
        assert_eq!((answer.status, answer.header("location")), (303, "/wallet#coupon-c1"));
        let fields = [("pass", "x"), ("to", "/wallet")];
        assert_eq!(framed.post_form("/entries", &fields).await.status, 401);
        let page: ClaimPage = framed.get(&format!("/v1/pay/{}", framed.page.link)).await.json();
        assert!(page.pass.is_some(), "the frame goes on");
    }
}
