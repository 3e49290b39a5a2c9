//! Setting up placements: one by one, and by a file.

use mall_contract::{
    CallerRefusal, Placement, PlacementImportResult, PlacementOffers, PlacementState, Placements,
    Refusal,
};
use serde_json::{Value, json};

use crate::goods::{latte, offer};
use crate::mall::{Answer, Mall, get};

/// Returns a poster of the mall on the ground floor, with changes.
pub fn poster(changes: Value) -> Value {
    let mut poster = json!({
        "id": "atrium", "name": "中庭海报", "name_en": "Atrium poster", "floor": "L1",
        "place": "扶梯左侧", "kind": "poster"
    });
    for (key, value) in changes.as_object().unwrap() {
        poster[key] = value.clone();
    }
    poster
}

/// Sets up a placement with a valid signature.
pub async fn tell(mall: &Mall, placement: &Value) -> Answer {
    mall.post_signed("/v1/placements", "application/json", &placement.to_string()).await
}

async fn import(mall: &Mall, file: &str) -> Answer {
    mall.post_signed("/v1/placements/import", "text/csv; charset=utf-8", file).await
}

async fn all(mall: &Mall) -> Vec<Placement> {
    mall.get_signed("/v1/placements").await.json::<Placements>().placements
}

#[tokio::test(flavor = "multi_thread")]
async fn a_placement_is_renamed_moved_paused_and_ended_under_the_same_code() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let made = tell(&mall, &poster(json!({}))).await;
        assert_eq!(made.status, 201, "{}", made.text());
        let made: Placement = made.json();
        assert_eq!(made.url, format!("http://mall.test/q/{}", made.code));
        assert_eq!(made.set_up.offers, PlacementOffers::Recommended);

        let again = tell(&mall, &poster(json!({}))).await;
        assert_eq!((again.status, again.json::<Placement>()), (200, made.clone()));
        let changes = json!({
            "name": "二层海报", "floor": "L2", "store_id": "cafe", "offers": {"store": "cafe"},
            "state": "ended"
        });
        let changed: Placement = tell(&mall, &poster(changes)).await.json();
        assert_eq!(changed.code, made.code);
        assert_eq!(changed.set_up.state, PlacementState::Ended);
        assert_eq!(changed.set_up.floor, "L2");
        assert_eq!(all(&mall).await, [changed]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_placement_with_unknown_references_or_wrong_fields_is_refused() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        for (changes, code) in [
            (json!({"store_id": "nowhere"}), "unknown_store"),
            (json!({"offers": {"store": "nowhere"}}), "unknown_store"),
            (json!({"offers": {"category": "nothing"}}), "unknown_category"),
            (json!({"offers": {"chosen": ["latte", "gone"]}}), "unknown_offer"),
            (json!({"offers": {"chosen": []}}), "malformed"),
            (json!({"name": "  "}), "malformed"),
            (json!({"name": "x".repeat(61)}), "malformed"),
            (json!({"place": "a\u{7}b"}), "malformed"),
            (json!({"kind": "balloon"}), "malformed"),
            (json!({"id": "a b"}), "malformed"),
            (json!({"colour": "red"}), "malformed"),
        ] {
            assert_eq!(tell(&mall, &poster(changes.clone())).await.code(), code, "{changes}");
        }
        assert_eq!(all(&mall).await, []);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_mall_sets_up_and_lists_placements() {
    for mall in Mall::with(&[]).await {
        let unsigned = get("/v1/placements");
        assert_eq!(mall.ask(unsigned).await.code(), "signature_invalid");
        for path in ["/v1/placements", "/v1/placements/import"] {
            let mut request = get(path);
            *request.method_mut() = "POST".parse().unwrap();
            assert_eq!(mall.ask(request).await.code(), "signature_invalid", "{path}");
        }
        assert_eq!(mall.get_signed("/v1/placements?lang=en").await.status, 200);
        assert_eq!(mall.get_signed("/v1/placements?x=1").await.code(), "malformed");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_imported_as_a_whole_and_changes_only_differences() {
    for mall in Mall::with(&[latte(json!({})), offer("film", "cinema")]).await {
        let file = "\u{feff}id,name,floor,kind,offers\r\n\
                    a,中庭,L1,poster,\r\n\
                    b,\"8 号桌, 窗边\",L5,table,latte film\r\n";
        let imported: PlacementImportResult = import(&mall, file).await.json();
        assert_eq!((imported.created, imported.changed, imported.unchanged), (2, 0, 0));
        let codes: Vec<_> = all(&mall).await.into_iter().map(|placement| placement.code).collect();

        let file = "id,name,floor,kind,offers\nb,8 号桌,L5,table,store:cafe\na,中庭,L1,poster,\nc,C,L1,lift,\n";
        let imported: PlacementImportResult = import(&mall, file).await.json();
        assert_eq!((imported.created, imported.changed, imported.unchanged), (1, 1, 1));
        let now = all(&mall).await;
        assert_eq!([&now[0].code, &now[1].code], [&codes[0], &codes[1]]);

        let wrong = "id,name,floor,kind,offers\n\
                     d,D,L1,poster,\n\
                     e,E,L1,balloon,\n\
                     f,F,L1,poster,store:nowhere\n\
                     d,D,L2,poster,\n";
        let Refusal::Caller(CallerRefusal::LinesRefused { count, lines }) =
            import(&mall, wrong).await.refusal()
        else {
            panic!("not refused");
        };
        let lines: Vec<_> = lines.iter().map(|line| (line.line, line.refusal.code())).collect();
        assert_eq!(
            (count, &lines[..]),
            (3, &[(3, "malformed"), (4, "unknown_store"), (5, "malformed")][..])
        );
        assert_eq!(all(&mall).await, now, "nothing of it was done");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn odd_files_are_refused_with_a_next_step() {
    for mall in Mall::with(&[]).await {
        let csv = "/v1/placements/import";
        let as_json = mall.post_signed(csv, "application/json", "id,name,floor,kind\n").await;
        assert_eq!(as_json.code(), "unsupported_media_type");
        assert_eq!(import(&mall, "id,name\n").await.code(), "malformed");
        assert_eq!(import(&mall, "").await.code(), "malformed");
        let large = format!("id,name,floor,kind\na,A,L1,poster\n{}", " ".repeat(4 * 1024 * 1024));
        assert_eq!(import(&mall, &large).await.code(), "too_large");
        let Refusal::Caller(CallerRefusal::LinesRefused { count, lines }) =
            import(&mall, &format!("id,name,floor,kind\n{}", "x\n".repeat(500))).await.refusal()
        else {
            panic!("not refused");
        };
        assert_eq!((count, lines.len()), (500, 100));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_lines_are_imported_at_once() {
    for mall in Mall::with(&[]).await {
        let mut file = String::from("id,name,floor,kind\n");
        for number in 0..10_000 {
            file += &format!("t{number},{number} 号桌,L5,table\n");
        }
        let imported: PlacementImportResult = import(&mall, &file).await.json();
        assert_eq!(imported.created, 10_000);
        assert_eq!(mall.number("SELECT COUNT(DISTINCT code) FROM placements").await, 10_000);
        let imported: PlacementImportResult = import(&mall, &file).await.json();
        assert_eq!(imported.unchanged, 10_000);
    }
}
