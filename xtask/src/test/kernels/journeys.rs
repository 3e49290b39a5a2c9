//! The journeys that run in old browsers and in WebKit, by the beginnings of their names.

use std::fs;
use std::path::Path;

use anyhow::Result;

use crate::project;
use crate::test_names::{rust_files, rust_tests};

/// Journeys that run in old browsers: the main job, and those about the browser itself. The rest is about the page, the
/// network and the server, whatever the browser's age.
pub const OLD_BROWSER_JOURNEYS: [&str; 12] = [
    "journeys::claim::",
    "journeys::till::counter::a_coupon_is_redeemed_once",
    "journeys::cameras::a_poster_is_read",
    "journeys::placements::",
    "journeys::coupon_display::",
    "journeys::offline::",
    "journeys::take_over::glue_",
    "journeys::receipt::",
    "journeys::without_module::",
    "journeys::trouble::",
    "journeys::return_visits::",
    "journeys::unusual_devices::",
];

/// Journeys that run in other browsers than today's Chromium in every test: the main job from the payment to the till,
/// and a module that does not run.
pub const MAIN_JOB_JOURNEYS: [&str; 6] = [
    "journeys::claim::a_shopper_pays_claims",
    "journeys::coupon_display::the_page_polls_where_no_events_arrive",
    "journeys::till::counter::a_coupon_is_redeemed_once",
    "journeys::take_over::glue_",
    "journeys::without_module::",
    "journeys::trouble::",
];

/// Returns a sentence for each name in the lists that no journey begins with. Such a journey would run nowhere, unnoticed.
pub fn problems() -> Result<Vec<String>> {
    Ok(unknown(&names(&project::path("tests/end_to_end"))?))
}

fn unknown(names: &[String]) -> Vec<String> {
    let listed = OLD_BROWSER_JOURNEYS.iter().chain(&MAIN_JOB_JOURNEYS);
    let unknown = listed.filter(|listed| !names.iter().any(|name| name.starts_with(**listed)));
    unknown.map(|listed| format!("no journey's name begins with `{listed}`")).collect()
}

/// Returns the names of all journeys as their program prints them: `journeys::till::counter::a_test`.
fn names(folder: &Path) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for file in rust_files(folder)? {
        let path = file.strip_prefix(folder)?.with_extension("");
        let module = path.to_string_lossy().trim_end_matches("/mod").replace('/', "::");
        let tests = rust_tests(&fs::read_to_string(&file)?);
        names.extend(tests.iter().map(|test| format!("{module}::{test}")));
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::{MAIN_JOB_JOURNEYS, OLD_BROWSER_JOURNEYS, names, unknown};
    use crate::project;

    #[test]
    fn every_listed_name_begins_a_journey() {
        let names = names(&project::path("tests/end_to_end")).unwrap();
        assert_eq!(unknown(&names), Vec::<String>::new());
        let other: Vec<_> =
            names.into_iter().filter(|name| !name.contains("::trouble::")).collect();
        assert_eq!(unknown(&other).len(), 2, "both lists name it");
        assert_eq!(unknown(&[]).len(), OLD_BROWSER_JOURNEYS.len() + MAIN_JOB_JOURNEYS.len());
    }
}
