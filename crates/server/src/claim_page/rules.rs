//! The rules of a mall: its categories and links.

use std::collections::HashMap;

use mall_contract::MallId;
use mall_coupons::Language;

use crate::db::Connection;
use crate::db::catalogue::{self, CategoryRow};
use crate::error::Error;
use crate::recommend::{self, Categories};

/// The categories and links of a mall, in a language.
pub struct Rules {
    /// The category tree.
    pub categories: Categories,
    pub links: Vec<recommend::Link>,
    /// The names of the categories, by id.
    pub names: HashMap<String, String>,
}

/// Reads the rules of a mall.
///
/// # Errors
/// When the database does not answer.
pub async fn rules(
    connection: &mut Connection,
    mall: &MallId,
    language: Language,
) -> Result<Rules, Error> {
    let categories = catalogue::categories(connection, mall).await?;
    let links = catalogue::links(connection, mall).await?;
    let links = links.into_iter().map(|row| recommend::Link {
        from: row.from_category,
        to: row.to_category,
        weight: row.weight,
        why: match language {
            Language::Zh => row.why_zh,
            Language::En => row.why_en.unwrap_or(row.why_zh),
        },
    });
    let in_tree = |row: &CategoryRow| {
        let category = recommend::Category { parent: row.parent_id.clone(), hours: row.hours()? };
        Ok((row.id.clone(), category))
    };
    let tree = categories.iter().map(in_tree).collect::<Result<Vec<_>, Error>>()?;
    Ok(Rules {
        names: categories.iter().map(|c| (c.id.clone(), c.name(language))).collect(),
        categories: Categories::new(tree),
        links: links.collect(),
    })
}
