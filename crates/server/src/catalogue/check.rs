//! Whether a catalogue hangs together.

use std::collections::{HashMap, HashSet};

use mall_contract::{InvalidId, StoreId};

use super::{Catalogue, Invalid, Offer, TimedValidity};
use crate::clock::Zone;

/// Refuses references to nothing, trees without an end, and numbers out of range.
pub(super) fn check(catalogue: &Catalogue) -> Result<(), Invalid> {
    let Catalogue { mall, categories, stores, links, offers } = catalogue;
    let id =
        |text: &str| StoreId::parse(text).map_err(|e: InvalidId| Invalid(format!("{text}: {e}")));
    id(&mall.id)?;
    if Zone::named(&mall.zone).is_none() {
        return Err(Invalid(format!("mall.zone: {} is no zone of the IANA database", mall.zone)));
    }
    let parents: HashMap<&str, Option<&str>> =
        categories.iter().map(|c| (c.id.as_str(), c.parent.as_deref())).collect();
    let known = |place: String, category: &str| {
        let exists = parents.contains_key(category);
        if exists {
            Ok(())
        } else {
            Err(Invalid(format!("{place}: there is no category {category}")))
        }
    };
    for category in categories {
        id(&category.id)?;
        if let Some(parent) = &category.parent {
            known(format!("category {}", category.id), parent)?;
        }
        let mut above = category.parent.as_deref();
        for _ in 0..parents.len() {
            above = above.and_then(|up| parents.get(up).copied().flatten());
        }
        if above.is_some() {
            return Err(Invalid(format!("category {}: it is part of itself", category.id)));
        }
    }
    for store in stores {
        known(format!("store {}", store.id), &store.category)?;
    }
    for link in links {
        known(format!("link {} to {}", link.from, link.to), &link.from)?;
        known(format!("link {} to {}", link.from, link.to), &link.to)?;
        if !(1..=100).contains(&link.weight) {
            return Err(Invalid(format!(
                "link {} to {}: a weight is 1 to 100",
                link.from, link.to
            )));
        }
    }
    let store_ids: HashSet<&StoreId> = stores.iter().map(|store| &store.id).collect();
    for offer in offers {
        check_offer(offer, &store_ids)?;
    }
    Ok(())
}

fn check_offer(offer: &Offer, stores: &HashSet<&StoreId>) -> Result<(), Invalid> {
    let wrong = |what: &str| Err(Invalid(format!("offer {}: {what}", offer.id)));
    if !stores.contains(&offer.store) {
        return wrong(&format!("there is no store {}", offer.store));
    }
    if offer.title.zh.chars().count() > 21 {
        return wrong("a title has at most 21 characters");
    }
    if offer.per_person_limit == 0 {
        return wrong("a person may have at least one");
    }
    if offer.total_stock.is_some_and(|total| offer.claimed_before > total) {
        return wrong("more is claimed than there is");
    }
    if offer.threshold.0 < 0 || offer.payment_minimum.0 < 0 {
        return wrong("an amount is not negative");
    }
    if matches!(offer.validity, TimedValidity::AfterClaim { days: 0, .. }) {
        return wrong("a coupon is valid for at least one day");
    }
    Ok(())
}
