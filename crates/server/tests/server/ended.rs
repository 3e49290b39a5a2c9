//! Rows that a mall's file does not have. They stay until they are asked to end. Then they are out of sight, and their past
//! stays.

use mall_contract::{PlacementImportResult, TillDay};
use mall_server::catalogue::{self, Plan};
use mall_server::import_plan::Missing;
use serde_json::{Value, json};

use crate::goods::{self, HOUR, NOON, latte, notice, offer};
use crate::mall::{Answer, Mall};
use crate::placements_set_up::{poster, tell};
use crate::shopper::Shopper;
use crate::till::counter::{ClaimedCoupon, Counter, parse_redemption};

/// Returns the tests' mall with the offers of two stores.
pub fn whole() -> Value {
    let offers = [latte(json!({})), offer("film", "cinema")];
    serde_json::from_str(&goods::catalogue(&offers)).expect("JSON")
}

/// Returns the same without the café, and what belongs to it.
fn without_cafe() -> Value {
    let mut file = whole();
    for (table, field, value) in [
        ("categories", "id", "coffee"),
        ("stores", "id", "cafe"),
        ("links", "to", "coffee"),
        ("offers", "store", "cafe"),
    ] {
        let rows = file[table].as_array_mut().expect("a list");
        let before = rows.len();
        rows.retain(|row| row[field] != value);
        assert_eq!(rows.len(), before - 1, "{table}");
    }
    file
}

/// Imports a file.
pub async fn import(mall: &Mall, file: &Value, missing: Missing) -> Result<Plan, String> {
    let read = catalogue::read(&file.to_string()).map_err(|error| error.to_string())?;
    let import =
        catalogue::import(&mut mall.app.request().db, &read, missing, mall.clock.now()).await;
    import.map_err(|error| error.to_string())
}

/// Returns the counts of new, changed, unchanged and missing rows of each table.
pub fn counts(plan: &Plan) -> Vec<[usize; 4]> {
    let counts = plan
        .report()
        .into_iter()
        .map(|table| [table.new.len(), table.changed.len(), table.unchanged, table.missing.len()]);
    counts.collect()
}

async fn titles(shopper: &Shopper) -> Vec<String> {
    shopper.page().await.cards.into_iter().map(|card| card.offer.title).collect()
}

async fn pay_at(mall: &Mall, transaction: &str, store: &str, paid_at: &str) -> Answer {
    let mut paid = notice(transaction);
    paid["store_id"] = json!(store);
    paid["paid_at"] = json!(paid_at);
    mall.tell(&paid).await
}

const MISSING: [[usize; 4]; 5] =
    [[0, 0, 1, 0], [0, 0, 5, 1], [0, 0, 4, 1], [0, 0, 2, 1], [0, 0, 1, 1]];

