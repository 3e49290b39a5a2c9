//! A mall's catalogue: categories, stores, links and offers, imported from one file.

mod brand;
mod check;
mod import;
mod plain;

use std::fmt;
use std::fs;
use std::path::Path;

use mall_contract::{AfterRefund, Fen, OfferId, OfferState, PercentPaid, StoreId, UseWindow};
use serde::{Deserialize, Serialize};

use crate::clock::Ms;
use crate::error::Error;

pub use brand::GivenBrand;
pub use import::import;
pub use plain::plain;

/// The file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Catalogue {
    /// The mall.
    pub mall: Mall,
    categories: Vec<Category>,
    stores: Vec<Store>,
    links: Vec<Link>,
    offers: Vec<Offer>,
}

impl Catalogue {
    /// Its stores.
    pub fn stores(&self) -> impl Iterator<Item = &StoreId> {
        self.stores.iter().map(|store| &store.id)
    }
}

/// A text in both languages; English may be missing.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Names {
    /// Chinese.
    #[serde(deserialize_with = "plain::text")]
    pub zh: String,
    /// English.
    #[serde(default, deserialize_with = "plain::text_if_any")]
    pub en: Option<String>,
}

/// A mall.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mall {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Names,
    /// IANA zone its days are kept in.
    pub zone: String,
    /// The host name its page is reached by, where one server has several malls.
    pub host: Option<String>,
    /// How it looks on paper.
    pub brand: Option<GivenBrand>,
}

/// A category.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Category {
    /// Its id.
    pub id: String,
    /// The category it is part of; none at the top. Stores below one top category compete.
    pub parent: Option<String>,
    /// Its name.
    pub name: Names,
    /// From which hour of the day until which, excluded, people come for it: `[[11, 14], [17, 21]]`. Where
    /// none are given, those of its parent hold.
    #[serde(default)]
    pub hours: Vec<[u8; 2]>,
}

/// A store.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Store {
    /// Its id.
    pub id: StoreId,
    /// Its category.
    pub category: String,
    /// Its name.
    pub name: Names,
    /// Floor.
    #[serde(deserialize_with = "plain::text")]
    pub floor: String,
    /// Unit on the floor.
    #[serde(deserialize_with = "plain::text")]
    pub unit: String,
    /// How it is found from where people enter the floor, in a sentence of at most 80 characters.
    #[serde(default)]
    pub way: Option<Names>,
}

