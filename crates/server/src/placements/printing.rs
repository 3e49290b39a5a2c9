//! Which placements are printed, and what is printed of them.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use mall_contract::{
    PlacementCode, PlacementId, PlacementOffers, PlacementState, Refusal, StoreId,
};

use super::address;
use super::poster::{Gives, Paper};
use crate::brand::Brand;
use crate::db::catalogue::MallRow;
use crate::db::placements::{self, PlacementRow};
use crate::db::{Database, catalogue};
use crate::error::{Error, OrFault};
use crate::mall_file::Names;

/// Which placements of a mall are printed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// These, in this order and in whatever state; all when there are none.
    pub ids: Vec<PlacementId>,
    /// Those of a store.
    pub store: Option<StoreId>,
    /// Those of a floor, as the mall writes it.
    pub floor: Option<String>,
    /// Those that are paused or over, too.
    pub any_state: bool,
}

impl Selection {
    fn takes(&self, row: &PlacementRow, state: PlacementState) -> bool {
        let store = self.store.as_ref().map(StoreId::as_str);
        (self.any_state || !self.ids.is_empty() || state == PlacementState::Live)
            && (store.is_none() || store == row.store_id.as_deref())
            && self.floor.as_ref().is_none_or(|floor| floor.eq_ignore_ascii_case(&row.floor))
    }
}

/// What is printed of the placements of a mall.
pub struct Printing {
    mall: Names,
    brand: Arc<Brand>,
    stores: HashMap<String, Names>,
    categories: HashMap<String, Names>,
    public_url: String,
}

impl Printing {
    /// What a mall is called and looks like, whose pages are at an address.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn of(db: &Database, mall: &MallRow, public_url: &str) -> Result<Self, Error> {
        let pool = db.read();
        let named = |zh, en| Names { zh, en };
        let stores = catalogue::stores(pool, &mall.id).await?;
        let categories = catalogue::categories(pool, &mall.id).await?;
        Ok(Self {
            mall: named(mall.name_zh.clone(), mall.name_en.clone()),
            brand: catalogue::brand(pool, &mall.id).await?.into(),
            stores: stores
                .into_iter()
                .map(|row| (row.id, named(row.name_zh, row.name_en)))
                .collect(),
            categories: categories
                .into_iter()
                .map(|row| (row.id, named(row.name_zh, row.name_en)))
                .collect(),
            public_url: public_url.to_owned(),
        })
    }

    /// What is printed of one placement.
    ///
    /// # Errors
    /// When what is stored is no placement.
    pub fn paper(&self, row: &PlacementRow) -> Result<Paper, Error> {
        let code = PlacementCode::parse(&row.code).or_fault("a code")?;
        let set_up = row.set_up()?;
        let gives = match &set_up.offers {
            PlacementOffers::Store(id) => self.stores.get(id.as_str()).cloned().map(Gives::Store),
            PlacementOffers::Category(id) => self.categories.get(id).cloned().map(Gives::Category),
            PlacementOffers::Recommended | PlacementOffers::Chosen(_) => None,
        };
        Ok(Paper {
            mall: self.mall.clone(),
            brand: self.brand.clone(),
            name: Names { zh: set_up.name, en: set_up.name_en },
            floor: set_up.floor,
            place: set_up.place,
            gives: gives.unwrap_or(Gives::Any),
            url: address(&self.public_url, &code),
            typed_at: typed_at(&self.public_url),
            code,
        })
    }

    /// What is printed of the placements that are selected, ordered by floor and id where they are not named.
    ///
    /// # Errors
    /// `unknown_placement` when one of those that are named is not there.
    pub async fn papers(
        &self,
        db: &Database,
        mall: &str,
        selection: &Selection,
    ) -> Result<Vec<Paper>, Error> {
        let mut reader = db.read().acquire().await?;
        let rows = placements::all(&mut reader, mall).await?;
        drop(reader);
        let mut taken = Vec::new();
        for row in &rows {
            if selection.takes(row, row.set_up()?.state) {
                taken.push(row);
            }
        }
        taken.sort_by_key(|row| mall_contract::arrangement::floor_level(&row.floor));
        if !selection.ids.is_empty() {
            taken = named(&selection.ids, &taken)?;
        }
        taken.into_iter().map(|row| self.paper(row)).collect()
    }
}

/// The rows of these ids, each once.
fn named<'a>(
    ids: &[PlacementId],
    rows: &[&'a PlacementRow],
) -> Result<Vec<&'a PlacementRow>, Refusal> {
    let rows: HashMap<&str, &PlacementRow> =
        rows.iter().map(|row| (row.id.as_str(), *row)).collect();
    let mut seen = HashSet::new();
    let once = ids.iter().filter(|id| seen.insert(id.as_str()));
    once.map(|id| rows.get(id.as_str()).copied().ok_or(Refusal::UnknownPlacement)).collect()
}

/// Where a code can be typed, as it is said and typed: browsers find the scheme themselves.
fn typed_at(public_url: &str) -> String {
    let host = public_url.split_once("://").map_or(public_url, |(_, host)| host);
    format!("{host}/scan")
}

#[cfg(test)]
mod tests {
    use super::typed_at;

    #[test]
    fn what_is_typed_has_no_scheme() {
        assert_eq!(typed_at("https://coupons.example"), "coupons.example/scan");
        assert_eq!(typed_at("http://127.0.0.1:8080"), "127.0.0.1:8080/scan");
    }
}
