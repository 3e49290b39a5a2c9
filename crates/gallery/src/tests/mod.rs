//! The gallery is complete: a missing scene is named, and a new kind of state or refusal does not compile
//! without a line here.

mod covered;
mod kinds;
mod refusals;

use std::collections::BTreeSet;

use mall_coupons::Language;
use mall_coupons::shell::Shell;

use crate::Look;
use crate::scenes::all;
use covered::{Covered, WalletList};
use kinds::*;
use refusals::{Place, REFUSALS};

#[test]
fn every_state_has_a_scene() {
    let covered = Covered::of_all_scenes();
    for (subject, covered, all) in [
        ("card states", &covered.cards, CARD_STATES),
        ("coupon states on cards", &covered.coupons_on_cards, COUPON_STATES),
        ("coupon states in the wallet", &covered.coupons_in_wallet, COUPON_STATES),
        ("benefits", &covered.benefits, BENEFITS),
        ("cameras", &covered.cameras, CAMERAS),
        ("outcomes of reading a code", &covered.scan_outcomes, OUTCOMES),
        ("pages of a coupon", &covered.coupon_pages, SHOWINGS),
        ("steps of a till", &covered.till_steps, STEPS),
        ("steps of undoing", &covered.undo_steps, UNDO_STEPS),
        ("failures of a login", &covered.login_failures, KEPT),
    ] {
        let missing: Vec<_> = all.iter().filter(|kind| !covered.contains(*kind)).collect();
        assert!(missing.is_empty(), "{subject} without a scene: {missing:?}");
    }
    assert!(covered.undone && covered.cut_off);
    assert!(covered.waiting && covered.unreachable && covered.skeleton);
}

#[test]
fn every_list_of_the_wallet_has_a_scene() {
    let lists = Covered::of_all_scenes().wallet_lists;
    for list in [
        WalletList { reading: "idle", coupons: "some", cut_off: true },
        WalletList { reading: "idle", coupons: "none", cut_off: false },
        WalletList { reading: "failed", coupons: "unknown", cut_off: true },
    ] {
        assert!(lists.contains(&list), "no scene has {list:?}");
    }
    for reading in READINGS {
        assert!(lists.iter().any(|list| list.reading == *reading), "no scene is {reading}");
    }
}

#[test]
fn every_refusal_that_shoppers_and_staff_meet_has_a_scene() {
    let covered = Covered::of_all_scenes();
    for (code, place) in REFUSALS {
        if place.is_card() {
            assert!(covered.refusals_on_cards.contains(code), "no card is refused with {code}");
        }
        if place.is_page() {
            assert!(covered.refusals_as_pages.contains(code), "no page says {code}");
        }
        if *place == Place::Till {
            assert!(covered.refusals_at_till.contains(code), "no till says {code}");
        }
    }
}

#[test]
fn names_of_scenes_are_unique_and_need_no_escaping() {
    let mut names = BTreeSet::new();
    for scene in all(Language::En) {
        let is_safe = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        assert!(scene.name.bytes().all(is_safe), "{}", scene.name);
        assert!(scene.description.ends_with('.'), "{} has no sentence", scene.name);
        assert!(names.insert(scene.name.clone()), "{} is there twice", scene.name);
    }
    let chinese: BTreeSet<String> = all(Language::Zh).map(|scene| scene.name).collect();
    assert_eq!(names, chinese);
}

#[tokio::test]
async fn every_scene_of_the_index_has_a_document() {
    let shell = Shell::parse(include_str!("../../../../index.html")).expect("the shell");
    let look = Look::parse("lang=en&theme=dark&text=large");
    let index = crate::index(&shell, look);
    for name in crate::names() {
        let address = format!("/gallery/{name}{}", look.query().replace('&', "&amp;"));
        assert!(index.contains(&format!("href=\"{address}\"")), "{name} is not in the index");
        let html = crate::scene(&shell, look, &name).await.expect("a document");
        assert!(html.contains("<html lang=\"en\" data-text=\"large\">"), "{name}: {html}");
        assert!(html.contains("id=\"page-data\"></script>"), "{name} needs the module: {html}");
        assert!(!html.contains("prefers-color-scheme"), "{name}: {html}");
    }
    assert_eq!(crate::scene(&shell, look, "nothing").await, None);
}
