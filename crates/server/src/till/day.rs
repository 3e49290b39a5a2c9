//! A store's redemptions of a day, as a list and as a file for spreadsheets.

use mall_contract::{CodeEntryMode, Fen, TillDay, TillRedemption, TillTotals};
use mall_coupons::Language;

use super::till::Till;
use crate::clock::CivilDay;
use crate::context::Context;
use crate::db::redemptions;
use crate::error::{Error, OrFault};

/// The redemptions in one answer, when the caller does not say how many.
pub const DAY_DEFAULT_COUNT: i64 = 200;

/// The most redemptions in one answer, and in one file.
pub const DAY_COUNT_LIMIT: i64 = 100_000;

/// A part of a store's day.
#[derive(Clone, Copy, Debug)]
pub struct DayPart {
    /// The day; today if it is none.
    pub day: Option<CivilDay>,
    /// The position in the day's list to begin at, from 0, the newest.
    pub from: i64,
    /// The largest number of redemptions, 0 to [`DAY_COUNT_LIMIT`].
    pub count: i64,
}

/// Lists what the till's store redeemed on a day.
///
/// # Errors
/// When the database does not answer.
pub async fn day(context: &mut Context, till: &Till, part: DayPart) -> Result<TillDay, Error> {
    let DayPart { day, from, count } = part;
    let day = day.map_or_else(|| till.zone.civil_day(till.now), |day| day.0);
    let mut reader = context.db.read().await?;
    let (mall, store) = (&till.mall, &till.store);
    let rows = redemptions::of_day(&mut reader, mall, store, day, from, count).await?;
    let totals = redemptions::totals(&mut reader, mall, store, day).await?;
    drop(reader);
    let small = |n: i64| u32::try_from(n).unwrap_or(u32::MAX);
    let date = till.zone.moment(till.zone.midnight_of(day)).to_string();
    Ok(TillDay {
        store: till.store.clone(),
        day: date.split('T').next().unwrap_or_default().to_owned(),
        redemptions: rows
            .into_iter()
            .map(|row| till.to_contract(context, row))
            .collect::<Result<_, _>>()?,
        totals: TillTotals {
            redeemed: small(totals.redeemed),
            undone: small(totals.undone),
            amount: Fen(totals.amount),
            saved: Fen(totals.saved),
        },
    })
}

/// Writes the same day as comma-separated values that spreadsheets open, with the totals in the last line.
///
/// # Errors
/// When the database does not answer.
pub async fn csv(
    context: &mut Context,
    till: &Till,
    day: Option<CivilDay>,
) -> Result<Vec<u8>, Error> {
    let part = DayPart { day, from: 0, count: DAY_COUNT_LIMIT };
    let day = self::day(context, till, part).await?;
    write_csv(&day, till.language).or_fault("a file cannot be written")
}

fn write_csv(day: &TillDay, language: Language) -> Result<Vec<u8>, csv::Error> {
    let text = if language == Language::Zh { &ZH } else { &EN };
    // Spreadsheets take a file for UTF-8 when it begins so.
    let mut file = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    file.write_record(text.headings)?;
    for redemption in &day.redemptions {
        file.write_record(line(redemption, text))?;
    }
    let TillTotals { redeemed, undone, amount, saved } = day.totals;
    let counts = format!("{} {redeemed} / {} {undone}", text.redeemed, text.undone);
    let (amount, saved) = (yuan(amount), yuan(saved));
    file.write_record([text.total, "", "", "", "", &amount, &saved, &counts, "", ""])?;
    file.into_inner().map_err(|error| error.into_error().into())
}

fn line(redemption: &TillRedemption, text: &CsvText) -> [String; 10] {
    let read = match redemption.read {
        CodeEntryMode::Scanned => text.scanned,
        CodeEntryMode::Typed => text.typed,
        CodeEntryMode::Offline => text.offline,
    };
    let undone = redemption.undone.as_ref();
    [
        redemption.at.to_string(),
        cell(&redemption.order_number),
        cell(&redemption.coupon.title),
        cell(&redemption.coupon.code_end),
        cell(&redemption.by),
        yuan(redemption.amount),
        redemption.saved.map(yuan).unwrap_or_default(),
        read.to_owned(),
        undone.map(|undone| undone.at.to_string()).unwrap_or_default(),
        undone.map(|undone| cell(&format!("{}: {}", undone.by, undone.reason))).unwrap_or_default(),
    ]
}

/// Formats fen as yuan with two decimals and no thousands separator, so that a spreadsheet reads a number.
fn yuan(fen: Fen) -> String {
    fen.exact().replace(',', "")
}

/// Signs that begin a formula. Spreadsheets take the full-width ones too.
const FORMULA_SIGNS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// Returns a text that no spreadsheet takes for a formula, a number or a date.
fn cell(text: &str) -> String {
    // Spreadsheets look past blanks before the sign, also those that nobody sees.
    let is_blank =
        |c: char| c.is_whitespace() || c.is_control() || matches!(c, '\u{200b}' | '\u{feff}');
    let begin = text.trim_start_matches(is_blank);
    if begin.starts_with(FORMULA_SIGNS) || text.starts_with(char::is_control) {
        format!("'{text}")
    } else if begin.starts_with(|c: char| c.is_ascii_digit()) {
        // With a tab behind, the digits stay as they are: long ones, and zeros at the beginning.
        format!("{text}\t")
    } else {
        text.to_owned()
    }
}

/// The texts in the file.
struct CsvText {
    headings: [&'static str; 10],
    scanned: &'static str,
    typed: &'static str,
    offline: &'static str,
    total: &'static str,
    redeemed: &'static str,
    undone: &'static str,
}

const ZH: CsvText = CsvText {
    headings: [
        "时间",
        "订单号",
        "券",
        "券码尾号",
        "核销人",
        "订单金额（元）",
        "优惠（元）",
        "方式",
        "撤销时间",
        "撤销原因",
    ],
    scanned: "扫码",
    typed: "手输",
    offline: "离线",
    total: "合计",
    redeemed: "核销",
    undone: "撤销",
};

const EN: CsvText = CsvText {
    headings: [
        "time",
        "order",
        "coupon",
        "code ending",
        "redeemed by",
        "amount (yuan)",
        "saving (yuan)",
        "entry",
        "undone at",
        "undo reason",
    ],
    scanned: "scanned",
    typed: "typed",
    offline: "offline",
    total: "total",
    redeemed: "redeemed",
    undone: "undone",
};

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn a_spreadsheet_gets_no_formula() {
        for text in
            ["=1+1", "+1", "-1", "@A1", "\t=1", " =1", "＝1", "\u{3000}＋1", "\u{feff}@A1", "\n1"]
        {
            assert_eq!(cell(text), format!("'{text}"));
        }
        for text in ["A-1", "", " ", "甲=乙"] {
            assert_eq!(cell(text), text);
        }
    }

    #[test]
    fn digits_that_are_a_name_stay_as_they_are() {
        for text in ["4200000000202001010000000001", "00012345", "12E4", "3-4", " 0012"] {
            assert_eq!(cell(text), format!("{text}\t"));
        }
    }
}
