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

/// The ids of a mall that placements may refer to.
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
            stores: stores.into_iter().map(|store| store.id).collect(),
            offers: offers::ids(reader, mall).await?.into_iter().collect(),
            categories: categories.into_iter().map(|category| category.id).collect(),
        })
    }
}

/// Returns a placement with plain texts, whose references exist.
///
/// # Errors
/// `malformed`, `unknown_store`, `unknown_offer`, `unknown_category`.
pub fn check(notice: PlacementNotice, references: &References) -> Result<PlacementNotice, Refusal> {
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
    if notice.store_id.as_ref().is_some_and(|store| !references.stores.contains(store)) {
        return Err(Refusal::UnknownStore);
    }
    match &notice.offers {
        PlacementOffers::Recommended => {}
        PlacementOffers::Store(store) if references.stores.contains(store) => {}
        PlacementOffers::Store(_) => return Err(Refusal::UnknownStore),
        PlacementOffers::Category(category) if references.categories.contains(category) => {}
        PlacementOffers::Category(_) => {
            return Err(Refusal::Caller(CallerRefusal::UnknownCategory));
        }
        PlacementOffers::Chosen(offers) => {
            if !(1..=MAX_OFFERS).contains(&offers.len()) {
                return Err(Refusal::Malformed { field: "offers".into() });
            }
            if offers.iter().any(|offer| !references.offers.contains(offer)) {
                return Err(Refusal::UnknownOffer);
            }
        }
    }
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
