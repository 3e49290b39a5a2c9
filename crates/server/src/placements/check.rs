//! Whether a placement can be set up so.

use std::collections::HashSet;

use mall_contract::{PlacementNotice, PlacementOffers, Refusal};

use crate::db::{Database, catalogue, offers};
use crate::error::Error;
use crate::mall_file::text::without_direction_marks;

/// Characters of a name, of a floor, and of what else is said of a place.
const LONGEST_NAME: usize = 60;
const LONGEST_FLOOR: usize = 20;
const LONGEST_PLACE: usize = 120;

/// Offers that are chosen for one placement.
const MOST_OFFERS: usize = 100;

/// What a mall has that placements may speak of.
pub struct Known {
    stores: HashSet<String>,
    offers: HashSet<String>,
    categories: HashSet<String>,
}

impl Known {
    /// What a mall has now.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn of(db: &Database, mall: &str) -> Result<Self, Error> {
        let pool = db.read();
        let stores = catalogue::stores(pool, mall).await?;
        let categories = catalogue::categories(pool, mall).await?;
        Ok(Self {
            stores: stores.into_iter().map(|store| store.id).collect(),
            offers: offers::ids(pool, mall).await?.into_iter().collect(),
            categories: categories.into_iter().map(|category| category.id).collect(),
        })
    }
}

/// A placement whose texts turn nothing round and which speaks of what there is.
///
/// # Errors
/// `malformed`, `unknown_store`, `unknown_offer`, `unknown_category`.
pub fn checked(notice: PlacementNotice, known: &Known) -> Result<PlacementNotice, Refusal> {
    let notice = PlacementNotice {
        name: text("name", &notice.name, 1..=LONGEST_NAME)?,
        name_en: match notice.name_en.as_deref().map(str::trim) {
            None | Some("") => None,
            Some(name) => Some(text("name_en", name, 1..=LONGEST_NAME)?),
        },
        floor: text("floor", &notice.floor, 1..=LONGEST_FLOOR)?,
        place: text("place", &notice.place, 0..=LONGEST_PLACE)?,
        ..notice
    };
    if notice.store_id.as_ref().is_some_and(|store| !known.stores.contains(store.as_str())) {
        return Err(Refusal::UnknownStore);
    }
    match &notice.offers {
        PlacementOffers::Recommended => {}
        PlacementOffers::Store(store) if known.stores.contains(store.as_str()) => {}
        PlacementOffers::Store(_) => return Err(Refusal::UnknownStore),
        PlacementOffers::Category(category) if known.categories.contains(category) => {}
        PlacementOffers::Category(_) => return Err(Refusal::UnknownCategory),
        PlacementOffers::Chosen(offers) => {
            if !(1..=MOST_OFFERS).contains(&offers.len()) {
                return Err(Refusal::Malformed { field: "offers".into() });
            }
            if offers.iter().any(|offer| !known.offers.contains(offer.as_str())) {
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
