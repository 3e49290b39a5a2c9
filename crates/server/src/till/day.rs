//! What a store's tills took on a day, as a list and as a file for spreadsheets.

use mall_contract::{CodeEntryMode, Fen, Refusal, TillDay, TillRedemption, TillTotals};
use mall_coupons::Language;

use super::Till;
use crate::clock::day_of_date;
use crate::context::Context;
use crate::db::redemptions;
use crate::error::Error;

/// Redemptions of one answer, when it is not said how many.
const USUAL: i64 = 200;

/// The most redemptions of one answer, and of one file.
const MOST: i64 = 100_000;

/// What the till's store took on the day of a query `day=2026-11-23&from=0&count=200`; today when it says none.
///
/// # Errors
/// `malformed`.
pub async fn day(context: &Context, till: &Till, query: &str) -> Result<TillDay, Error> {
    let word =
        |name: &str| query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
    let number = |name: &'static str, usual: i64, most: i64| match word(name) {
        None => Ok(usual),
        Some(text) => {
            let number = text.parse().ok().filter(|number| (0..=most).contains(number));
            number.ok_or_else(|| Refusal::Malformed { field: name.into() })
        }
    };
    let day = match word("day") {
        None => till.zone.civil_day(till.now),
        Some(text) => {
            day_of_date(text).ok_or_else(|| Refusal::Malformed { field: "day".into() })?
        }
    };
    of(context, till, day, number("from", 0, i64::MAX)?, number("count", USUAL, MOST)?).await
}

async fn of(
    context: &Context,
    till: &Till,
    day: i64,
    from: i64,
    count: i64,
) -> Result<TillDay, Error> {
    let (pool, store) = (context.db.read(), till.store.as_str());
    let rows = redemptions::of_day(pool, &till.mall, store, day, from, count).await?;
    let totals = redemptions::totals(pool, &till.mall, store, day).await?;
    let small = |n: i64| u32::try_from(n).unwrap_or(u32::MAX);
    let date = till.zone.moment(till.zone.midnight_of(day)).to_string();
    Ok(TillDay {
        store: till.store.clone(),
        day: date.split('T').next().unwrap_or_default().to_owned(),
        redemptions: rows
            .into_iter()
            .map(|row| till.told(context, row))
            .collect::<Result<_, _>>()?,
        totals: TillTotals {
            redeemed: small(totals.redeemed),
            undone: small(totals.undone),
            amount: Fen(totals.amount),
            saved: Fen(totals.saved),
        },
    })
}

/// The same day as a file of comma-separated values that spreadsheets open, with the totals in its last line.
///
/// # Errors
/// `malformed`.
pub async fn csv(context: &Context, till: &Till, query: &str) -> Result<Vec<u8>, Error> {
    let asked = query.split('&').filter(|pair| pair.starts_with("day=")).collect::<String>();
    let day = day(context, till, &format!("{asked}&count={MOST}")).await?;
    written(&day, till.language).map_err(|error| Error::fault("a file cannot be written", error))
}

fn written(day: &TillDay, language: Language) -> Result<Vec<u8>, csv::Error> {
    let words = if language == Language::Zh { &ZH } else { &EN };
    // Spreadsheets take a file for UTF-8 when it begins so.
    let mut file = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    file.write_record(words.headings)?;
    for taken in &day.redemptions {
        file.write_record(line(taken, words))?;
    }
    let TillTotals { redeemed, undone, amount, saved } = day.totals;
    let counts = format!("{} {redeemed} / {} {undone}", words.redeemed, words.undone);
    let (amount, saved) = (yuan(amount), yuan(saved));
    file.write_record([words.total, "", "", "", "", &amount, &saved, &counts, "", ""])?;
    file.into_inner().map_err(|error| error.into_error().into())
}

fn line(taken: &TillRedemption, words: &Words) -> [String; 10] {
    let read = match taken.read {
        CodeEntryMode::Scanned => words.scanned,
        CodeEntryMode::Typed => words.typed,
        CodeEntryMode::Offline => words.offline,
    };
    let undone = taken.undone.as_ref();
    [
        taken.at.to_string(),
        cell(&taken.order_number),
        cell(&taken.coupon.title),
        taken.coupon.code_end.clone(),
        cell(&taken.by),
        yuan(taken.amount),
        taken.saved.map(yuan).unwrap_or_default(),
        read.to_owned(),
        undone.map(|undone| undone.at.to_string()).unwrap_or_default(),
        undone.map(|undone| cell(&format!("{}: {}", undone.by, undone.reason))).unwrap_or_default(),
    ]
}

/// Yuan with two decimals and without thousands apart, so that it is a number.
fn yuan(fen: Fen) -> String {
    fen.exact().replace(',', "")
}

/// A text that no spreadsheet takes for a formula.
fn cell(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// What the file says.
struct Words {
    headings: [&'static str; 10],
    scanned: &'static str,
    typed: &'static str,
    offline: &'static str,
    total: &'static str,
    redeemed: &'static str,
    undone: &'static str,
}

const ZH: Words = Words {
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

const EN: Words = Words {
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
        for text in ["=1+1", "+1", "-1", "@A1", "\t=1"] {
            assert_eq!(cell(text), format!("'{text}"));
        }
        assert_eq!(cell("A-1"), "A-1");
    }
}
