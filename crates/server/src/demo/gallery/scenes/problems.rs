//! Pages that say why there is nothing to show.

use mall_contract::Refusal;
use mall_coupons::Page;

use super::{Content, Scene, scene};
use crate::demo::gallery::goods::{Goods, NOW};
use crate::http::problem::problem;

pub fn scenes(goods: Goods) -> Vec<Scene> {
    let mut scenes: Vec<Scene> = reasons()
        .into_iter()
        .map(|(shows, refusal)| {
            let name = format!("problem-{}", refusal.code().replace('_', "-"));
            let problem = problem(refusal, goods.0, "gallery".into(), NOW);
            scene(name, shows, Content::Page(Page::Problem(problem)))
        })
        .collect();
    let unreachable = Content::Page(Page::Unreachable);
    scenes.push(scene("unreachable", "The server could not be asked.", unreachable));
    scenes
}

fn reasons() -> [(&'static str, Refusal); 16] {
    [
        ("The link is not one of ours.", Refusal::LinkInvalid),
        ("The link's time is over.", Refusal::LinkExpired),
        ("The link was first opened elsewhere.", Refusal::LinkTaken),
        ("No place has this code.", Refusal::UnknownPlacement),
        ("The place is stopped for now.", Refusal::PlacementPaused),
        ("The place is over.", Refusal::PlacementEnded),
        ("The browser keeps no session.", Refusal::SessionMissing),
        (
            "The notice of the payment has not come yet.",
            Refusal::PaymentNotConfirmed { retry_after: 3 },
        ),
        ("The offer of a form is gone.", Refusal::UnknownOffer),
        ("The form came from another site.", Refusal::CrossSite),
        ("The form lacks something.", Refusal::Malformed { field: "offer_id".into() }),
        ("Asked too often.", Refusal::TooMany { retry_after: 9 }),
        ("The server cannot take more now.", Refusal::Busy { retry_after: 2 }),
        ("The server failed.", Refusal::Internal),
        ("There is no such page.", Refusal::NotFound),
        ("The address takes no such method.", Refusal::MethodNotAllowed),
    ]
}
