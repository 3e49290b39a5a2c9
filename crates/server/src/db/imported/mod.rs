//! The rows that imports compare with a mall's file and write.

pub mod categories;
pub mod links;
pub mod malls;
pub mod offers;
pub mod stores;

pub use malls::ImportedMall;
pub use offers::ImportedOffer;
pub use stores::ImportedStore;

use mall_contract::MallId;

use super::catalogue::{self, CategoryRow, LinkRow};
use super::transaction::Connection;
use crate::error::Error;

/// All rows of a mall that its file may have.
pub struct Stored {
    pub mall: Vec<ImportedMall>,
    pub categories: Vec<CategoryRow>,
    pub stores: Vec<ImportedStore>,
    pub links: Vec<LinkRow>,
    pub offers: Vec<ImportedOffer>,
}

impl Stored {
    /// Reads the rows of a mall; none where there is no such mall.
    ///
    /// # Errors
    /// When the database does not answer, or a stored id is invalid.
    pub async fn read(connection: &mut Connection, mall: &MallId) -> Result<Self, Error> {
        Ok(Self {
            mall: malls::of(connection, mall).await?,
            categories: catalogue::categories(connection, mall).await?,
            stores: stores::of(connection, mall).await?,
            links: catalogue::links(connection, mall).await?,
            offers: offers::of(connection, mall).await?,
        })
    }
}
