//! Each payer has one shopper. A receipt proves the payer only under some conditions.

use mall_server::receipts::PAYERS_RECEIPT_WINDOW_MS;
use mall_server::{ReceiptCheck, ReceiptConfig};
use serde_json::json;

use crate::goods::{NOON, latte, notice, ordered, ordered_by};
use crate::mall::{Mall, Setup, at_once};
use crate::passes::Framed;
use crate::receipt::{page, query, shows};
use crate::shopper::{Shopper, together};

async fn set_up(check: ReceiptCheck) -> Vec<Mall> {
    let (offers, receipt) = (vec![latte(json!({}))], Some(ReceiptConfig { check, ..at_once() }));
    Mall::set_up(&Setup { offers, receipt, ..Setup::default() }).await
}

/// Reports a payment by a payer and opens its receipt.
async fn receipt(mall: &Mall, payer: &str, transaction: &str, number: &str) -> Framed {
    mall.pay(&ordered_by(payer, transaction, number)).await;
    Framed { mall: mall.clone(), page: page(mall, &query(number, transaction)).await }
}

/// Counts the coupons in the wallet that a receipt leads to.
async fn coupons_behind(framed: &Framed) -> usize {
    let entered = framed.mall.get(&framed.entry().await).await;
    let cookie = entered.cookie().expect("a session");
    let shopper = Shopper { mall: framed.mall.clone(), cookie, link: String::new() };
    shopper.wallet().await.coupons.len()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payers_receipts_lead_to_one_wallet() {
    for mall in set_up(ReceiptCheck::Enforce).await {
        let first = receipt(&mall, "openid-1", "one", "N1").await;
        assert_eq!(first.claim("r1", &first.page.link).await.status, 201);
        let second = receipt(&mall, "openid-1", "two", "N2").await;
        assert_eq!(second.page.cards[0].held.len(), 1, "what was claimed after the first payment");
        assert_eq!(coupons_behind(&second).await, 1);
        assert_eq!(mall.number("SELECT COUNT(*) FROM shoppers").await, 1);

        let other = receipt(&mall, "openid-2", "three", "N3").await;
        assert_eq!(coupons_behind(&other).await, 0);
        let unnamed = Framed::after(&mall, "four", "N4").await;
        assert_eq!(coupons_behind(&unnamed).await, 0);
        assert_eq!(mall.number("SELECT COUNT(*) FROM shoppers").await, 3);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_proves_no_payer_without_an_enforced_check_code() {
    for check in [ReceiptCheck::Off, ReceiptCheck::Warn] {
        for mall in set_up(check).await {
            let first = receipt(&mall, "openid-1", "one", "N1").await;
            assert_eq!(first.claim("r1", &first.page.link).await.status, 201);
            let second = receipt(&mall, "openid-1", "two", "N2").await;
            assert!(second.page.cards[0].held.is_empty(), "{check:?}");
            assert_eq!(coupons_behind(&second).await, 0);
            let again = page(&mall, &query("N1", "one")).await;
            assert_eq!(again.cards[0].held.len(), 1, "each receipt keeps its own");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_opened_late_proves_no_payer() {
    for mall in set_up(ReceiptCheck::Enforce).await {
        let first = receipt(&mall, "openid-1", "one", "N1").await;
        assert_eq!(first.claim("r1", &first.page.link).await.status, 201);
        mall.pay(&ordered_by("openid-1", "two", "N2")).await;
        mall.clock.set(NOON + PAYERS_RECEIPT_WINDOW_MS - 1);
        assert_eq!(page(&mall, &query("N1", "one")).await.cards[0].held.len(), 1, "still in time");

        mall.clock.set(NOON + PAYERS_RECEIPT_WINDOW_MS);
        let late = mall.get(&format!("/v1/receipts?{}", query("N1", "one"))).await;
        assert_eq!((late.status, late.code()), (404, "payment_not_confirmed"));
        let late = mall.get(&format!("/receipt?{}", query("N1", "one"))).await;
        assert_eq!(shows(&late), "SHOW_OFFICIAL_PAGE");
        let second = Framed { mall: mall.clone(), page: page(&mall, &query("N2", "two")).await };
        assert!(second.page.cards[0].held.is_empty(), "a shopper of its own");
        assert_eq!(coupons_behind(&second).await, 0);
        let again = page(&mall, &query("N2", "two")).await;
        assert!(
            again.pass.is_some(),
            "its wallet has only this coupon, and the receipt stays open"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn knowing_a_payers_link_opens_no_wallet_of_the_payer() {
    for mall in set_up(ReceiptCheck::Enforce).await {
        let payers = receipt(&mall, "openid-1", "one", "N1").await;
        assert_eq!(payers.claim("r1", &payers.page.link).await.status, 201);
        let answer = mall.get(&format!("/v1/pay/{}", payers.page.link)).await;
        assert_eq!((answer.code(), answer.cookie()), ("link_taken", None));

        let friend = Shopper::who_paid(&mall, &ordered_by("openid-1", "two", "N2")).await;
        assert_eq!(friend.wallet().await.coupons.len(), 0);
        let page_two = friend.page().await;
        assert!(page_two.cards[0].held.is_empty());
        assert_eq!(page_two.cards[0].not_eligible.as_ref().unwrap().code(), "person_limit");
        // The payer's next receipt still leads to the payer's wallet.
        assert_eq!(coupons_behind(&receipt(&mall, "openid-1", "three", "N3").await).await, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_opens_no_wallet_of_a_browser_that_has_more() {
    for mall in set_up(ReceiptCheck::Enforce).await {
        let browser = Shopper::who_paid(&mall, &ordered("one", "N1")).await;
        assert_eq!(browser.claim("r0", "latte").await.status, 201);
        assert!(
            page(&mall, &query("N1", "one")).await.pass.is_some(),
            "its wallet has only this coupon"
        );
        let link = mall.pay(&notice("two")).await;
        let second = Shopper { link, ..browser.clone() };
        assert_eq!(second.claim("r1", "latte").await.status, 200, "it has the coupon already");
        let receipt = format!("/v1/receipts?{}", query("N1", "one"));
        assert_eq!(mall.get(&receipt).await.code(), "payment_not_confirmed");
        assert_eq!(browser.get(&receipt).await.status, 200, "its cookie proves the browser");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_concurrent_first_receipts_of_a_payer_make_one_shopper() {
    for mall in set_up(ReceiptCheck::Enforce).await {
        for i in 0..10 {
            mall.pay(&ordered_by("openid-1", &format!("t{i}"), &format!("N{i}"))).await;
        }
        let opened = (0..20).map(|i| {
            let (mall, i) = (mall.clone(), i % 10);
            async move { page(&mall, &query(&format!("N{i}"), &format!("t{i}"))).await }
        });
        let pages = together(opened).await;
        assert!(pages.iter().all(|page| page.pass.is_some()));
        assert_eq!(mall.number("SELECT COUNT(*) FROM shoppers").await, 0, "a look writes nothing");
        let claims = pages.into_iter().map(|page| {
            let framed = Framed { mall: mall.clone(), page };
            async move { framed.claim("r1", &framed.page.link).await.status }
        });
        let granted = together(claims).await;
        assert!(granted.contains(&201), "{granted:?}");
        assert_eq!(mall.number("SELECT COUNT(*) FROM shoppers").await, 1);
        assert_eq!(mall.number("SELECT COUNT(DISTINCT holder_id) FROM payments").await, 1);
    }
}
