//! All scenes, in groups.

mod claimable;
mod claiming;
mod coupon;
mod held;
mod pages;
mod problems;
mod refused;
mod scan;
mod scene;
mod texts;
mod till;
mod wallet;

use mall_coupons::Language;

pub use scene::{Content, Scene};

use crate::samples::Samples;

/// Scenes of one subject.
pub struct Group {
    pub title: &'static str,
    pub scenes: Vec<Scene>,
}

/// Returns all scenes, in a language.
pub fn groups(language: Language) -> Vec<Group> {
    let samples = Samples { language };
    let group = |title, scenes: fn(Samples) -> Vec<Scene>| Group { title, scenes: scenes(samples) };
    vec![
        group("Offers that can be claimed", claimable::scenes),
        group("A claim under way", claiming::scenes),
        group("Coupons that are held", held::scenes),
        group("Offers that are refused", refused::scenes),
        group("Difficult texts", texts::scenes),
        group("Whole pages", pages::scenes),
        group("The wallet", wallet::scenes),
        group("Reading codes", scan::scenes),
        group("Showing a coupon", coupon::scenes),
        group("At a store's till", till::scenes),
        group("Pages that say why not", problems::scenes),
    ]
}

/// Returns the scenes of all groups.
pub fn all(language: Language) -> impl Iterator<Item = Scene> {
    groups(language).into_iter().flat_map(|group| group.scenes)
}
