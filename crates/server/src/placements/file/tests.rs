//! Files of placements as people have them.

use mall_contract::{CallerRefusal, PlacementKind, PlacementOffers, PlacementState, Refusal};
use proptest::prelude::*;

use super::{MAX_LINES, read};

fn fields(text: &str) -> Vec<(u32, String)> {
    let lines = read(text.as_bytes()).expect("headings");
    let field = |refusal| match refusal {
        Refusal::Malformed { field } => field,
        other => panic!("{other:?}"),
    };
    let wrong = lines.into_iter().filter_map(|line| Some((line.number, field(line.notice.err()?))));
    wrong.collect()
}

#[test]
fn files_of_spreadsheets_are_read() {
    let text = "\u{feff}Name,ID,kind,floor,offers,state,name_en\r\n\
                \"中庭, 扶梯口\",atrium-1,poster,L1,,,\"The \"\"atrium\"\"\"\r\n\
                8 号桌,table-8,Table,L5,store:misty-leaf,paused,\r\n\
                橱窗,window-3,window,L2,a;b c,ended,\r\n";
    let lines = read(text.as_bytes()).expect("headings");
    let notices: Vec<_> = lines.into_iter().map(|line| line.notice.expect("a placement")).collect();
    assert_eq!(notices[0].name, "中庭, 扶梯口");
    assert_eq!(notices[0].name_en.as_deref(), Some("The \"atrium\""));
    assert_eq!(notices[0].offers, PlacementOffers::Recommended);
    assert_eq!((notices[1].kind, notices[1].state), (PlacementKind::Table, PlacementState::Paused));
    assert!(
        matches!(&notices[1].offers, PlacementOffers::Store(store) if store.as_str() == "misty-leaf")
    );
    assert!(matches!(&notices[2].offers, PlacementOffers::Chosen(offers) if offers.len() == 3));
}

#[test]
fn semicolons_tabs_and_utf_16_are_read_as_spreadsheets_write_them() {
    let comma = "id,name,floor,kind,offers\r\na,\"中庭; 扶梯口\",L1,poster,\"a;b\"\r\n";
    let semicolon = "id;name;floor;kind;offers\r\na;\"中庭; 扶梯口\";L1;poster;\"a;b\"\r\n";
    let tab = "id\tname\tfloor\tkind\toffers\r\na\t中庭; 扶梯口\tL1\tposter\ta;b\r\n";
    let expected = read(comma.as_bytes());
    assert!(expected.as_ref().is_ok_and(|lines| lines.len() == 1 && lines[0].notice.is_ok()));
    for text in [semicolon, tab] {
        let marked = format!("\u{feff}{text}");
        let wide: Vec<u8> = marked.encode_utf16().flat_map(u16::to_le_bytes).collect();
        for file in [text.as_bytes(), marked.as_bytes(), &wide] {
            assert_eq!(read(file), expected);
        }
    }
}

#[test]
fn empty_rows_and_columns_of_spreadsheets_are_passed_over() {
    let text =
        "id,name,floor,kind,,\r\na,A,L1,poster,,\r\n,,,,,\r\n\r\nb,B,L1,poster,,x\r\n,,,,,\r\n";
    let lines = read(text.as_bytes()).expect("headings");
    assert_eq!(lines.len(), 2);
    assert!(lines[0].notice.is_ok());
    assert_eq!(fields(text), [(5, "line".to_owned())]);
}

#[test]
fn lines_that_end_with_carriage_returns_are_counted() {
    let text = "id;name;floor;kind;offers\ra;\"A, B\";L1;poster;\rb;B;L1;balloon;a,b,c,d,e,f\r";
    assert_eq!(read(text.as_bytes()).map(|lines| lines.len()), Ok(2));
    assert_eq!(fields(text), [(3, "kind".to_owned())]);
}

#[test]
fn a_first_line_may_name_the_separator() {
    let text =
        "\u{feff}sep=;\r\nid;name;floor;kind\r\na;A, B, C, D, E;L1;poster\r\nb;B;L1;balloon\r\n";
    assert_eq!(read(text.as_bytes()).map(|lines| lines.len()), Ok(2));
    assert_eq!(fields(text), [(4, "kind".to_owned())]);
    for text in ["sep=;", "sep=|\nid|name|floor|kind\n", "sep=\nid,name,floor,kind\n"] {
        assert!(matches!(read(text.as_bytes()), Err(Refusal::Malformed { .. })), "{text}");
    }
}

#[test]
fn each_wrong_line_is_named_with_its_column() {
    let text = "id,name,floor,kind,offers,state,store_id\n\
                a,A,L1,poster,,,\n\
                b b,A,L1,poster,,,\n\
                c,A,L1,balloon,,,\n\
                d,A,L1,poster,shop:x,,\n\
                e,A,L1,poster,,gone,\n\
                f,A,L1,poster,,,s s\n\
                g,A,L1\n\
                h,\"two\nlines\",L1,poster,,,\n\
                i,A,L1,poster,券,,\n";
    let wrong = fields(text);
    let expected = [
        (3, "id"),
        (4, "kind"),
        (5, "offers"),
        (6, "state"),
        (7, "store_id"),
        (8, "line"),
        (11, "offers"),
    ];
    assert_eq!(wrong, expected.map(|(line, field)| (line, field.to_owned())));
}

#[test]
fn all_headings_must_be_known_and_complete() {
    for (text, field) in [
        ("", "id"),
        ("id,name,floor\n", "kind"),
        ("id,name,floor,kind,colour\n", "colour"),
        ("id,name,floor,kind,id\n", "id"),
    ] {
        assert_eq!(
            read(text.as_bytes()),
            Err(Refusal::Malformed { field: field.into() }),
            "{text}"
        );
    }
}

#[test]
fn other_encodings_are_refused() {
    // 中庭 in GB 18030, as spreadsheets in China write by default.
    let national = b"id,name,floor,kind\na,\xd6\xd0\xcd\xa5,L1,poster\n";
    assert_eq!(read(national), Err(Refusal::Caller(CallerRefusal::NotUtf8 { line: 2 })));
    // Without its mark UTF-16 of plain letters is UTF-8 too, of headings that nobody knows.
    let bytes: Vec<u8> = "id,name".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(matches!(read(&bytes), Err(Refusal::Malformed { .. })));
}

#[test]
fn quotes_that_are_not_closed_and_lines_without_end_are_refused() {
    assert_eq!(
        fields("id,name,floor,kind\na,\"A,L1,poster\nb,B,L1,poster\n"),
        [(2, "line".into())]
    );
    let lines = |count: usize| "a,A,L1,poster\n".repeat(count);
    let file = |count| format!("id,name,floor,kind\n{}", lines(count));
    assert_eq!(read(file(MAX_LINES).as_bytes()).map(|lines| lines.len()), Ok(MAX_LINES));
    let refused = Refusal::Malformed { field: "lines".into() };
    assert_eq!(read(file(MAX_LINES + 1).as_bytes()), Err(refused));
}

proptest! {
    #[test]
    fn any_file_is_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400), text in ".{0,200}") {
        let _ = read(&bytes);
        let _ = read(format!("id,name,floor,kind\n{text}").as_bytes());
    }
}
