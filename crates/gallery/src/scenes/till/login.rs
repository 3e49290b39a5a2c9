//! The till before a person logs in.

use mall_contract::{Refusal, Role, StaffSession, TillRefusal};
use mall_coupons::pages::till::state::login::LoginFailure;
use mall_coupons::pages::till::state::{Action, LoginAction};

use crate::samples::{NOW, TillSamples};
use crate::scenes::scene::{Content, Scene, scene};

pub fn scenes(till: TillSamples) -> Vec<Scene> {
    let door = |actions| Content::till_door(till, actions);
    let after = |action| door(vec![Action::Login(action)]);
    let refused = |refusal| after(LoginAction::Refused(refusal));
    vec![
        scene("till-served", "Before the module runs, or without it.", door(Vec::new())),
        scene("till-log-in", "Nobody is logged in.", door(vec![Action::Tick(NOW)])),
        scene("till-busy", "The server has not answered yet.", after(LoginAction::Requested)),
        scene(
            "till-wrong",
            "The login is wrong.",
            refused(Refusal::Till(TillRefusal::StaffLoginInvalid)),
        ),
        scene(
            "till-locked",
            "The login was wrong too often.",
            refused(Refusal::TooMany { retry_after: 60 }),
        ),
        scene(
            "till-no-answer",
            "The server did not answer.",
            after(LoginAction::Failed(LoginFailure::NoResponse)),
        ),
        scene("till-ended", "The session has ended.", door(vec![Action::SessionEnded])),
        scene("till-password", "A new person chooses a password.", new_password(till, vec![])),
        scene(
            "till-password-not-the-same",
            "The two passwords differ.",
            new_password(
                till,
                vec![Action::Login(LoginAction::Failed(LoginFailure::PasswordsDiffer))],
            ),
        ),
    ]
}

fn new_password(till: TillSamples, mut actions: Vec<Action>) -> Content {
    let session = StaffSession { must_change_password: true, ..till.session(Role::Cashier) };
    actions.insert(0, Action::Tick(NOW));
    Content::Till { page: till.page(Some(session)), actions }
}
