//! Posters and sheets over HTTP. Other tests check their drawing.

use hayro::hayro_syntax::Pdf;
use mall_contract::{CallerRefusal, Refusal};
use mall_server::catalogue;
use mall_server::import_plan::Missing;
use serde_json::{Value, json};

use crate::goods;
use crate::mall::{Answer, Mall, Setup, get};
use crate::placements::put_up;

fn pages(answer: &Answer) -> usize {
    assert_eq!(
        (answer.status, answer.header("content-type")),
        (200, "application/pdf"),
        "{}",
        answer.text()
    );
    Pdf::new(answer.body.clone()).expect("a PDF").pages().len()
}

/// Imports the mall with a colour and a logo.
async fn dress(mall: &Mall, colour: &str) {
    let mut text: Value = serde_json::from_str(&goods::catalogue(&[])).unwrap();
    let logo = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><path fill='#123abc' d='M0 0h9v9z'/></svg>";
    text["mall"]["brand"] = json!({"colour": colour, "logo": logo});
    let read = catalogue::read(&text.to_string()).unwrap();
    catalogue::import(&mut mall.app.request().db, &read, Missing::Stay, mall.clock.now())
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_poster_has_three_sizes_and_two_formats_in_each_state_of_its_placement() {
    for mall in Mall::with(&[]).await {
        let code = put_up(&mall, json!({"state": "paused", "offers": {"store": "cafe"}})).await;
        for format in ["", "?format=a3", "?format=a5"] {
            assert_eq!(pages(&mall.get(&format!("/q/{code}/poster.pdf{format}")).await), 1);
        }
        let svg = mall.get(&format!("/q/{code}/poster.svg?format=a5")).await;
        assert_eq!((svg.status, svg.header("content-type")), (200, "image/svg+xml"));
        assert!(svg.text().contains("width=\"148mm\" height=\"210mm\""), "{}", &svg.text()[..200]);
        let name = format!("inline; filename=\"{code}-a5.svg\"");
        assert_eq!(svg.header("content-disposition"), name);
        for invalid in ["a2", "A4", "", "a4x"] {
            let refused = mall.get(&format!("/q/{code}/poster.pdf?format={invalid}")).await;
            assert_eq!(refused.status, 400, "{invalid}");
        }
        for path in ["/q/ZZZZZZ/poster.pdf", "/q/ZZZZZZ/poster.svg", "/q/7/poster.svg"] {
            assert_eq!(mall.get(path).await.status, 404, "{path}");
        }
        assert_eq!(mall.number("SELECT COUNT(*) FROM scans").await, 0, "nobody scanned");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_poster_has_the_malls_colour_and_logo_and_an_etag() {
    for mall in Mall::with(&[]).await {
        let code = put_up(&mall, json!({})).await;
        let path = format!("/q/{code}/poster.svg");
        let ask = async |tag: &str| {
            let mut request = get(&path);
            request.headers_mut().insert("if-none-match", tag.parse().unwrap());
            mall.ask(request).await
        };
        let plain = mall.get(&path).await;
        assert!(plain.text().contains("#c8321a"), "the page's own");
        let tag = plain.header("etag").to_owned();
        let same = ask(&format!("\"x\", {tag}")).await;
        assert_eq!((same.status, same.body.len(), same.header("etag")), (304, 0, tag.as_str()));

        dress(&mall, "#0f4c5c").await;
        let dressed = ask(&tag).await;
        assert_eq!(dressed.status, 200, "it looks different now");
        assert!(dressed.text().contains("#0f4c5c") && dressed.text().contains("#123abc"));
        let code = mall.get(&format!("/q/{code}/qr.svg")).await.text();
        assert!(code.contains("#123abc"), "{code}");
        // A catalogue without a brand removes it.
        mall.import(&[]).await;
        assert_eq!(ask(&tag).await.status, 304);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sheet_has_a_card_for_each_requested_placement() {
    for mall in Mall::with(&[]).await {
        assert_eq!(mall.get_signed("/v1/placements/sheet").await.code(), "unknown_placement");
        for number in 0..9 {
            let floor = if number < 4 { "L1" } else { "L2" };
            put_up(&mall, json!({"id": format!("t{number}"), "floor": floor, "kind": "table"}))
                .await;
        }
        put_up(&mall, json!({"id": "over", "state": "ended", "store_id": "cafe"})).await;
        for (query, expected) in [
            ("", 2),
            ("?floor=L1", 1),
            ("?floor=L2&state=live", 1),
            ("?state=all", 2),
            ("?ids=t8,t1,over,t1", 1),
            ("?store=cafe&state=all", 1),
        ] {
            let answer = mall.get_signed(&format!("/v1/placements/sheet{query}")).await;
            assert_eq!(pages(&answer), expected, "{query}");
        }
        for (query, code) in [
            ("?ids=t1,nowhere", "unknown_placement"),
            ("?store=cafe", "unknown_placement"),
            ("?floor=L9", "unknown_placement"),
            ("?state=paused", "malformed"),
            ("?ids=a%20b", "malformed"),
            ("?colour=red", "malformed"),
        ] {
            let answer = mall.get_signed(&format!("/v1/placements/sheet{query}")).await;
            assert_eq!(answer.code(), code, "{query}");
        }
        let mut signed_for_another = get("/v1/placements/sheet?state=all");
        assert_eq!(mall.ask(signed_for_another.clone()).await.code(), "signature_invalid");
        *signed_for_another.method_mut() = "POST".parse().unwrap();
        assert_eq!(mall.ask(signed_for_another).await.status, 405);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sheet_of_too_many_cards_is_refused_and_a_letter_without_a_font_is_named() {
    for mall in Mall::with(&[]).await {
        let mut file = String::from("id,name,floor,kind\n");
        for number in 0..501 {
            file += &format!("t{number},{number} 号桌,L5,table\n");
        }
        let imported = mall.post_signed("/v1/placements/import", "text/csv", &file).await;
        assert_eq!(imported.status, 200);
        let refused = mall.get_signed("/v1/placements/sheet").await.refusal();
        assert_eq!(
            refused,
            Refusal::Caller(CallerRefusal::SheetTooLong { count: 501, limit: 500 })
        );

        let code =
            put_up(&mall, json!({"id": "odd", "name": "面\u{f8123}馆", "floor": "L9"})).await;
        let no_glyph = Refusal::Caller(CallerRefusal::NoGlyph { characters: "\u{f8123}".into() });
        assert_eq!(mall.get_signed("/v1/placements/sheet?ids=odd").await.refusal(), no_glyph);
        assert_eq!(mall.get(&format!("/q/{code}/poster.pdf")).await.status, 422);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn too_many_posters_wait_while_others_are_served() {
    let setup = Setup { requests_per_second: 10, ..Setup::default() };
    for mall in Mall::set_up(&setup).await {
        let mut refused = false;
        for _ in 0..60 {
            refused |= mall.get("/q/ZZZZZZ/poster.pdf").await.status == 429;
        }
        assert!(refused, "one a second, four at once");
        assert_eq!(mall.get("/wallet").await.status, 200);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demos_start_page_leads_to_a_poster_of_each_place() {
    for mall in Mall::set_up(&Setup { demo: true, ..Setup::default() }).await {
        let page = mall.get("/").await.text();
        let posters: Vec<&str> = page
            .split("href=\"")
            .filter_map(|rest| rest.split('"').next())
            .filter(|address| address.ends_with("/poster.pdf"))
            .collect();
        assert_eq!(posters.len(), 6, "{page}");
        let answer = mall.get(posters[0]).await;
        assert_eq!(pages(&answer), 1);
    }
}
