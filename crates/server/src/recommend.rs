//! Recommends offers after a payment or at a placement, by the operator's links and hours, and gives the reason.

use std::cmp::Reverse;
use std::collections::HashMap;

use mall_contract::OfferId;
use sha2::{Digest, Sha256};

/// A category tree that is deeper is cut off; real ones never are.
const MAX_DEPTH: usize = 16;

/// The category tree of a mall.
#[derive(Clone, Debug, Default)]
pub struct Categories(HashMap<String, Category>);

/// A category in the tree.
#[derive(Clone, Debug, Default)]
pub struct Category {
    /// The category it is part of.
    pub parent: Option<String>,
    /// The hours of the day in which people come for it, each with its end excluded. Without any, the hours of its parent
    /// count.
    pub hours: Vec<[u8; 2]>,
}

/// After paying in one category, show another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The category of the store where the shopper paid, or one above it.
    pub from: String,
    /// The category whose offers are shown, with all categories below it.
    pub to: String,
    /// 1 to 100; a heavier link goes first.
    pub weight: i64,
    /// The reason in the shopper's language.
    pub why: String,
}

impl Categories {
    /// Returns a tree from pairs of an id and its category.
    pub fn new(pairs: impl IntoIterator<Item = (String, Category)>) -> Self {
        Self(pairs.into_iter().collect())
    }

    /// Checks whether a category is another one, or below it.
    #[must_use]
    pub fn is_within(&self, category: &str, other: &str) -> bool {
        self.with_ancestors(category).any(|ancestor| ancestor == other)
    }

    /// Checks whether people come for a category in this hour of the day.
    #[must_use]
    pub fn fits_hour(&self, category: &str, hour: u8) -> bool {
        let hours = |category| self.0.get(category).map(|category| &category.hours);
        let hours = self.with_ancestors(category).filter_map(hours).find(|hours| !hours.is_empty());
        hours.is_some_and(|hours| hours.iter().any(|[from, until]| (*from..*until).contains(&hour)))
    }

    /// Returns a category and all categories above it, itself first.
    fn with_ancestors<'a>(&'a self, category: &'a str) -> impl Iterator<Item = &'a str> {
        std::iter::successors(Some(category), |current| self.0.get(*current)?.parent.as_deref())
            .take(MAX_DEPTH)
    }

    /// Returns the top-level category a category belongs to.
    #[must_use]
    pub fn top<'a>(&'a self, category: &'a str) -> &'a str {
        self.with_ancestors(category).last().unwrap_or(category)
    }

    /// Checks whether stores of two categories compete: they share the top-level category.
    #[must_use]
    pub fn compete(&self, one: &str, other: &str) -> bool {
        self.top(one) == self.top(other)
    }

    /// Returns the heaviest link from the paying store's category to an offer's; none between competitors.
    #[must_use]
    pub fn reason<'l>(&self, links: &'l [Link], paid_in: &str, used_in: &str) -> Option<&'l Link> {
        if self.compete(paid_in, used_in) {
            return None;
        }
        let joins = |link: &&Link| {
            self.with_ancestors(paid_in).any(|c| c == link.from)
                && self.with_ancestors(used_in).any(|c| c == link.to)
        };
        links.iter().filter(joins).max_by_key(|link| (link.weight, Reverse((&link.from, &link.to))))
    }
}

/// The reason to show an offer at a placement of the mall's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AtPlace {
    /// Its hour has come.
    Hour,
    /// It is on the same floor.
    Floor,
    /// It is the mall's.
    Mall,
}

/// Returns the weight of an offer at a placement of the mall's own, 20 to 80, and the reason. Offers that fit the hour
/// come first, then those that are near.
#[must_use]
pub fn at_place(fits_hour: bool, floors_away: i64) -> (i64, AtPlace) {
    let near = 25 - 5 * floors_away.clamp(0, 5);
    let weight = 20 + near + if fits_hour { 35 } else { 0 };
    let why = match (fits_hour, floors_away) {
        (true, _) => AtPlace::Hour,
        (false, 0) => AtPlace::Floor,
        (false, _) => AtPlace::Mall,
    };
    (weight, why)
}

/// The distance of an offer from a claim; nearer ones are shown first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Nearness {
    /// It can be claimed now, or it was claimed here: a card does not move away from the tap on it.
    Now,
    /// It opens later.
    Later,
    /// Its next daily share opens later.
    NextDay,
    /// Not for this shopper, or gone.
    Gone,
    /// It has ended.
    Over,
}

