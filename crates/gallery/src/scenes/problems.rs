//! Pages that say why there is no other page.

use mall_contract::{CallerRefusal, Refusal};
use mall_coupons::{Page, Text};

use super::scene::{Content, Scene, scene};
use crate::samples::{NOW, Samples};

pub fn scenes(samples: Samples) -> Vec<Scene> {
    let mut scenes: Vec<Scene> = reasons()
        .into_iter()
        .map(|(description, refusal)| {
            let name = format!("problem-{}", refusal.code().replace('_', "-"));
            let problem = Text::of(samples.language).problem(refusal, "gallery".into(), NOW);
            scene(name, description, Content::Page(Page::Problem(problem)))
        })
        .collect();
    let unreachable = Content::Page(Page::Unreachable);
    scenes.push(scene("unreachable", "The server could not be asked.", unreachable));
    scenes
}

fn reasons() -> [(&'static str, Refusal); 17] {
    [
        ("The link is not one of ours.", Refusal::LinkInvalid),
        ("The link has expired.", Refusal::LinkExpired),
        ("The link was first used elsewhere.", Refusal::LinkTaken),
        ("No place has this code.", Refusal::Caller(CallerRefusal::UnknownPlacement)),
        ("The place is paused.", Refusal::PlacementPaused),
        ("The place has ended.", Refusal::PlacementEnded),
        ("The browser keeps no session.", Refusal::SessionMissing),
        (
            "The notice of the payment has not come yet.",
            Refusal::PaymentNotConfirmed { retry_after: 3 },
        ),
        ("The offer of a form is gone.", Refusal::UnknownOffer),
        (
            "The offer of a form is for people who have logged in.",
            Refusal::Caller(CallerRefusal::PersonRequired),
        ),
        ("The form came from another site.", Refusal::CrossSite),
        ("The form lacks something.", Refusal::Malformed { field: "offer_id".into() }),
        ("Asked too often.", Refusal::TooMany { retry_after: 9 }),
        ("The server cannot take more now.", Refusal::Busy { retry_after: 2 }),
        ("The server failed.", Refusal::Internal),
        ("There is no such page.", Refusal::NotFound),
        ("The address takes no such method.", Refusal::MethodNotAllowed),
    ]
}
