//! Passes: the requests they allow, and those they do not.

use axum::http::Request;
use mall_contract::{ClaimPage, PaymentId};
use mall_server::identity::link::{Link, Occasion};
use mall_server::identity::pass::{LIFETIME_MS, Pass, PassKind};
use mall_server::identity::secret::Secret;
use serde_json::json;

use crate::goods::{HOUR, MALL, NOON, id, latte, ordered, ordered_by};
use crate::mall::{Answer, Mall, get, secret};
use crate::receipt::{page, query, shows};
use crate::shopper::Shopper;

/// A page in a frame. It has a pass and no cookie.
pub struct Framed {
    pub mall: Mall,
    pub page: ClaimPage,
}

impl Framed {
    /// Reports a payment and opens its receipt.
    pub async fn after(mall: &Mall, transaction: &str, number: &str) -> Self {
        mall.pay(&ordered(transaction, number)).await;
        let page = page(mall, &query(number, transaction)).await;
        Self { mall: mall.clone(), page }
    }

    pub fn pass(&self) -> &str {
        self.page.pass.as_deref().expect("a pass")
    }

    pub fn with_pass(&self, mut request: Request<String>) -> Request<String> {
        let value = format!("Bearer {}", self.pass()).parse().unwrap();
        request.headers_mut().insert("authorization", value);
        request
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.mall.ask(self.with_pass(get(path))).await
    }

    pub async fn claim(&self, id: &str, link: &str) -> Answer {
        let body = json!({"request_id": id, "link": link, "offer_id": "latte", "nth": 1});
        let request = Request::post("/v1/claims")
            .header("host", "mall.test")
            .header("sec-fetch-site", "cross-site")
            .header("content-type", "application/json");
        self.mall.ask(self.with_pass(request.body(body.to_string()).unwrap())).await
    }

