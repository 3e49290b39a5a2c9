//! The content of posters and cards.

use std::sync::Arc;

use mall_contract::PlacementCode;

use super::fonts;
use crate::brand::Brand;
use crate::mall_file::Names;

/// The stores whose coupons a placement offers.
#[derive(Clone, Debug)]
pub enum OfferScope {
    /// All stores of the mall.
    Mall,
    /// One store.
    Store(Names),
    /// The stores of a category.
    Category(Names),
}

/// The content of a poster or a card.
#[derive(Clone, Debug)]
pub struct PosterContent {
    pub mall: Names,
    pub brand: Arc<Brand>,
    pub name: Names,
    pub floor: String,
    /// The place on the floor, for the person who puts it up.
    pub place: String,
    pub scope: OfferScope,
    pub code: PlacementCode,
    /// The address in the QR code.
    pub url: String,
    /// The address where a code can be typed, without its scheme.
    pub typing_address: String,
}

impl PosterContent {
    /// Returns the title of a PDF.
    #[must_use]
    pub fn title(&self) -> String {
        format!("{} · {}", self.name.zh, self.mall.zh)
    }

    /// Returns the same content without characters that cannot be printed.
    pub fn printable(&self) -> Self {
        let text = fonts::printable;
        let names = |names: &Names| Names {
            zh: text(&names.zh),
            en: names.en.as_deref().map(text).filter(|en| !en.is_empty() && *en != text(&names.zh)),
        };
        Self {
            mall: names(&self.mall),
            name: names(&self.name),
            floor: text(&self.floor),
            place: text(&self.place),
            scope: match &self.scope {
                OfferScope::Mall => OfferScope::Mall,
                OfferScope::Store(store) => OfferScope::Store(names(store)),
                OfferScope::Category(category) => OfferScope::Category(names(category)),
            },
            ..self.clone()
        }
    }

    /// Returns all texts that depend on the mall.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        let scope = match &self.scope {
            OfferScope::Mall => None,
            OfferScope::Store(names) | OfferScope::Category(names) => Some(names),
        };
        let names = [Some(&self.mall), Some(&self.name), scope].into_iter().flatten();
        let names =
            names.flat_map(|names| [Some(names.zh.as_str()), names.en.as_deref()]).flatten();
        names.chain([self.floor.as_str(), self.place.as_str(), self.typing_address.as_str()])
    }

    /// Returns the code in two groups, which are easier to read and to type.
    pub fn grouped_code(&self) -> String {
        let (first, second) = self.code.as_str().split_at(3);
        format!("{first} {second}")
    }

    /// Returns the sentence that says which coupons there are.
    pub fn promise(&self) -> Promise {
        let english = |names: &Names| names.en.clone().unwrap_or_else(|| names.zh.clone());
        match &self.scope {
            OfferScope::Mall => Promise {
                zh: "免费领取商场各店优惠券，无需下载".into(),
                en: "Free coupons from the mall's stores. Nothing to install.".into(),
            },
            OfferScope::Store(names) => Promise {
                zh: format!("免费领取{}的优惠券，无需下载", names.zh),
                en: format!("Free coupons from {}. Nothing to install.", english(names)),
            },
            OfferScope::Category(names) => Promise {
                zh: format!("免费领取{}优惠券，无需下载", names.zh),
                en: format!("Free coupons: {}. Nothing to install.", english(names)),
            },
        }
    }
}

/// A sentence on a poster in both languages.
pub struct Promise {
    pub zh: String,
    pub en: String,
}
