//! Placements for print: their selection, and the content of posters and cards.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use mall_contract::{
    CallerRefusal, MallId, PlacementCode, PlacementId, PlacementOffers, PlacementState, Refusal,
    StoreId,
};

use super::address::address;
use super::poster::{OfferScope, PosterContent};
use crate::brand::Brand;
use crate::db::catalogue::MallRow;
use crate::db::placements::{self, PlacementRow};
use crate::db::{Access, catalogue};
use crate::error::{Error, OrFault};
use crate::mall_file::Names;
use crate::origin::Origin;

/// A selection of a mall's placements.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// These, in this order and in any state; empty for all.
    pub ids: Vec<PlacementId>,
    /// Only those of a store.
    pub store: Option<StoreId>,
    /// Only those of a floor, by the mall's name of it.
    pub floor: Option<String>,
    /// Also those that are paused or ended.
    pub any_state: bool,
}

impl Selection {
    fn includes(&self, row: &PlacementRow, state: PlacementState) -> bool {
        let store = self.store.as_ref();
        (self.any_state || !self.ids.is_empty() || state == PlacementState::Live)
            && (store.is_none() || store == row.store_id.as_ref())
            && self.floor.as_ref().is_none_or(|floor| floor.eq_ignore_ascii_case(&row.floor))
    }
}

/// The names and the brand of a mall, for print.
pub struct Printing {
    mall: Names,
    brand: Arc<Brand>,
    stores: HashMap<StoreId, Names>,
    categories: HashMap<String, Names>,
    origin: Origin,
}

impl Printing {
    /// Reads the names and the brand of a mall. Codes lead to its own host, else to `public`.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn read(db: &mut Access, mall: &MallRow, public: &Origin) -> Result<Self, Error> {
        let reader = &mut db.read().await?;
        let names = |zh, en| Names { zh, en };
        let stores = catalogue::stores(reader, &mall.id).await?;
        let categories = catalogue::categories(reader, &mall.id).await?;
        Ok(Self {
            mall: names(mall.name_zh.clone(), mall.name_en.clone()),
            brand: catalogue::brand(reader, &mall.id).await?.into(),
            stores: stores
                .into_iter()
                .map(|row| (row.id, names(row.name_zh, row.name_en)))
                .collect(),
            categories: categories
                .into_iter()
                .map(|row| (row.id, names(row.name_zh, row.name_en)))
                .collect(),
            origin: mall.origin(public),
        })
    }

    /// Returns the content of one placement's poster.
    ///
    /// # Errors
    /// When the stored row is not valid.
    pub fn content(&self, row: &PlacementRow) -> Result<PosterContent, Error> {
        let code =
            PlacementCode::parse(&row.code).or_fault("a stored placement code cannot be read")?;
        let set_up = row.set_up()?;
        let scope = match &set_up.offers {
            PlacementOffers::Store(id) => self.stores.get(id).cloned().map(OfferScope::Store),
            PlacementOffers::Category(id) => {
                self.categories.get(id).cloned().map(OfferScope::Category)
            }
            PlacementOffers::Recommended | PlacementOffers::Chosen(_) => None,
        };
        Ok(PosterContent {
            mall: self.mall.clone(),
            brand: self.brand.clone(),
            name: Names { zh: set_up.name, en: set_up.name_en },
            floor: set_up.floor,
            place: set_up.place,
            scope: scope.unwrap_or(OfferScope::Mall),
            url: address(self.origin.as_str(), &code),
            typing_address: typing_address(&self.origin),
            code,
        })
    }

    /// Returns the content of the selected placements: in the order of their ids, else by floor and id.
    ///
    /// # Errors
    /// `unknown_placement` when one of the ids is not known.
    pub async fn contents(
        &self,
        db: &mut Access,
        mall: &MallId,
        selection: &Selection,
    ) -> Result<Vec<PosterContent>, Error> {
        let mut reader = db.read().await?;
        let rows = placements::all(&mut reader, mall).await?;
        drop(reader);
        let mut selected = Vec::new();
        for row in &rows {
            if selection.includes(row, row.set_up()?.state) {
                selected.push(row);
            }
        }
        selected.sort_by_key(|row| mall_contract::arrangement::floor_level(&row.floor));
        if !selection.ids.is_empty() {
            selected = in_order(&selection.ids, &selected)?;
        }
        selected.into_iter().map(|row| self.content(row)).collect()
    }
}

/// Returns the rows of these ids, each once.
fn in_order<'a>(
    ids: &[PlacementId],
    rows: &[&'a PlacementRow],
) -> Result<Vec<&'a PlacementRow>, Refusal> {
    let rows: HashMap<_, _> = rows.iter().map(|row| (&row.id, *row)).collect();
    let mut seen = HashSet::new();
    let once = ids.iter().filter(|id| seen.insert(*id));
    once.map(|id| rows.get(id).copied().ok_or(Refusal::Caller(CallerRefusal::UnknownPlacement)))
        .collect()
}

/// Returns the address where a code can be typed, without a scheme: browsers add it.
fn typing_address(origin: &Origin) -> String {
    format!("{}/scan", origin.authority())
}

#[cfg(test)]
mod tests {
    use super::typing_address;

    #[test]
    fn the_address_to_type_has_no_scheme() {
        for (origin, address) in [
            ("https://coupons.example", "coupons.example/scan"),
            ("http://127.0.0.1:8080", "127.0.0.1:8080/scan"),
        ] {
            assert_eq!(typing_address(&origin.parse().expect("an origin")), address);
        }
    }
}
