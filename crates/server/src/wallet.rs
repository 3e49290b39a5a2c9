//! A shopper's wallet: the requested part of it, and its coupons.

use mall_contract::wallet::{DEFAULT_PAGE_SIZE, EXPIRES_SOON_MS, MAX_PAGE_SIZE, MAX_SEARCH_CHARS};
use mall_contract::{
    CouponId, Expiring, Moment, Refusal, ShopperId, Wallet, WalletCounts, WalletState, typed,
    wallet_sort_key,
};
use mall_coupons::Language;

use crate::claim_page::mall_view;
use crate::clock::Ms;
use crate::context::Context;
use crate::db::catalogue::MallRow;
use crate::db::wallet::{self as rows, CountsRow, WalletCursor, WalletFilter};
use crate::error::Error;

/// The requested part of a wallet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The list that the coupons stand in.
    pub state: WalletState,
    /// The text to search for in stores' names, as it was typed; none for all.
    pub store: Option<String>,
    /// The key and the id of the coupon that it begins after.
    after: Option<(Ms, CouponId)>,
    /// The largest number of coupons, 1 to [`MAX_PAGE_SIZE`].
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

/// Returns the text of the place where a list continues: the list, and the key and id of the coupon before.
fn cursor(state: WalletState, key: Moment, id: &CouponId) -> String {
    format!("{}.{}.{id}", state.as_str(), key.ms)
}

fn read_cursor(state: WalletState, text: &str) -> Option<(Ms, CouponId)> {
    let (key, id) = text.strip_prefix(state.as_str())?.strip_prefix('.')?.split_once('.')?;
    let digits = key.bytes().all(|b| b.is_ascii_digit());
    Some((key.parse().ok().filter(|_| digits)?, CouponId::parse(id).ok()?))
}

/// Folds names and searches for comparison: as any keyboard types them, in lower case, without spaces or control
/// characters.
#[must_use]
pub fn fold(text: &str) -> String {
    // The bar separates names.
    let characters =
        typed::characters(text).filter(|c| !c.is_whitespace() && !c.is_control() && *c != '|');
    characters.flat_map(char::to_lowercase).collect()
}

/// Returns the names of a store, folded for searches.
#[must_use]
pub fn to_search_text(zh: &str, en: Option<&str>) -> String {
    [zh, en.unwrap_or_default()].map(fold).join("|")
}

/// The holder of coupons, as a session proves them.
#[derive(Clone, Copy, Debug)]
pub struct Holder<'a> {
    pub shopper: &'a ShopperId,
    /// The session shows no coupon from before this instant; 0 for all.
    pub since: Ms,
}

/// Returns a part of a shopper's wallet; an unknown shopper's is empty.
///
/// # Errors
/// When the database does not answer.
pub async fn wallet(
    context: &mut Context,
    mall: &MallRow,
    holder: Option<Holder<'_>>,
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
    let Some(Holder { shopper, since }) = holder else { return Ok(wallet) };
    let stores = rows::like(&fold(wallet.store.as_deref().unwrap_or_default()));
    let filter = WalletFilter { mall: &mall.id, shopper, stores: &stores, since };
    let after = part.after.as_ref().map(|(key, id)| WalletCursor { key: *key, id });
    // One more coupon than fits shows whether there is a next part.
    let mut reader = context.db.read().await?;
    let found = rows::part(&mut reader, filter, part.state, now, after, part.count + 1).await?;
    let here = found.iter().take(part.count as usize);
    wallet.coupons = here.map(|row| row.coupon(language, &zone)).collect::<Result<_, _>>()?;
    let last = wallet.coupons.last().filter(|_| found.len() > part.count as usize);
    wallet.next = last.map(|last| cursor(part.state, wallet_sort_key(last), &last.id));
    let counts = rows::counts(&mut reader, filter, now, now + EXPIRES_SOON_MS).await?;
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

    use super::{Part, cursor, fold, read_cursor, to_search_text};

    #[test]
    fn names_are_found_in_any_spelling() {
        let names = to_search_text("半山腰 手冲咖啡", Some("Halfway Hill Café"));
        for text in ["手冲", "半山腰手冲", "halfway", "HALFWAYHILL", "ＨＡＬＦ", " hill c ", "CAFÉ"]
        {
            assert!(names.contains(&fold(text)), "{text}");
        }
        assert!(!names.contains(&fold("咖啡 halfway")), "no name has both");
    }

    proptest! {
        #[test]
        fn a_cursor_reads_back_unchanged(ms in 0..i64::MAX, id in "[A-Za-z0-9_-]{1,64}") {
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