#[tokio::test(flavor = "multi_thread")]
async fn what_a_file_does_not_have_stays_in_all_tables_until_it_is_asked_to_end() {
    for mall in Mall::with(&[latte(json!({})), offer("film", "cinema")]).await {
        let shopper = Shopper::after(&mall, "one").await;
        let all = ["latte券", "film券"];
        assert_eq!(titles(&shopper).await, all);
        let plan = import(&mall, &without_cafe(), Missing::Stay).await.unwrap();
        assert_eq!(counts(&plan), MISSING);
        assert_eq!(titles(&shopper).await, all, "with its link");
        assert_eq!(shopper.claim("stays", "latte").await.status, 201);
        assert_eq!(pay_at(&mall, "stays", "cafe", goods::NOON_TEXT).await.status, 201);

        let plan = import(&mall, &without_cafe(), Missing::End).await.unwrap();
        assert_eq!(counts(&plan), MISSING);
        let later = Shopper::after(&mall, "two").await;
        assert_eq!(titles(&later).await, ["film券"]);
        assert_eq!(later.claim("c", "latte").await.code(), "not_for_this_payment");
        let after = import(&mall, &without_cafe(), Missing::Stay).await.unwrap();
        assert!(counts(&after).iter().all(|[.., missing]| *missing == 0), "it has ended already");

        let plan = import(&mall, &whole(), Missing::Stay).await.unwrap();
        let back = [[0, 0, 1, 0], [0, 1, 5, 0], [0, 1, 4, 0], [1, 0, 2, 0], [0, 1, 1, 0]];
        assert_eq!(counts(&plan), back);
        assert_eq!(titles(&later).await, all);
        assert_eq!(later.claim("d", "latte").await.status, 201);
        assert_eq!(pay_at(&mall, "back", "cafe", goods::NOON_TEXT).await.status, 201);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_that_has_ended_takes_no_new_payments() {
    for mall in Mall::with(&[latte(json!({})), offer("film", "cinema")]).await {
        let late = "2026-11-23T12:00:01+08:00";
        assert_eq!(pay_at(&mall, "ahead", "cafe", late).await.status, 201);
        import(&mall, &without_cafe(), Missing::End).await.unwrap();
        assert_eq!(pay_at(&mall, "later", "cafe", late).await.code(), "unknown_store");
        assert_eq!(
            pay_at(&mall, "at once", "cafe", goods::NOON_TEXT).await.code(),
            "unknown_store"
        );
        let before = "2026-11-23T11:59:59+08:00";
        assert_eq!(pay_at(&mall, "before", "cafe", before).await.status, 201);
        assert_eq!(
            pay_at(&mall, "ahead", "cafe", late).await.status,
            200,
            "it was reported before"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn claimed_coupons_of_an_ended_offer_stay_valid_and_its_history_stays() {
    for mall in Mall::with(&[latte(json!({})), offer("film", "cinema")]).await {
        let till = Counter::cafe(&mall).await;
        let used = ClaimedCoupon::after(&mall, "one").await;
        let unused = ClaimedCoupon::after(&mall, "two").await;
        parse_redemption(&till.redeem_for("r1", &used.qr_text(0), "A-1", 3000).await);
        let mut file = whole();
        file["offers"].as_array_mut().expect("a list").remove(0);
        import(&mall, &file, Missing::End).await.unwrap();
        let late = Shopper::after(&mall, "three").await;
        assert_eq!(titles(&late).await, ["film券"]);
        assert_eq!(late.claim("c", "latte").await.code(), "offer_ended");
        import(&mall, &without_cafe(), Missing::End).await.unwrap();
        let wallet = unused.shopper.wallet().await;
        assert_eq!(wallet.coupons.len(), 1);
        assert_eq!(wallet.coupons[0].redemption, None);
        assert_eq!(unused.shopper.get(&format!("/v1/coupons/{}", unused.id)).await.status, 200);
        mall.clock.set(NOON + HOUR);
        parse_redemption(&till.redeem_for("r2", &unused.qr_text(0), "A-2", 3000).await);
        let day: TillDay = till.get("/v1/till/redemptions").await.json();
        assert_eq!(day.totals.redeemed, 2);
        assert_eq!(mall.claimed("latte").await, 2, "its counts stay");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_ended_is_not_chosen_again_and_stays_where_it_was() {
    for mall in Mall::with(&[latte(json!({})), offer("film", "cinema")]).await {
        let choices = [
            (json!({"store_id": "cafe"}), "unknown_store"),
            (json!({"offers": {"store": "cafe"}}), "unknown_store"),
            (json!({"offers": {"category": "coffee"}}), "unknown_category"),
            (json!({"offers": {"chosen": ["film", "latte"]}}), "unknown_offer"),
        ];
        let of = |id: String, choice: &Value, name: &str| {
            let mut place = poster(choice.clone());
            place["id"] = json!(id);
            place["name"] = json!(name);
            place
        };
        for (n, (choice, _)) in choices.iter().enumerate() {
            assert_eq!(tell(&mall, &of(format!("old{n}"), choice, "旧")).await.status, 201);
        }
        import(&mall, &without_cafe(), Missing::End).await.unwrap();
        for (n, (choice, code)) in choices.iter().enumerate() {
            let new = tell(&mall, &of(format!("new{n}"), choice, "新")).await;
            assert_eq!(new.code(), *code, "{choice}");
            let renamed = tell(&mall, &of(format!("old{n}"), choice, "新")).await;
            assert_eq!(renamed.status, 200, "{choice}: {}", renamed.text());
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn placements_that_a_file_does_not_have_end_when_that_is_asked_for() {
    let import = async |mall: &Mall, query: &str, file: &str| -> PlacementImportResult {
        mall.post_signed(&format!("/v1/placements/import{query}"), "text/csv", file).await.json()
    };
    let states = "SELECT COUNT(*) FROM placements WHERE state LIKE '%ended%'";
    for mall in Mall::with(&[]).await {
        let both = "id,name,floor,kind\na,A,L1,poster\nb,B,L1,poster\n";
        let one = "id,name,floor,kind\na,A,L1,poster\n";
        import(&mall, "", both).await;
        let code = "SELECT CAST(COUNT(DISTINCT code) AS BIGINT) FROM placements";
        let stays = import(&mall, "", one).await;
        assert_eq!((stays.unchanged, stays.missing, stays.ended), (1, 1, 0));
        assert_eq!(stays.first.missing, [goods::id("b")]);
        assert_eq!(mall.number(states).await, 0);
        let ends = import(&mall, "?end_missing=true", one).await;
        assert_eq!((ends.unchanged, ends.missing, ends.ended), (1, 0, 1));
        assert_eq!(ends.first.ended, [goods::id("b")]);
        assert_eq!(mall.number(states).await, 1);
        let again = import(&mall, "?end_missing=true", one).await;
        assert_eq!((again.missing, again.ended), (0, 0), "it has ended already");
        let back = import(&mall, "", both).await;
        assert_eq!((back.changed, back.first.changed), (1, vec![goods::id("b")]));
        assert_eq!((mall.number(states).await, mall.number(code).await), (0, 2));
    }
}
