//! Placements in a file: separated values, RFC 4180, as spreadsheets write them.

use std::str::FromStr;

use csv::{ReaderBuilder, StringRecord, Trim};
use mall_contract::{
    CallerRefusal, OfferId, PlacementId, PlacementNotice, PlacementOffers, Refusal, StoreId,
};

use crate::text_file::{NotUnicode, decode};

/// The headings of the columns, which may have any order.
const COLUMNS: [&str; 9] =
    ["id", "name", "floor", "kind", "name_en", "place", "store_id", "offers", "state"];
/// The first columns are required.
const REQUIRED_COLUMNS: usize = 4;
/// The position of the id among them.
const ID: usize = 0;

/// The separators that spreadsheets write.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

/// The most lines of a file.
const MAX_LINES: usize = 20_000;

/// A line of the file.
#[derive(Debug, PartialEq)]
pub struct Line {
    /// Its number, from 1.
    pub number: u32,
    /// The id of its placement, if it can be read.
    pub id: Option<PlacementId>,
    /// Its placement, or the reason why it has none.
    pub notice: Result<PlacementNotice, Refusal>,
}

/// Reads a file.
///
/// # Errors
/// `not_utf8` with the line; `malformed` when a heading is missing, unknown or there twice, or there are too many lines.
pub fn read(file: &[u8]) -> Result<Vec<Line>, Refusal> {
    let text = decode(file).map_err(|NotUnicode { line }| {
        let line = u32::try_from(line).unwrap_or(u32::MAX);
        Refusal::Caller(CallerRefusal::NotUtf8 { line })
    })?;
    // Excel's format for Macintosh ends lines with carriage returns alone, which the reader does not count.
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let (separator, before, text) = match named_separator(&text) {
        Some((separator, text)) => (separator, 1, text),
        None => (separator(&text), 0, text.as_str()),
    };
    let number = |position: Option<&csv::Position>| number(position, text).saturating_add(before);
    let mut reader =
        ReaderBuilder::new().delimiter(separator).trim(Trim::All).from_reader(text.as_bytes());
    let headings = reader.headers().map_err(|_| malformed("headings"))?.clone();
    let positions = positions(&headings)?;
    let mut lines = Vec::new();
    for record in reader.into_records() {
        let line = match record {
            // Spreadsheets write an empty row as separators alone.
            Ok(record) if record.iter().all(str::is_empty) => continue,
            Ok(record) => Line {
                number: number(record.position()),
                id: PlacementId::parse(cell(&record, positions[ID])).ok(),
                notice: notice(&record, &headings, &positions),
            },
            Err(error) => {
                Line { number: number(error.position()), id: None, notice: Err(malformed("line")) }
            }
        };
        if lines.len() == MAX_LINES {
            return Err(malformed("lines"));
        }
        lines.push(line);
    }
    Ok(lines)
}

/// Returns the separator that a first line such as `sep=;` tells to Excel, and the text behind that line.
fn named_separator(text: &str) -> Option<(u8, &str)> {
    let (first, rest) = text.split_once('\n')?;
    let (name, separator) = first.split_once('=')?;
    let separator = name.eq_ignore_ascii_case("sep").then_some(separator)?;
    SEPARATORS.into_iter().find(|known| separator.as_bytes() == [*known]).map(|known| (known, rest))
}

/// Returns the separator between the headings. Spreadsheets write semicolons where the comma is in numbers, and tabs in a
/// file of "Unicode text".
fn separator(text: &str) -> u8 {
    let headings = text.lines().next().unwrap_or_default();
    let count = |separator: &u8| headings.bytes().filter(|byte| byte == separator).count();
    SEPARATORS.into_iter().rev().max_by_key(count).unwrap_or(b',')
}

fn malformed(field: &str) -> Refusal {
    Refusal::Malformed { field: field.into() }
}

/// Returns the line of a record. The reader's position is before the empty lines that it passes over.
fn number(position: Option<&csv::Position>, text: &str) -> u32 {
    let Some(position) = position else { return u32::MAX };
    let begin = usize::try_from(position.byte()).unwrap_or(usize::MAX);
    let rest = text.as_bytes().get(begin..).unwrap_or_default();
    let empty = rest.iter().take_while(|byte| **byte == b'\n').count() as u64;
    u32::try_from(position.line().saturating_add(empty)).unwrap_or(u32::MAX)
}

/// The position of each column in a line.
type Positions = [Option<usize>; COLUMNS.len()];

fn positions(headings: &StringRecord) -> Result<Positions, Refusal> {
    let mut positions = Positions::default();
    // Spreadsheets write columns without a heading where a cell beside the table was used once.
    let named = headings.iter().enumerate().filter(|(_, heading)| !heading.is_empty());
    for (position, heading) in named {
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

/// Returns the value in a column, which is empty where the file has no such column.
fn cell(record: &StringRecord, position: Option<usize>) -> &str {
    position.and_then(|position| record.get(position)).unwrap_or_default()
}

fn notice(
    record: &StringRecord,
    headings: &StringRecord,
    positions: &Positions,
) -> Result<PlacementNotice, Refusal> {
    // Nobody knows what a value without a heading means.
    if headings.iter().zip(record).any(|(heading, value)| heading.is_empty() && !value.is_empty()) {
        return Err(malformed("line"));
    }
    let [id, name, floor, kind, name_en, place, store_id, offers, state] =
        positions.map(|position| cell(record, position));
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
mod tests;
