//! Placements in a file: separated values, RFC 4180, as spreadsheets write them.

use std::str::FromStr;

use csv::{ReaderBuilder, StringRecord, Trim};
use mall_contract::{
    CallerRefusal, OfferId, PlacementId, PlacementNotice, PlacementOffers, Refusal, StoreId,
};

use crate::text_file::decode;

/// The headings of the columns, which may have any order.
const COLUMNS: [&str; 9] =
    ["id", "name", "floor", "kind", "name_en", "place", "store_id", "offers", "state"];
/// The first columns are required.
const REQUIRED_COLUMNS: usize = 4;

/// The most lines of a file.
const MAX_LINES: usize = 20_000;

/// A line of the file.
#[derive(Debug, PartialEq)]
pub struct Line {
    /// Its number, from 1.
    pub number: u32,
    /// Its placement, or the reason why it has none.
    pub notice: Result<PlacementNotice, Refusal>,
}

/// Reads a file.
///
/// # Errors
/// `not_utf8`; `malformed` when a heading is missing, unknown or there twice, or there are too many lines.
pub fn read(file: &[u8]) -> Result<Vec<Line>, Refusal> {
    let text = decode(file).map_err(|_| Refusal::Caller(CallerRefusal::NotUtf8))?;
    let mut reader = ReaderBuilder::new()
        .delimiter(separator(&text))
        .trim(Trim::All)
        .from_reader(text.as_bytes());
    let headings = reader.headers().map_err(|_| malformed("headings"))?.clone();
    let positions = positions(&headings)?;
    let mut lines = Vec::new();
    for record in reader.into_records() {
        if lines.len() == MAX_LINES {
            return Err(malformed("lines"));
        }
        lines.push(match record {
            Ok(record) => {
                Line { number: number(record.position()), notice: notice(&record, &positions) }
            }
            Err(error) => Line { number: number(error.position()), notice: Err(malformed("line")) },
        });
    }
    Ok(lines)
}

/// Returns the separator between the headings. Spreadsheets write semicolons where the comma is in numbers, and tabs in a
/// file of "Unicode text".
fn separator(text: &str) -> u8 {
    let headings = text.lines().next().unwrap_or_default();
    let count = |separator: &u8| headings.bytes().filter(|byte| byte == separator).count();
    [b',', b';', b'\t'].into_iter().rev().max_by_key(count).unwrap_or(b',')
}

fn malformed(field: &str) -> Refusal {
    Refusal::Malformed { field: field.into() }
}

fn number(position: Option<&csv::Position>) -> u32 {
    position.and_then(|position| position.line().try_into().ok()).unwrap_or(u32::MAX)
}

/// The position of each column in a line.
type Positions = [Option<usize>; COLUMNS.len()];

fn positions(headings: &StringRecord) -> Result<Positions, Refusal> {
    let mut positions = Positions::default();
    for (position, heading) in headings.iter().enumerate() {
        let column = COLUMNS.iter().position(|column| column.eq_ignore_ascii_case(heading));
        let unknown = || malformed(&heading.chars().take(64).collect::<String>());
        let column = column.ok_or_else(unknown)?;
        if positions[column].replace(position).is_some() {
            return Err(malformed(COLUMNS[column]));
        }
    }
    match positions[..REQUIRED_COLUMNS].iter().position(Option::is_none) {
        Some(missing) => Err(malformed(COLUMNS[missing])),
        None => Ok(positions),
    }
}

fn notice(record: &StringRecord, positions: &Positions) -> Result<PlacementNotice, Refusal> {
    let [id, name, floor, kind, name_en, place, store_id, offers, state] =
        positions.map(|position| position.and_then(|at| record.get(at)).unwrap_or_default());
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    Ok(PlacementNotice {
        id: PlacementId::parse(id).map_err(|_| malformed("id"))?,
        name: name.into(),
        name_en: some(name_en),
        floor: floor.into(),
        place: place.into(),
        kind: word(kind).map_err(|_| malformed("kind"))?,
        store_id: some(store_id)
            .map(StoreId::parse)
            .transpose()
            .map_err(|_| malformed("store_id"))?,
        offers: parse_offers(offers).ok_or_else(|| malformed("offers"))?,
        state: match state {
            "" => Default::default(),
            state => word(state).map_err(|_| malformed("state"))?,
        },
    })
}

/// Reads a word in any case.
fn word<T: FromStr>(text: &str) -> Result<T, T::Err> {
    text.to_ascii_lowercase().parse()
}

/// Reads nothing or `recommended`, `store:ID`, `category:ID`, or ids of offers between spaces or semicolons.
fn parse_offers(text: &str) -> Option<PlacementOffers> {
    if text.is_empty() || text.eq_ignore_ascii_case("recommended") {
        return Some(PlacementOffers::Recommended);
    }
    match text.split_once(':') {
        Some(("store", id)) => StoreId::parse(id.trim()).ok().map(PlacementOffers::Store),
        Some(("category", id)) => Some(PlacementOffers::Category(id.trim().to_owned())),
        Some(_) => None,
        None => {
            let ids = text.split([' ', ';']).filter(|id| !id.is_empty());
            ids.map(|id| OfferId::parse(id).ok())
                .collect::<Option<_>>()
                .map(PlacementOffers::Chosen)
        }
    }
}

#[cfg(test)]
mod tests {
    use mall_contract::{CallerRefusal, PlacementKind, PlacementOffers, PlacementState, Refusal};
    use proptest::prelude::*;

    use super::{MAX_LINES, read};

    fn fields(text: &str) -> Vec<(u32, String)> {
        let lines = read(text.as_bytes()).expect("headings");
        let field = |refusal| match refusal {
            Refusal::Malformed { field } => field,
            other => panic!("{other:?}"),
        };
        let wrong =
            lines.into_iter().filter_map(|line| Some((line.number, field(line.notice.err()?))));
        wrong.collect()
    }

    #[test]
    fn files_of_spreadsheets_are_read() {
        let text = "\u{feff}Name,ID,kind,floor,offers,state,name_en\r\n\
                    \"中庭, 扶梯口\",atrium-1,poster,L1,,,\"The \"\"atrium\"\"\"\r\n\
                    8 号桌,table-8,Table,L5,store:misty-leaf,paused,\r\n\
                    橱窗,window-3,window,L2,a;b c,ended,\r\n";
        let lines = read(text.as_bytes()).expect("headings");
        let notices: Vec<_> =
            lines.into_iter().map(|line| line.notice.expect("a placement")).collect();
        assert_eq!(notices[0].name, "中庭, 扶梯口");
        assert_eq!(notices[0].name_en.as_deref(), Some("The \"atrium\""));
        assert_eq!(notices[0].offers, PlacementOffers::Recommended);
        assert_eq!(
            (notices[1].kind, notices[1].state),
            (PlacementKind::Table, PlacementState::Paused)
        );
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
        assert_eq!(read(national), Err(Refusal::Caller(CallerRefusal::NotUtf8)));
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
}
