//! Entries: they lead from a frame into the page with a session, once and for a short time.

use axum::http::{Method, Request};
use mall_contract::{ClaimPage, Entry};
use mall_server::entries::LIFETIME_MS;
use mall_server::identity::session;
use serde_json::json;

use crate::goods::{HOUR, NOON, latte, offer, ordered_by};
use crate::mall::{Answer, Mall, get};
use crate::passes::Framed;
use crate::receipt::{page, query};
use crate::shopper::{Shopper, coupon, together};

fn request(to: &str) -> Request<String> {
    let request = Request::post("/v1/entries")
        .header("host", "mall.test")
        .header("content-type", "application/json");
    request.body(json!({ "to": to }).to_string()).unwrap()
}

/// Builds the form by which a shopper agrees to another wallet.
pub fn agree(path: &str) -> Request<String> {
    let request = Request::post(path)
        .header("host", "mall.test")
        .header("accept", "text/html")
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "application/x-www-form-urlencoded");
    request.body(String::new()).unwrap()
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
    for mall in Mall::with(&[latte(json!({}))]).await {
        let framed = Framed::after(&mall, "one", "N1").await;
        assert_eq!(framed.claim("r1", &framed.page.link).await.status, 201);
        let path = framed.entry().await;
        let opened = (0..10).map(|_| {
            let (mall, path) = (mall.clone(), path.clone());
            async move { mall.get(&path).await }
        });
        let answers = together(opened).await;
        let browsers: Vec<_> = answers
            .iter()
            .map(|answer| {
                assert_eq!(answer.status, 303, "an answer that was lost can be had again");
                let cookie = answer.cookie().expect("a session");
                Shopper { mall: mall.clone(), cookie, link: String::new() }
            })
            .collect();
        let came_back = browsers
            .iter()
            .cloned()
            .map(|browser| async move { browser.wallet().await.coupons.len() == 1 });
        let inside = together(came_back).await;
        assert_eq!(inside.iter().filter(|inside| **inside).count(), 1, "the first that comes back");
        assert_eq!(mall.number("SELECT COUNT(*) FROM sessions").await, 1);
        let late = mall.get(&path).await;
        assert_eq!((late.status, late.cookie(), code(&late).as_str()), (410, None, "link_expired"));
        let (_, own) = inside.iter().zip(&browsers).find(|(inside, _)| **inside).unwrap();
        let again = own.get(&path).await;
        assert_eq!(
            (again.status, again.cookie()),
            (303, None),
            "a shopper with a session is led on"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_entry_asks_before_it_replaces_the_session_of_somebody_else() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let victim = Shopper::after(&mall, "two").await;
        let stranger = Framed::after(&mall, "one", "N1").await;
        let fresh = victim.get(&stranger.entry().await).await;
        assert_eq!(fresh.status, 303, "a browser that has done nothing yet has nothing to lose");
        assert_eq!(victim.claim("r1", "latte").await.status, 201);

        let path = stranger.entry().await;
        let before = mall.rows().await;
        for site in ["none", "same-origin", "cross-site"] {
            let mut arrival = victim.with_cookie(get(&format!("{path}?to=%2Fscan")));
            arrival.headers_mut().insert("sec-fetch-site", site.parse().unwrap());
            let question = mall.ask(arrival).await;
            assert_eq!((question.status, question.cookie()), (200, None), "{site}");
            let html = question.text();
            assert!(html.contains("要换一个卡包吗") && html.contains("value=\"/scan\""), "{html}");
        }
        let mut cross = victim.with_cookie(agree(&path));
        cross.headers_mut().insert("sec-fetch-site", "cross-site".parse().unwrap());
        assert_eq!(mall.ask(cross).await.status, 403);
        assert_eq!(mall.rows().await, before);
        assert_eq!(victim.wallet().await.coupons.len(), 1);

        let agreed = mall.ask(victim.with_cookie(agree(&path))).await;
        assert_eq!((agreed.status, agreed.header("location")), (303, "/wallet"));
        let cookie = agreed.cookie().expect("the other session");
        let entered = Shopper { cookie, ..victim };
        assert_eq!(entered.wallet().await.coupons.len(), 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_opens_nothing_older_than_its_payment_and_for_a_short_time() {
    let offers = [latte(json!({})), offer("tea", "cafe")];
    for mall in Mall::with(&offers).await {
        mall.pay(&ordered_by("openid-1", "one", "N1")).await;
        let first = Framed { mall: mall.clone(), page: page(&mall, &query("N1", "one")).await };
        let claimed = first.claim("r1", &first.page.link).await;
        assert_eq!(claimed.status, 201);
        let older = coupon(&claimed);

        mall.clock.set(NOON + HOUR);
        mall.pay(&ordered_by("openid-1", "two", "N2")).await;
        let paper = Framed { mall: mall.clone(), page: page(&mall, &query("N2", "two")).await };
        let entered = mall.get(&paper.entry().await).await;
        let week = session::NARROW_LIFETIME_MS / 1000;
        let attributes = entered.header("set-cookie");
        assert!(attributes.contains(&format!("Max-Age={week};")), "{attributes}");
        let cookie = entered.cookie().expect("a session");
        let thief = Shopper { mall: mall.clone(), cookie, link: paper.page.link.clone() };
        assert_eq!(thief.wallet().await.coupons.len(), 0);
        assert_eq!(thief.wallet().await.counts.usable, 0);
        for path in ["/coupons", "/v1/coupons"] {
            assert_eq!(thief.get(&format!("{path}/{older}")).await.status, 404, "{path}");
        }
        let events = thief.get(&format!("/v1/coupons/{older}/events")).await;
        assert_eq!(events.code(), "not_found");
        // The session makes no entry that shows more.
        let answer = mall.ask(thief.with_cookie(request("/wallet"))).await;
        let entry: Entry = answer.json();
        let path = entry.url.strip_prefix("http://mall.test").expect("our address");
        let entered = mall.get(path).await;
        let turned = Shopper { cookie: entered.cookie().expect("a session"), ..thief.clone() };
        assert_eq!(turned.wallet().await.coupons.len(), 0);

        assert_eq!(thief.claim("r2", "tea").await.status, 201, "the payment's own offers");
        assert_eq!(thief.wallet().await.coupons.len(), 1);
        mall.clock.set(NOON + HOUR + session::NARROW_LIFETIME_MS);
        assert_eq!(thief.wallet().await.coupons.len(), 0, "the session has ended");
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