/// Returns the sort key of an offer: nearest first, then by weight. The order of equal offers is fixed for one payment
/// or placement and differs for the next, so that no store is always first.
#[must_use]
pub fn place(occasion: &str, offer: &OfferId, nearness: Nearness, weight: i64) -> impl Ord + use<> {
    let lot = Sha256::new()
        .chain_update(occasion)
        .chain_update([0])
        .chain_update(offer.as_str())
        .finalize();
    let lot: [u8; 8] = std::array::from_fn(|i| lot[i]);
    (nearness, Reverse(weight), lot)
}

#[cfg(test)]
mod tests {
    use mall_contract::OfferId;
    use proptest::prelude::*;

    use super::{AtPlace, Categories, Category, Link, Nearness, at_place, place};
    use crate::sample_id::id;

    fn tree() -> Categories {
        let pairs = [
            ("dining", None),
            ("hotpot", Some("dining")),
            ("noodles", Some("dining")),
            ("drinks", None),
            ("coffee", Some("drinks")),
        ];
        Categories::new(pairs.map(|(c, p)| (c.to_owned(), category(p, &[]))))
    }

    fn category(parent: Option<&str>, hours: &[[u8; 2]]) -> Category {
        Category { parent: parent.map(str::to_owned), hours: hours.to_vec() }
    }

    fn link(from: &str, to: &str, weight: i64) -> Link {
        Link { from: from.into(), to: to.into(), weight, why: format!("{from} {to}") }
    }

    #[test]
    fn a_link_covers_subcategories_and_the_heaviest_wins() {
        let links = [
            link("dining", "drinks", 50),
            link("hotpot", "coffee", 90),
            link("drinks", "dining", 99),
        ];
        let reason = |paid, used| tree().reason(&links, paid, used).map(|l| l.weight);
        assert_eq!(reason("hotpot", "coffee"), Some(90));
        assert_eq!(reason("noodles", "coffee"), Some(50));
        assert_eq!(reason("coffee", "noodles"), Some(99));
    }

    #[test]
    fn competitors_are_never_shown_even_if_linked() {
        let links = [link("dining", "dining", 100), link("hotpot", "noodles", 100)];
        assert_eq!(tree().reason(&links, "hotpot", "noodles"), None);
        assert_eq!(tree().reason(&links, "hotpot", "hotpot"), None);
    }

    #[test]
    fn a_circle_of_categories_ends() {
        let loops = Categories::new([
            ("a".to_owned(), category(Some("b"), &[])),
            ("b".to_owned(), category(Some("a"), &[])),
        ]);
        assert!(loops.compete("a", "a"));
    }

    #[test]
    fn hours_come_from_the_nearest_category_that_has_any() {
        let categories = Categories::new([
            ("dining".to_owned(), category(None, &[[11, 14], [17, 21]])),
            ("noodles".to_owned(), category(Some("dining"), &[])),
            ("breakfast".to_owned(), category(Some("dining"), &[[6, 10]])),
            ("toys".to_owned(), category(None, &[])),
        ]);
        for (of, hour, fits) in [
            ("dining", 11, true),
            ("dining", 14, false),
            ("noodles", 20, true),
            ("breakfast", 6, true),
            ("breakfast", 12, false),
            ("toys", 12, false),
            ("unknown", 12, false),
        ] {
            assert_eq!(categories.fits_hour(of, hour), fits, "{of} at {hour}");
        }
        assert!(categories.is_within("noodles", "dining"));
        assert!(!categories.is_within("dining", "noodles"));
    }

    #[test]
    fn at_a_placement_the_hour_comes_before_the_floor() {
        let far_but_timely = at_place(true, 4);
        let here = at_place(false, 0);
        assert!(far_but_timely.0 > here.0);
        assert_eq!((far_but_timely.1, here.1), (AtPlace::Hour, AtPlace::Floor));
        assert_eq!(at_place(false, i64::MAX), (20, AtPlace::Mall));
        assert!(at_place(false, 1).0 > at_place(false, 2).0);
        assert_eq!(at_place(true, 0).0, 80);
    }

    proptest! {
        #[test]
        fn claimable_offers_come_first_in_a_stable_order(
            payment in "[a-z]{1,8}", offers in prop::collection::hash_set("[a-z]{1,8}", 2..20), weights in prop::collection::vec(1_i64..100, 20),
        ) {
            let nearness = [Nearness::Now, Nearness::Later, Nearness::NextDay, Nearness::Gone, Nearness::Over];
            let mut list: Vec<_> = offers.iter().zip(weights).enumerate()
                .map(|(i, (offer, weight))| (id(offer), nearness[i % 5], weight)).collect();
            let sorted = |mut list: Vec<(OfferId, Nearness, i64)>| {
                list.sort_by_key(|(offer, near, weight)| place(&payment, offer, *near, *weight));
                list
            };
            let first = sorted(list.clone());
            list.reverse();
            prop_assert_eq!(&first, &sorted(list));
            prop_assert!(first.is_sorted_by_key(|(_, near, _)| *near));
        }
    }
}