    pub async fn post_form(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let mut body = form_urlencoded::Serializer::new(String::new());
        body.extend_pairs(fields);
        let request = Request::post(path)
            .header("host", "mall.test")
            .header("accept", "text/html")
            .header("sec-fetch-site", "cross-site")
            .header("content-type", "application/x-www-form-urlencoded");
        self.mall.ask(request.body(body.finish()).unwrap()).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pass_claims_the_offers_of_its_payment() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let framed = Framed::after(&mall, "one", "N1").await;
        let claimed = framed.claim("r1", &framed.page.link).await;
        assert_eq!(claimed.status, 201, "{}", claimed.text());
        assert_eq!(framed.claim("r1", &framed.page.link).await.status, 200);
        assert_eq!(framed.get("/v1/claims/r1").await.status, 200);
        mall.clock.set(NOON + LIFETIME_MS / 2);
        let again = framed.get(&format!("/v1/pay/{}", framed.page.link)).await;
        assert_eq!(again.cookie(), None);
        let again: ClaimPage = again.json();
        assert_eq!(again.cards[0].held.len(), 1);
        assert!(again.pass.is_some() && again.pass != framed.page.pass, "a fresh one");
        mall.clock.set(NOON + LIFETIME_MS);
        let fresh = Framed { mall: mall.clone(), page: again };
        assert_eq!(fresh.get("/v1/claims/r1").await.status, 200, "it outlives the first");
        assert_eq!(framed.get("/v1/claims/r1").await.code(), "session_missing");
        assert_eq!(mall.number("SELECT COUNT(*) FROM sessions").await, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pass_is_good_for_its_own_payment_only() {
    for mall in Mall::with(&[latte(json!({"per_person_limit": 2}))]).await {
        mall.pay(&ordered_by("payer", "one", "N1")).await;
        let framed = Framed { mall: mall.clone(), page: page(&mall, &query("N1", "one")).await };
        let other = Framed::after(&mall, "two", "N2").await;
        // The same shopper holds a third payment. The pass is still for the first one.
        let third = mall.pay(&ordered_by("payer", "three", "N3")).await;
        let same_payer =
            Framed { mall: mall.clone(), page: page(&mall, &query("N3", "three")).await };
        assert_eq!(same_payer.claim("r3", &third).await.status, 201);
        let before = mall.rows().await;
        for link in [&other.page.link, &third] {
            assert_eq!(framed.claim("r1", link).await.code(), "session_missing");
            assert_eq!(framed.get(&format!("/v1/pay/{link}")).await.code(), "session_missing");
            let fields = [
                ("pass", framed.pass()),
                ("link", link),
                ("request_id", "f1"),
                ("offer_id", "latte"),
                ("nth", "1"),
            ];
            assert_eq!(framed.post_form("/receipt/claims", &fields).await.status, 401);
        }
        assert_eq!(framed.get("/v1/claims/r3").await.code(), "unknown_request");
        assert_eq!(framed.get("/v1/wallet").await.code(), "session_missing");
        assert_eq!(framed.get("/wallet").await.status, 401);
        assert_eq!(mall.rows().await, before);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invalid_pass_names_nobody() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let shopper = Shopper::who_paid(&mall, &ordered("one", "N1")).await;
        let framed = Framed { mall: mall.clone(), page: page(&mall, &query("N1", "one")).await };
        let (words, signature) = framed.pass().rsplit_once('.').unwrap();
        let parts: Vec<&str> = framed.pass().split('.').collect();
        let payment = PaymentId::parse(parts[3]).unwrap();
        let link = Link { occasion: Occasion::Payment(payment), expires_at: NOON + HOUR };
        let pass = Pass::new(&id(parts[2]), &link, PassKind::Receipt, NOON).unwrap();
        let stranger = Secret::from_hex(&"0f".repeat(32)).unwrap();
        let wrong = [
            String::new(),
            "x".into(),
            ".....".into(),
            "x".repeat(5000),
            words.to_owned(),
            format!("{words}."),
            format!("{words}.AAAA{signature}"),
            framed.pass().replacen(parts[2], "somebody", 1),
            framed.page.link.clone(),
            pass.sign(&stranger, &id(MALL)),
            pass.sign(&secret(), &id("other-mall")),
        ];
        let before = mall.rows().await;
        for pass in wrong {
            // A session does not help, because a pass comes before it.
            let mut request = shopper.claim_request("r1", "latte", 1);
            request
                .headers_mut()
                .insert("authorization", format!("Bearer {pass}").parse().unwrap());
            assert_eq!(mall.ask(request).await.code(), "session_missing", "{pass:.80}");
            let fields = [
                ("pass", pass.as_str()),
                ("link", &shopper.link),
                ("request_id", "f1"),
                ("offer_id", "latte"),
                ("nth", "1"),
            ];
            assert_eq!(framed.post_form("/receipt/claims", &fields).await.status, 401);
        }
        assert_eq!(mall.rows().await, before);
        let mut request = shopper.claim_request("r1", "latte", 1);
        request.headers_mut().insert("authorization", "Basic eDp5".parse().unwrap());
        assert_eq!(mall.ask(request).await.status, 201, "other schemes are ignored");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_in_the_frame_claims_and_gets_the_page() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let framed = Framed::after(&mall, "one", "N1").await;
        let fields = [
            ("pass", framed.pass()),
            ("link", &framed.page.link),
            ("request_id", "nonce-0"),
            ("offer_id", "latte"),
            ("nth", "1"),
        ];
        let path = format!("/receipt/claims?{}", query("N1", "one"));
        for _ in 0..2 {
            let answer = framed.post_form(&path, &fields).await;
            assert_eq!(shows(&answer), "SHOW_CUSTOM_PAGE");
            let html = answer.text();
            assert!(html.contains("已领取") && !html.contains("value=\"latte\""), "{html}");
            assert!(html.contains("/receipt?sub_mch_id="), "the other language: {html}");
            let policy = answer.header("content-security-policy");
            assert!(policy.ends_with("frame-ancestors https://payapp.weixin.qq.com"), "{policy}");
        }
        assert_eq!(mall.coupons().await, 1);
        let fields = [("link", framed.page.link.as_str()), ("request_id", "nonce-1")];
        assert_eq!(framed.post_form(&path, &fields).await.status, 400, "without a pass");
    }
}
