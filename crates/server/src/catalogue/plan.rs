//! The plan of a catalogue's import.

use std::collections::HashSet;

use mall_contract::OfferState;

use super::check::{Table, Wrong, check};
use super::{host, rows};
use crate::clock::{Ms, Zone};
use crate::db::catalogue::{CategoryRow, LinkRow, MallRow};
use crate::db::imported::{ImportedMall, ImportedOffer, ImportedStore, Stored};
use crate::import_plan::{Row, TablePlan, TableReport};
use crate::mall_file::{Catalogue, Invalid};

/// The most wrong rows that are listed.
const MAX_WRONG_ROWS: usize = 100;

/// The changes that a catalogue's import makes, and the rows of the file that are wrong.
#[derive(Debug, PartialEq, Eq)]
pub struct Plan {
    pub(super) mall: TablePlan<ImportedMall>,
    pub(super) categories: TablePlan<CategoryRow>,
    pub(super) stores: TablePlan<ImportedStore>,
    pub(super) links: TablePlan<LinkRow>,
    pub(super) offers: TablePlan<ImportedOffer>,
    wrong: Vec<Wrong>,
}

impl Plan {
    /// Computes the plan of a file beside what is stored of its mall, and the hosts of all malls.
    pub(super) fn of(
        catalogue: &Catalogue,
        zone: &Zone,
        stored: Stored,
        malls: &[MallRow],
        now: Ms,
    ) -> Self {
        let mut wrong = check(catalogue);
        if let Err(Invalid(sentence)) = host::check(&catalogue.mall, malls) {
            wrong.push(Wrong { table: Table::Mall, row: catalogue.mall.id.to_string(), sentence });
        }
        let mut offers = Vec::new();
        for offer in &catalogue.offers {
            match rows::offer(offer, zone, now) {
                Ok(row) => offers.push(row),
                Err(Invalid(sentence)) => {
                    let row = offer.id.to_string();
                    wrong.push(Wrong { table: Table::Offers, row, sentence });
                }
            }
        }
        let categories = catalogue.categories.iter().map(rows::category).collect();
        let stores = catalogue.stores.iter().map(rows::store).collect();
        let links = catalogue.links.iter().map(rows::link).collect();
        Self {
            mall: table(Table::Mall, vec![rows::mall(&catalogue.mall)], &wrong, stored.mall),
            categories: table(Table::Categories, categories, &wrong, stored.categories),
            stores: table(Table::Stores, stores, &wrong, stored.stores),
            links: table(Table::Links, links, &wrong, stored.links),
            offers: table(Table::Offers, offers, &wrong, stored.offers),
            wrong,
        }
    }

    /// Refuses a file with wrong rows.
    ///
    /// # Errors
    /// A sentence for each of the first wrong rows, and their number.
    pub fn check(&self) -> Result<(), Invalid> {
        match self.wrong.as_slice() {
            [] => Ok(()),
            [only] => Err(Invalid(only.sentence.clone())),
            wrong => {
                let first = wrong.iter().take(MAX_WRONG_ROWS).map(|wrong| wrong.sentence.as_str());
                let sentences = first.collect::<Vec<_>>().join("\n");
                let count = wrong.len();
                Err(Invalid(format!("{sentences}\n{count} rows are wrong; nothing was changed.")))
            }
        }
    }

    /// Returns the plan in names, table by table.
    #[must_use]
    pub fn report(&self) -> Vec<TableReport> {
        let wrong = |table| {
            let of_table = self.wrong.iter().filter(|wrong| wrong.table == table);
            of_table.map(|wrong| wrong.sentence.clone()).collect()
        };
        vec![
            self.mall.report("mall", wrong(Table::Mall)),
            self.categories.report("categories", wrong(Table::Categories)),
            self.stores.report("stores", wrong(Table::Stores)),
            self.links.report("links", wrong(Table::Links)),
            self.offers.report("offers", wrong(Table::Offers)),
        ]
    }
}

/// Returns the plan of one table, whose wrong rows count as nothing.
fn table<R: Row>(table: Table, file: Vec<R>, wrong: &[Wrong], stored: Vec<R>) -> TablePlan<R> {
    let of_table = wrong.iter().filter(|wrong| wrong.table == table);
    let wrong: HashSet<String> = of_table.map(|wrong| wrong.row.clone()).collect();
    let right = file.into_iter().filter(|row| !wrong.contains(&row.name())).collect();
    TablePlan::of(right, &wrong, stored)
}

impl Row for ImportedMall {
    fn name(&self) -> String {
        self.id.to_string()
    }

    fn has_ended(&self) -> bool {
        false
    }
}

impl Row for CategoryRow {
    fn name(&self) -> String {
        self.id.clone()
    }

    fn has_ended(&self) -> bool {
        self.ended_at.is_some()
    }
}

impl Row for ImportedStore {
    fn name(&self) -> String {
        self.id.to_string()
    }

    fn has_ended(&self) -> bool {
        self.ended_at.is_some()
    }
}

impl Row for LinkRow {
    fn name(&self) -> String {
        super::check::link_name(&self.from_category, &self.to_category)
    }

    fn has_ended(&self) -> bool {
        // A link that ends is removed.
        false
    }
}

impl Row for ImportedOffer {
    fn name(&self) -> String {
        self.id.to_string()
    }

    fn has_ended(&self) -> bool {
        self.state == OfferState::Ended.as_str()
    }
}
