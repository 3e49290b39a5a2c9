//! Checks that all parts of a catalogue exist and fit together.

use std::collections::{HashMap, HashSet};

use mall_contract::money::MAX_FEN;
use mall_contract::{Fen, InvalidId, StoreId, UseWindow};

use crate::mall_file::{
    Catalogue, Category, Invalid, Link, NamedBenefit, Offer, Store, TimedValidity,
};

/// Characters of a title that a card shows without cutting it.
const MAX_TITLE_CHARS: usize = 21;

/// Characters of a floor and of a unit: together they stand on one line of a narrow card.
const MAX_FLOOR_CHARS: usize = 6;
const MAX_UNIT_CHARS: usize = 16;

/// Characters of the way to a store: two lines on a narrow phone.
const MAX_WAY_CHARS: usize = 80;

/// Windows of an offer: two for each day of the week.
const MAX_WINDOWS: usize = 14;

/// Days a coupon waits or is valid at most.
const MAX_VALIDITY_DAYS: u16 = 366;

/// A category's parent, by the category.
type Parents<'a> = HashMap<&'a str, Option<&'a str>>;

/// The tables of a mall's file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Table {
    Mall,
    Categories,
    Stores,
    Links,
    Offers,
}

/// A wrong row of the file.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Wrong {
    pub(super) table: Table,
    /// Its name.
    pub(super) row: String,
    /// The error, which names the row.
    pub(super) sentence: String,
}

/// Returns the name of a link, which has no id.
pub(super) fn link_name(from: &str, to: &str) -> String {
    format!("{from} to {to}")
}

/// Returns all rows that refer to nothing, are part of themselves, come twice or have numbers out of range.
pub(super) fn check(catalogue: &Catalogue) -> Vec<Wrong> {
    let Catalogue { mall: _, categories, stores, links, offers } = catalogue;
    let parents: Parents =
        categories.iter().map(|c| (c.id.as_str(), c.parent.as_deref())).collect();
    let store_ids: HashSet<&StoreId> = stores.iter().map(|store| &store.id).collect();
    let categories = categories.iter().map(|c| (c.id.clone(), check_category(c, &parents)));
    let stores = stores.iter().map(|store| (store.id.to_string(), check_store(store, &parents)));
    let links = links.iter().map(|l| (link_name(&l.from, &l.to), check_link(l, &parents)));
    let offers = offers.iter().map(|o| (o.id.to_string(), check_offer(o, &store_ids)));
    let mut wrong = rows(Table::Categories, "category", categories);
    wrong.extend(rows(Table::Stores, "store", stores));
    wrong.extend(rows(Table::Links, "link", links));
    wrong.extend(rows(Table::Offers, "offer", offers));
    wrong
}

/// Returns the wrong rows of a table, and those whose name came before: which of them holds would be chance.
fn rows(
    table: Table,
    what: &str,
    checked: impl Iterator<Item = (String, Result<(), Invalid>)>,
) -> Vec<Wrong> {
    let (mut seen, mut wrong) = (HashSet::new(), Vec::new());
    for (row, checked) in checked {
        if !seen.insert(row.clone()) {
            let sentence = format!("{what} {row}: it is there twice");
            wrong.push(Wrong { table, row, sentence });
        } else if let Err(Invalid(sentence)) = checked {
            wrong.push(Wrong { table, row, sentence });
        }
    }
    wrong
}

fn id(text: &str) -> Result<(), Invalid> {
    StoreId::parse(text).map(|_| ()).map_err(|error: InvalidId| Invalid(format!("{text}: {error}")))
}

fn require_category(parents: &Parents, place: String, category: &str) -> Result<(), Invalid> {
    if parents.contains_key(category) {
        Ok(())
    } else {
        Err(Invalid(format!("{place}: there is no category {category}")))
    }
}

