//! An import says what it would change, and then changes just that.

use mall_contract::{CallerRefusal, PlacementImportResult, Refusal};
use mall_server::catalogue::{self, Plan};
use mall_server::import_plan::Missing;
use serde_json::{Value, json};

use crate::ended::{counts, import, whole};
use crate::goods::{HOUR, NOON, latte, offer};
use crate::mall::Mall;

async fn dry_run(mall: &Mall, file: &Value) -> Plan {
    let read = catalogue::read(&file.to_string()).expect("a catalogue");
    let now = mall.clock.now();
    catalogue::dry_run(&mut mall.app.request().db, &read, now).await.expect("a plan")
}

/// Returns the mall with a row more and a row changed in each table, and an offer less.
fn changed() -> Value {
    let mut file = whole();
    let mut add = |table: &str, field: &str, id: &str| {
        let rows = file[table].as_array_mut().expect("a list");
        let mut row = rows[0].clone();
        row[field] = json!(id);
        rows.push(row);
    };
    add("categories", "id", "tea");
    add("stores", "id", "teahouse");
    add("links", "to", "toys");
    add("offers", "id", "tea");
    file["mall"]["name"]["en"] = json!("Another Mall");
    file["categories"][0]["hours"] = json!([[11, 14]]);
    file["stores"][0]["unit"] = json!("L1-09");
    file["links"][0]["weight"] = json!(7);
    file["offers"][0]["total_stock"] = json!(5);
    file["offers"].as_array_mut().expect("a list").remove(1);
    file
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_says_what_the_import_does_and_changes_nothing() {
    for mall in Mall::with(&[latte(json!({})), offer("film", "cinema")]).await {
        let before = mall.rows().await;
        let plan = dry_run(&mall, &changed()).await;
        let expected = [[0, 1, 0, 0], [1, 1, 5, 0], [1, 1, 4, 0], [1, 1, 2, 0], [1, 1, 0, 1]];
        assert_eq!(counts(&plan), expected);
        let offers = &plan.report()[4];
        assert_eq!(
            (&offers.new[..], &offers.changed[..]),
            (&["tea".into()][..], &["latte".into()][..])
        );
        assert_eq!(offers.missing, ["film"]);
        assert_eq!(dry_run(&mall, &changed()).await, plan, "nothing was changed");
        assert_eq!(mall.rows().await, before);

        assert_eq!(import(&mall, &changed(), Missing::End).await, Ok(plan));
        let after = dry_run(&mall, &changed()).await;
        assert_eq!(
            counts(&after),
            [[0, 0, 1, 0], [0, 0, 7, 0], [0, 0, 6, 0], [0, 0, 4, 0], [0, 0, 2, 0]]
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_writes_only_what_differs() {
    let days = "SELECT COUNT(*) FROM offer_days";
    for mall in Mall::with(&[latte(json!({})), offer("film", "cinema")]).await {
        let before = mall.number(days).await;
        // Writing an offer counts what was claimed on the day before the import.
        mall.clock.set(NOON + 24 * HOUR);
        import(&mall, &whole(), Missing::Stay).await.unwrap();
        assert_eq!(mall.number(days).await, before);
        let mut file = whole();
        file["offers"][0]["claimed_today"] = json!(3);
        file["offers"][0]["total_stock"] = json!(50);
        import(&mall, &file, Missing::Stay).await.unwrap();
        assert_eq!(mall.number(days).await, before + 1);
        assert_eq!(mall.number("SELECT claimed FROM offer_days WHERE claimed > 0").await, 3);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_with_wrong_rows_is_refused_as_a_whole_and_all_are_named() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let mut file = changed();
        file["stores"][1]["category"] = json!("nowhere");
        file["links"][1]["weight"] = json!(0);
        file["offers"][1]["claim_until"] = file["offers"][1]["claim_from"].clone();
        file["offers"].as_array_mut().expect("a list").push(whole()["offers"][0].clone());
        let plan = dry_run(&mall, &file).await;
        let wrong: Vec<_> = plan.report().into_iter().map(|table| table.wrong.len()).collect();
        assert_eq!(wrong, [0, 0, 1, 1, 2]);
        assert_eq!(plan.report()[2].missing, Vec::<String>::new(), "a wrong row is not missing");
        let refused = import(&mall, &file, Missing::End).await.unwrap_err();
        for words in [
            "store hotpot: there is no category nowhere",
            "a weight is 1 to 100",
            "offer tea: it ends before it begins",
            "offer latte: it is there twice",
            "4 rows are wrong; nothing was changed.",
        ] {
            assert!(refused.contains(words), "{words}: {refused}");
        }
        assert_eq!(mall.number("SELECT COUNT(*) FROM stores WHERE id = 'teahouse'").await, 0);
        assert_eq!(mall.number("SELECT COUNT(*) FROM offers").await, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_of_placements_answers_as_the_import_does() {
    let send = async |mall: &Mall, query: &str, file: &str| {
        mall.post_signed(&format!("/v1/placements/import{query}"), "text/csv", file).await
    };
    for mall in Mall::with(&[]).await {
        let first = "id,name,floor,kind\na,A,L1,poster\nb,B,L1,poster\nc,C,L1,poster\n";
        let answer: PlacementImportResult = send(&mall, "?dry_run=true", first).await.json();
        assert_eq!((answer.created, answer.first.created.len()), (3, 3));
        assert_eq!(mall.number("SELECT COUNT(*) FROM placements").await, 0);
        send(&mall, "?dry_run=false", first).await.json::<PlacementImportResult>();
        let second = "id,name,floor,kind\na,A,L1,poster\nb,二,L1,poster\nd,D,L1,poster\n";
        for (dry, query) in
            [("?dry_run=true", ""), ("?dry_run=true&end_missing=true", "?end_missing=true")]
        {
            let answer: PlacementImportResult = send(&mall, dry, second).await.json();
            let again: PlacementImportResult = send(&mall, dry, second).await.json();
            assert_eq!(answer, again, "nothing was changed");
            let imported: PlacementImportResult = send(&mall, query, second).await.json();
            assert_eq!(answer, imported);
        }
        assert_eq!(
            mall.number("SELECT COUNT(*) FROM placements WHERE state LIKE '%ended%'").await,
            1
        );
        let wrong = "id,name,floor,kind\na,A,L1,balloon\n";
        let refused = send(&mall, "?dry_run=true", wrong).await;
        let Refusal::Caller(CallerRefusal::LinesRefused { count, .. }) = refused.refusal() else {
            panic!("not refused");
        };
        assert_eq!(count, 1);
        for query in ["?dry_run=yes", "?end_missing=1", "?dry_run=true&dry_run=true", "?x=1"] {
            assert_eq!(send(&mall, query, first).await.code(), "malformed", "{query}");
        }
    }
}
