//! Checks a placement before it is set up.

use std::collections::HashSet;

use mall_contract::{
    CallerRefusal, MallId, OfferId, PlacementNotice, PlacementOffers, Refusal, StoreId,
};

use crate::db::{Access, catalogue, offers};
use crate::error::Error;
use crate::mall_file::text::without_direction_marks;

/// The most characters of each text.
const MAX_NAME_CHARS: usize = 60;
const MAX_FLOOR_CHARS: usize = 20;
const MAX_PLACE_CHARS: usize = 120;

/// The most offers that are chosen for one placement.
const MAX_OFFERS: usize = 100;

/// The ids of a mall's stores, offers and categories that have not ended.
#[derive(Default)]
pub struct References {
    stores: HashSet<StoreId>,
    offers: HashSet<OfferId>,
    categories: HashSet<String>,
}

impl References {
    /// Reads the ids of a mall.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn read(db: &mut Access, mall: &MallId) -> Result<Self, Error> {
        let reader = &mut db.read().await?;
        let stores = catalogue::stores(reader, mall).await?;
        let categories = catalogue::categories(reader, mall).await?;
        Ok(Self {
            stores: stores
                .into_iter()
                .filter(|store| store.ended_at.is_none())
                .map(|store| store.id)
                .collect(),
            offers: offers::ids(reader, mall).await?.into_iter().collect(),
            categories: categories
                .into_iter()
                .filter(|category| category.ended_at.is_none())
                .map(|category| category.id)
                .collect(),
        })
    }

    fn check_offers(
        &self,
        chosen: &PlacementOffers,
        before: Option<&PlacementOffers>,
    ) -> Result<(), Refusal> {
        match chosen {
            PlacementOffers::Recommended => Ok(()),
            same if Some(same) == before => Ok(()),
            PlacementOffers::Store(store) if self.stores.contains(store) => Ok(()),
            PlacementOffers::Store(_) => Err(Refusal::UnknownStore),
            PlacementOffers::Category(category) if self.categories.contains(category) => Ok(()),
            PlacementOffers::Category(_) => Err(Refusal::Caller(CallerRefusal::UnknownCategory)),
            PlacementOffers::Chosen(offers) => {
                if !(1..=MAX_OFFERS).contains(&offers.len()) {
                    return Err(Refusal::Malformed { field: "offers".into() });
                }
                let before = match before {
                    Some(PlacementOffers::Chosen(before)) => before.as_slice(),
                    _ => &[],
                };
                let known = |offer: &OfferId| self.offers.contains(offer) || before.contains(offer);
                if offers.iter().all(known) { Ok(()) } else { Err(Refusal::UnknownOffer) }
            }
        }
    }
}

/// Returns a placement with plain texts, whose references exist. A reference to what has ended may stay where it was, and
/// no new one is made.
///
/// # Errors
/// `malformed`, `unknown_store`, `unknown_offer`, `unknown_category`.
pub fn check(
    notice: PlacementNotice,
    references: &References,
    before: Option<&PlacementNotice>,
) -> Result<PlacementNotice, Refusal> {
    let notice = PlacementNotice {
        name: text("name", &notice.name, 1..=MAX_NAME_CHARS)?,
        name_en: match notice.name_en.as_deref().map(str::trim) {
            None | Some("") => None,
            Some(name) => Some(text("name_en", name, 1..=MAX_NAME_CHARS)?),
        },
        floor: text("floor", &notice.floor, 1..=MAX_FLOOR_CHARS)?,
        place: text("place", &notice.place, 0..=MAX_PLACE_CHARS)?,
        ..notice
    };
    let is_in = before.and_then(|before| before.store_id.as_ref());
    let known = |store: &StoreId| references.stores.contains(store) || is_in == Some(store);
    if notice.store_id.as_ref().is_some_and(|store| !known(store)) {
        return Err(Refusal::UnknownStore);
    }
    references.check_offers(&notice.offers, before.map(|before| &before.offers))?;
    Ok(notice)
}

fn text(
    field: &str,
    text: &str,
    length: std::ops::RangeInclusive<usize>,
) -> Result<String, Refusal> {
    let text = without_direction_marks(text.trim());
    if length.contains(&text.chars().count()) && !text.chars().any(char::is_control) {
        Ok(text)
    } else {
        Err(Refusal::Malformed { field: field.into() })
    }
}
