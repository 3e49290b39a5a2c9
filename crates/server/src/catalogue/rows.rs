//! The rows of a mall's file in the form in which they are stored.

use mall_contract::{Benefit, Validity};

use crate::clock::{Ms, Zone};
use crate::db::catalogue::{CategoryRow, LinkRow};
use crate::db::imported::{ImportedMall, ImportedOffer, ImportedStore};
use crate::json::to_json;
use crate::mall_file::{
    Category, Invalid, Link, Mall, NamedBenefit, Offer, Store, Time, TimedValidity,
};

/// Returns the row of a mall.
pub(super) fn mall(mall: &Mall) -> ImportedMall {
    let brand = mall.brand.as_ref();
    ImportedMall {
        id: mall.id.clone(),
        name_zh: mall.name.zh.clone(),
        name_en: mall.name.en.clone(),
        zone: mall.zone.clone(),
        host: mall.host.as_ref().map(|host| host.as_str().to_owned()),
        colour: brand.map(|brand| brand.colour.to_string()),
        logo: brand.and_then(|brand| brand.logo.clone()),
    }
}

/// Returns the row of a category.
pub(super) fn category(category: &Category) -> CategoryRow {
    CategoryRow {
        id: category.id.clone(),
        parent_id: category.parent.clone(),
        name_zh: category.name.zh.clone(),
        name_en: category.name.en.clone(),
        hours: to_json(&category.hours),
        ended_at: None,
    }
}

/// Returns the row of a store.
pub(super) fn store(store: &Store) -> ImportedStore {
    ImportedStore {
        id: store.id.clone(),
        category_id: store.category.clone(),
        name_zh: store.name.zh.clone(),
        name_en: store.name.en.clone(),
        floor: store.floor.clone(),
        unit: store.unit.clone(),
        way_zh: store.way.as_ref().map(|way| way.zh.clone()),
        way_en: store.way.as_ref().and_then(|way| way.en.clone()),
        ended_at: None,
    }
}

/// Returns the row of a link.
pub(super) fn link(link: &Link) -> LinkRow {
    LinkRow {
        from_category: link.from.clone(),
        to_category: link.to.clone(),
        weight: i64::from(link.weight),
        why_zh: link.why.zh.clone(),
        why_en: link.why.en.clone(),
    }
}

/// Returns the row of an offer, whose times are resolved now.
///
/// # Errors
/// A sentence that names the offer.
pub(super) fn offer(offer: &Offer, zone: &Zone, now: Ms) -> Result<ImportedOffer, Invalid> {
    let at = |time: &Time| {
        resolve(time, zone, now).ok_or_else(|| {
            Invalid(format!("offer {}: a time is HH:MM, within ten years", offer.id))
        })
    };
    let (claim_from, claim_until) = (at(&offer.claim_from)?, at(&offer.claim_until)?);
    if claim_from >= claim_until {
        return Err(Invalid(format!("offer {}: it ends before it begins", offer.id)));
    }
    let validity = match &offer.validity {
        TimedValidity::Fixed { from, until } => {
            let (from, until) = (at(from)?, at(until)?);
            if from >= until || until <= claim_from {
                return Err(Invalid(format!("offer {}: its coupons are never valid", offer.id)));
            }
            Validity::Fixed { from: zone.moment(from), until: zone.moment(until) }
        }
        TimedValidity::AfterClaim { wait_days, days } => {
            Validity::AfterClaim { wait_days: *wait_days, days: *days }
        }
    };
    let [benefit_zh, benefit_en] = benefit(&offer.benefit);
    Ok(ImportedOffer {
        id: offer.id.clone(),
        store_id: offer.store.clone(),
        state: offer.state.as_str().to_owned(),
        title_zh: offer.title.zh.clone(),
        title_en: offer.title.en.clone(),
        benefit_zh: to_json(&benefit_zh),
        benefit_en: to_json(&benefit_en),
        threshold: offer.threshold.0,
        payment_minimum: offer.payment_minimum.0,
        claim_from,
        claim_until,
        validity: to_json(&validity),
        total_stock: offer.total_stock.map(i64::from),
        daily_stock: offer.daily_stock.map(i64::from),
        per_person_limit: i64::from(offer.per_person_limit),
        rules_zh: to_json(&offer.rules.zh),
        rules_en: to_json(&offer.rules.en),
        after_refund: offer.after_refund.as_str().to_owned(),
        use_windows: to_json(&offer.use_windows),
        requires_person: i64::from(offer.requires_person),
    })
}

/// Returns a benefit in Chinese and in English.
fn benefit(benefit: &NamedBenefit) -> [Benefit; 2] {
    match benefit {
        NamedBenefit::AmountOff(fen) => [Benefit::AmountOff(*fen), Benefit::AmountOff(*fen)],
        NamedBenefit::Discount { paid_share, cap } => {
            [(); 2].map(|()| Benefit::Discount { paid_share: *paid_share, cap: *cap })
        }
        NamedBenefit::Exchange { item, price } => {
            let english = item.en.as_ref().unwrap_or(&item.zh);
            [&item.zh, english].map(|item| Benefit::Exchange { item: item.clone(), price: *price })
        }
    }
}

fn resolve(time: &Time, zone: &Zone, now: Ms) -> Option<Ms> {
    const MINUTE: Ms = 60_000;
    const FARTHEST: i64 = 3660;
    match time {
        Time::At(moment) => Some(moment.ms),
        Time::In { in_minutes } => (in_minutes.unsigned_abs() <= FARTHEST as u64 * 24 * 60)
            .then(|| now + in_minutes * MINUTE),
        Time::Day { day, time } => {
            let (hours, minutes) = time.split_once(':')?;
            let (hours, minutes): (u8, u8) = (hours.parse().ok()?, minutes.parse().ok()?);
            let known = day.unsigned_abs() <= FARTHEST as u64 && hours < 24 && minutes < 60;
            let minutes = Ms::from(hours) * 60 + Ms::from(minutes);
            known.then(|| zone.midnight_after(now, *day) + minutes * MINUTE)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Time, Zone, resolve};

    #[test]
    fn a_time_of_day_is_in_the_malls_zone_and_invalid_ones_are_refused() {
        let zone = Zone::named("Asia/Shanghai").expect("a zone");
        let at = |day: i64, time: &str| {
            resolve(&Time::Day { day, time: time.into() }, &zone, 1_795_406_400_000)
        };
        // 2026-11-24, 10:30 in Shanghai.
        assert_eq!(at(1, "10:30"), Some(1_795_487_400_000));
        for strange in ["24:00", "10:60", "-1:00", "10", "", "10:00:00"] {
            assert_eq!(at(0, strange), None, "{strange}");
        }
        assert_eq!((at(i64::MAX, "10:00"), at(i64::MIN, "10:00")), (None, None));
        let minutes = |in_minutes| resolve(&Time::In { in_minutes }, &zone, 0);
        assert_eq!((minutes(2), minutes(i64::MIN)), (Some(120_000), None));
    }
}