/// After paying in a category, show offers of another.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Link {
    /// Where was paid.
    pub from: String,
    /// What is shown.
    pub to: String,
    /// How strongly, 1 to 100.
    pub weight: u8,
    /// Why, for the shopper.
    pub why: Names,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Offer {
    id: OfferId,
    store: StoreId,
    state: OfferState,
    title: Names,
    benefit: NamedBenefit,
    threshold: Fen,
    payment_minimum: Fen,
    claim_from: Time,
    claim_until: Time,
    validity: TimedValidity,
    total_stock: Option<u32>,
    daily_stock: Option<u32>,
    #[serde(default)]
    claimed_before: u32,
    #[serde(default)]
    claimed_today: u32,
    per_person_limit: u32,
    rules: Rules,
    #[serde(default)]
    after_refund: AfterRefund,
    #[serde(default)]
    use_windows: Vec<UseWindow>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum NamedBenefit {
    AmountOff(Fen),
    Discount { paid_share: PercentPaid, cap: Option<Fen> },
    Exchange { item: Names, price: Fen },
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum TimedValidity {
    Fixed { from: Time, until: Time },
    AfterClaim { wait_days: u16, days: u16 },
}

/// A moment, or one relative to the import: a demo is always fresh.
#[derive(Deserialize)]
#[serde(untagged)]
enum Time {
    At(mall_contract::Moment),
    Day { day: i64, time: String },
    In { in_minutes: i64 },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rules {
    #[serde(deserialize_with = "plain::texts")]
    zh: Vec<String>,
    #[serde(deserialize_with = "plain::texts")]
    en: Vec<String>,
}

/// An offer ready to be stored.
pub struct OfferRow {
    /// Its id.
    pub id: String,
    /// Its store.
    pub store_id: String,
    /// Where it is in its life.
    pub state: String,
    /// Title in Chinese.
    pub title_zh: String,
    /// Title in English.
    pub title_en: Option<String>,
    /// Benefit as JSON, worded in Chinese.
    pub benefit_zh: String,
    /// Benefit as JSON, worded in English.
    pub benefit_en: String,
    /// In fen.
    pub threshold: i64,
    /// In fen.
    pub payment_minimum: i64,
    /// From when it can be claimed.
    pub claim_from: Ms,
    /// Until when, excluded.
    pub claim_until: Ms,
    /// Validity as JSON.
    pub validity: String,
    /// Pieces in all.
    pub total_stock: Option<i64>,
    /// Pieces a day.
    pub daily_stock: Option<i64>,
    /// Pieces given out before this system knew of the offer.
    pub claimed: i64,
    /// Pieces a person.
    pub per_person_limit: i64,
    /// Rules as JSON.
    pub rules_zh: String,
    /// Rules as JSON.
    pub rules_en: String,
    /// What becomes of unused coupons after a refund.
    pub after_refund: String,
    /// When in the week coupons can be used, as JSON.
    pub use_windows: String,
}

/// What is wrong with a catalogue, and where.
#[derive(Debug)]
pub struct Invalid(String);

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Invalid {}

impl From<Error> for Invalid {
    fn from(error: Error) -> Self {
        Self(format!("the database did not take it ({error})"))
    }
}

/// Reads a catalogue and checks that it hangs together.
///
/// # Errors
/// A sentence that names the place.
pub fn read(text: &str) -> Result<Catalogue, Invalid> {
    read_in(text, None)
}

/// Reads a catalogue from its file, beside which the logo may be.
///
/// # Errors
/// As [`read`].
pub fn read_file(file: &Path) -> Result<Catalogue, Invalid> {
    let text = fs::read_to_string(file)
        .map_err(|error| Invalid(format!("{} cannot be read: {error}.", file.display())))?;
    read_in(&text, file.parent())
}

fn read_in(text: &str, folder: Option<&Path>) -> Result<Catalogue, Invalid> {
    let json = &mut serde_json::Deserializer::from_str(text);
    let mut catalogue: Catalogue = serde_path_to_error::deserialize(json)
        .map_err(|e| Invalid(format!("{}: {}", e.path(), e.inner())))?;
    if let Some(brand) = &mut catalogue.mall.brand {
        brand.read_logo(folder)?;
    }
    check::check(&catalogue)?;
    Ok(catalogue)
}

/// As JSON.
pub(crate) fn written(value: &impl Serialize) -> String {
    #[expect(clippy::expect_used, reason = "plain data with text keys is always JSON")]
    serde_json::to_string(value).expect("plain data")
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_demo_mall_hangs_together() {
        super::read(crate::demo::CATALOGUE).map(|_| ()).expect("the demo mall");
    }

    #[test]
    fn what_is_wrong_is_named_with_its_place() {
        let broken = [
            (r#""parent": null"#, r#""parent": "nowhere""#, "no category nowhere"),
            ("Asia/Shanghai", "Asia/Nowhere", "mall.zone"),
            (r#""per_person_limit": 1"#, r#""per_person_limit": 0"#, "at least one"),
            (r#""amount_off": 850"#, r#""amount_off": "x""#, "offers[0].benefit"),
            (r#""amount_off": 850"#, r#""amount_off": 0"#, "an amount is out of range"),
            (r#""id": "sichuan""#, r#""id": "hotpot""#, "category hotpot: it is there twice"),
            (r#""days": 7"#, r#""days": 0"#, "valid for 1 to 366 days"),
            (r#""state": "live""#, r#""state": "alive""#, "offers[0].state"),
            (
                r#""per_person_limit": 1"#,
                r#""per_person_limit": 1, "use_windows": [{"days": [], "from": "10:00", "until": "12:00"}]"#,
                "a use window",
            ),
            (
                r#""per_person_limit": 1"#,
                r#""per_person_limit": 1, "use_windows": [{"days": ["mon"], "from": "10:00", "until": "25:00"}]"#,
                "offers[0].use_windows[0].until",
            ),
            (r#""unit": "L"#, r#""unit": "L2-07/08/09/10/11-"#, "a unit 16"),
            ("坐中庭扶梯到 B1，左转前行，靠近北门", " ", "the way has"),
            (r#""way": {"zh": ""#, &format!(r#""way": {{"zh": "{}"#, "远".repeat(80)), "the way"),
            (r#""zh": "现制咖啡立减券""#, r#""zh": "\u202e""#, "a title is not empty"),
        ];
        for (from, to, place) in broken {
            let text = crate::demo::CATALOGUE.replacen(from, to, 1);
            let message = super::read(&text).err().map(|e| e.to_string()).unwrap_or_default();
            assert!(message.contains(place), "{place}: {message}");
        }
    }
}
