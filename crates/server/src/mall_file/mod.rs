//! The file that describes a mall: categories, stores, links and offers.

mod brand;
mod invalid;
pub mod text;

use mall_contract::{
    AfterRefund, Fen, MallId, OfferId, OfferState, PercentPaid, StoreId, UseWindow,
};
use serde::Deserialize;

use crate::origin::HostName;

pub use brand::BrandFields;
pub use invalid::Invalid;

/// The file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Catalogue {
    pub mall: Mall,
    pub(crate) categories: Vec<Category>,
    pub(crate) stores: Vec<Store>,
    pub(crate) links: Vec<Link>,
    pub(crate) offers: Vec<Offer>,
}

impl Catalogue {
    /// Returns its stores.
    pub fn stores(&self) -> impl Iterator<Item = &StoreId> {
        self.stores.iter().map(|store| &store.id)
    }
}

/// A text in both languages; English may be missing.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Names {
    #[serde(deserialize_with = "text::text")]
    pub zh: String,
    #[serde(default, deserialize_with = "text::text_if_any")]
    pub en: Option<String>,
}

/// A mall.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mall {
    pub id: MallId,
    pub name: Names,
    /// IANA zone its days are kept in.
    pub zone: String,
    /// The host of its pages and of all addresses that lead to them. Each mall but one of a server needs its own.
    pub host: Option<HostName>,
    /// Its colour and logo on posters.
    pub brand: Option<BrandFields>,
}

/// A category.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Category {
    pub id: String,
    /// The category it is part of; none at the top. Stores below one top category compete.
    pub parent: Option<String>,
    pub name: Names,
    /// The hours of the day in which people come for it, each with its end excluded: `[[11, 14], [17, 21]]`. Without any,
    /// the hours of its parent count.
    #[serde(default)]
    pub hours: Vec<[u8; 2]>,
}

/// A store.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Store {
    pub id: StoreId,
    pub category: String,
    pub name: Names,
    /// Floor.
    #[serde(deserialize_with = "text::text")]
    pub floor: String,
    /// Unit on the floor.
    #[serde(deserialize_with = "text::text")]
    pub unit: String,
    /// The way from the entrance of its floor, in one sentence of at most 80 characters.
    #[serde(default)]
    pub way: Option<Names>,
}

/// After paying in a category, show offers of another.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Link {
    /// The category of the store where the shopper paid.
    pub from: String,
    /// The category whose offers are shown.
    pub to: String,
    /// 1 to 100; a heavier link goes first.
    pub weight: u8,
    /// The reason that shoppers read.
    pub why: Names,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Offer {
    pub(crate) id: OfferId,
    pub(crate) store: StoreId,
    pub(crate) state: OfferState,
    pub(crate) title: Names,
    pub(crate) benefit: NamedBenefit,
    pub(crate) threshold: Fen,
    pub(crate) payment_minimum: Fen,
    pub(crate) claim_from: Time,
    pub(crate) claim_until: Time,
    pub(crate) validity: TimedValidity,
    pub(crate) total_stock: Option<u32>,
    pub(crate) daily_stock: Option<u32>,
    #[serde(default)]
    pub(crate) claimed_before: u32,
    #[serde(default)]
    pub(crate) claimed_today: u32,
    pub(crate) per_person_limit: u32,
    pub(crate) rules: Rules,
    #[serde(default)]
    pub(crate) after_refund: AfterRefund,
    #[serde(default)]
    pub(crate) use_windows: Vec<UseWindow>,
    /// Only a person whom the payment service knows may claim it: a payer, or somebody who has logged in in the
    /// mini-program.
    #[serde(default)]
    pub(crate) requires_person: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum NamedBenefit {
    AmountOff(Fen),
    Discount { paid_share: PercentPaid, cap: Option<Fen> },
    Exchange { item: Names, price: Fen },
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum TimedValidity {
    Fixed { from: Time, until: Time },
    AfterClaim { wait_days: u16, days: u16 },
}

/// A moment, or one relative to the import: a demo is always fresh.
#[derive(Deserialize)]
#[serde(untagged)]
pub(crate) enum Time {
    At(mall_contract::Moment),
    Day { day: i64, time: String },
    In { in_minutes: i64 },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rules {
    #[serde(deserialize_with = "text::texts")]
    pub(crate) zh: Vec<String>,
    #[serde(deserialize_with = "text::texts")]
    pub(crate) en: Vec<String>,
}
