//! A shopper's coupons: which part of them is asked for, and what it has.

use mall_contract::wallet::{DEFAULT_PAGE_SIZE, EXPIRES_SOON_MS, MAX_PAGE_SIZE, MAX_SEARCH_CHARS};
use mall_contract::{
    CouponId, Expiring, Moment, Refusal, ShopperId, Wallet, WalletCounts, WalletState,
    wallet_sort_key,
};
use mall_coupons::Language;

use crate::claim_page::mall_view;
use crate::clock::Ms;
use crate::context::Context;
use crate::db::catalogue::MallRow;
use crate::db::wallet::{self as rows, After, CountsRow, Whose};
use crate::error::Error;

/// Which part of a wallet is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Where the coupons stand.
    pub state: WalletState,
    /// What is searched for in stores' names, as it was typed; none for all.
    pub store: Option<String>,
    /// Behind which coupon it begins: its key and its id.
    after: Option<(Ms, CouponId)>,
    /// How many coupons it has at most, 1 to [`MAX_PAGE_SIZE`].
    count: u32,
}

impl Part {
    /// Makes a part of a list.
    ///
    /// # Errors
    /// `malformed` with `store`, `after` or `count`.
    pub fn new(
        state: WalletState,
        search: &str,
        after: &str,
        count: Option<u32>,
    ) -> Result<Self, Refusal> {
        let wrong = |field: &str| Refusal::Malformed { field: field.into() };
        let search = search.trim();
        if search.chars().count() > MAX_SEARCH_CHARS || search.chars().any(char::is_control) {
            return Err(wrong("store"));
        }
        let count = count.unwrap_or(DEFAULT_PAGE_SIZE);
        if !(1..=MAX_PAGE_SIZE).contains(&count) {
            return Err(wrong("count"));
        }
        let after = match after {
            "" => None,
            after => Some(read_cursor(state, after).ok_or_else(|| wrong("after"))?),
        };
        let store = (!search.is_empty()).then(|| search.to_owned());
        Ok(Self { state, store, after, count })
    }
}

/// Where a list goes on, as a text: the list, and the key and id of the coupon before.
fn cursor(state: WalletState, key: Moment, id: &CouponId) -> String {
    format!("{}.{}.{id}", state.as_str(), key.ms)
}

fn read_cursor(state: WalletState, text: &str) -> Option<(Ms, CouponId)> {
    let (key, id) = text.strip_prefix(state.as_str())?.strip_prefix('.')?.split_once('.')?;
    let digits = key.bytes().all(|b| b.is_ascii_digit());
    Some((key.parse().ok().filter(|_| digits)?, CouponId::parse(id).ok()?))
}

/// Names and searches as they are compared: in small letters, full-width letters as plain ones, and without what is not
/// seen.
#[must_use]
pub fn folded(text: &str) -> String {
    let plain = |c: char| match c {
        // The full-width forms of `!` to `~`, Unicode's block FF00.
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        c => c,
    };
    // The bar stands between names.
    let seen = text.chars().filter(|c| !c.is_whitespace() && !c.is_control() && *c != '|');
    seen.map(plain).flat_map(char::to_lowercase).collect()
}

/// The names of a store, as they are searched for.
#[must_use]
pub fn searched(zh: &str, en: Option<&str>) -> String {
    [zh, en.unwrap_or_default()].map(folded).join("|")
}

/// A part of what a shopper holds; nothing for one who is not known.
///
/// # Errors
/// When the database does not answer.
pub async fn wallet(
    context: &Context,
    mall: &MallRow,
    shopper: Option<&ShopperId>,
    part: Part,
    language: Language,
    now: Ms,
) -> Result<Wallet, Error> {
    let zone = mall.zone()?;
    let mut wallet = Wallet {
        mall: mall_view(mall, language),
        server_time: zone.moment(now),
        state: part.state,
        store: part.store,
        counts: WalletCounts::default(),
        expiring: None,
        coupons: Vec::new(),
        next: None,
    };
    let Some(shopper) = shopper else { return Ok(wallet) };
    let stores = rows::like(&folded(wallet.store.as_deref().unwrap_or_default()));
    let whose = Whose { mall: &mall.id, shopper, stores: &stores };
    let after = part.after.as_ref().map(|(key, id)| After { key: *key, id });
    // One more than there is room for tells whether there is a next part.
    let found =
        rows::part(context.db.read(), whose, part.state, now, after, part.count + 1).await?;
    let here = found.iter().take(part.count as usize);
    wallet.coupons = here.map(|row| row.coupon(language, &zone)).collect::<Result<_, _>>()?;
    let last = wallet.coupons.last().filter(|_| found.len() > part.count as usize);
    wallet.next = last.map(|last| cursor(part.state, wallet_sort_key(last), &last.id));
    let counts = rows::counts(context.db.read(), whose, now, now + EXPIRES_SOON_MS).await?;
    wallet.expiring =
        expiring(counts).map(|(count, first)| Expiring { count, first: zone.moment(first) });
    wallet.counts = WalletCounts {
        usable: number(counts.usable),
        used: number(counts.used),
        ended: number(counts.ended),
    };
    Ok(wallet)
}

fn expiring(counts: CountsRow) -> Option<(u32, Ms)> {
    Some((number(counts.expiring), counts.first?))
}

fn number(count: i64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use mall_contract::{CouponId, Moment, WalletState};
    use proptest::prelude::*;

    use super::{Part, cursor, folded, read_cursor, searched};

    #[test]
    fn names_are_found_however_they_are_written() {
        let names = searched("半山腰 手冲咖啡", Some("Halfway Hill Café"));
        for text in ["手冲", "半山腰手冲", "halfway", "HALFWAYHILL", "ＨＡＬＦ", " hill c ", "CAFÉ"]
        {
            assert!(names.contains(&folded(text)), "{text}");
        }
        assert!(!names.contains(&folded("咖啡 halfway")), "no name has both");
    }

    proptest! {
        #[test]
        fn a_cursor_leads_back_to_its_place(ms in 0..i64::MAX, id in "[A-Za-z0-9_-]{1,64}") {
            let id = CouponId::parse(id).expect("an id");
            for state in WalletState::ALL {
                let text = cursor(state, Moment::new(ms, 480), &id);
                prop_assert_eq!(read_cursor(state, &text), Some((ms, id.clone())));
                let part = Part::new(state, "", &text, None);
                prop_assert_eq!(part.expect("a part").after, Some((ms, id.clone())));
            }
        }
    }
}