fn check_category(category: &Category, parents: &Parents) -> Result<(), Invalid> {
    id(&category.id)?;
    let mut above = category.parent.as_deref();
    if let Some(parent) = above {
        require_category(parents, format!("category {}", category.id), parent)?;
    }
    if category.hours.iter().any(|[from, until]| from >= until || *until > 24) {
        let what = "hours are from one of 0 to 23 until a later one, at most 24";
        return Err(Invalid(format!("category {}: {what}", category.id)));
    }
    for _ in 0..parents.len() {
        above = above.and_then(|up| parents.get(up).copied().flatten());
    }
    if above.is_some() {
        return Err(Invalid(format!("category {}: it is part of itself", category.id)));
    }
    Ok(())
}

fn check_store(store: &Store, parents: &Parents) -> Result<(), Invalid> {
    require_category(parents, format!("store {}", store.id), &store.category)?;
    let (floor, unit) = (store.floor.chars().count(), store.unit.chars().count());
    if floor > MAX_FLOOR_CHARS || unit > MAX_UNIT_CHARS {
        let what = "a floor has at most 6 characters, a unit 16";
        return Err(Invalid(format!("store {}: {what}", store.id)));
    }
    let ways = store.way.iter().flat_map(|way| [Some(&way.zh), way.en.as_ref()]).flatten();
    if ways.into_iter().any(|way| way.trim().is_empty() || way.chars().count() > MAX_WAY_CHARS) {
        return Err(Invalid(format!("store {}: the way has 1 to 80 characters", store.id)));
    }
    Ok(())
}

fn check_link(link: &Link, parents: &Parents) -> Result<(), Invalid> {
    let place = || format!("link {}", link_name(&link.from, &link.to));
    require_category(parents, place(), &link.from)?;
    require_category(parents, place(), &link.to)?;
    if !(1..=100).contains(&link.weight) {
        return Err(Invalid(format!("{}: a weight is 1 to 100", place())));
    }
    Ok(())
}

fn check_offer(offer: &Offer, stores: &HashSet<&StoreId>) -> Result<(), Invalid> {
    let wrong = |what: &str| Err(Invalid(format!("offer {}: {what}", offer.id)));
    if !stores.contains(&offer.store) {
        return wrong(&format!("there is no store {}", offer.store));
    }
    let texts = [Some(&offer.title.zh), offer.title.en.as_ref()];
    if texts.into_iter().flatten().any(|text| text.trim().is_empty()) {
        return wrong("a title is not empty");
    }
    if offer.title.zh.chars().count() > MAX_TITLE_CHARS {
        return wrong("a title has at most 21 characters");
    }
    if offer.per_person_limit == 0 {
        return wrong("a person may have at least one");
    }
    if offer.total_stock.is_some_and(|total| offer.claimed_before > total) {
        return wrong("more is claimed than there is");
    }
    if offer.use_windows.len() > MAX_WINDOWS || !offer.use_windows.iter().all(UseWindow::is_valid) {
        return wrong("a use window has days, each once, and ends after it begins; at most 14");
    }
    if !amounts(offer).into_iter().all(|(fen, least)| (least..=MAX_FEN).contains(&fen.0)) {
        return wrong("an amount is out of range");
    }
    if let TimedValidity::AfterClaim { wait_days, days } = offer.validity
        && (days == 0 || wait_days > MAX_VALIDITY_DAYS || days > MAX_VALIDITY_DAYS)
    {
        return wrong("a coupon is valid for 1 to 366 days, after at most as many");
    }
    Ok(())
}

/// Returns the amounts of an offer, each with the least it may be.
fn amounts(offer: &Offer) -> Vec<(Fen, i64)> {
    let benefit = match &offer.benefit {
        NamedBenefit::AmountOff(fen) => Some((*fen, 1)),
        NamedBenefit::Discount { cap, .. } => cap.map(|cap| (cap, 1)),
        NamedBenefit::Exchange { price, .. } => Some((*price, 0)),
    };
    let least = [(offer.threshold, 0), (offer.payment_minimum, 0)];
    least.into_iter().chain(benefit).collect()
}
