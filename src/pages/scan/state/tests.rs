use mall_contract::{Mall, Moment, ScanPage};

use super::{Action, Camera, Means, Outcome, State};
use crate::host::camera::{Trouble, View};

const POSTER: &str = "https://coupons.mall.example/q/7K01QD";

fn page(typed: Option<&str>) -> ScanPage {
    ScanPage {
        mall: Mall { name: "极光里".into() },
        server_time: Moment::new(0, 480),
        host: "coupons.mall.example".into(),
        typed: typed.map(str::to_owned),
        wechat_script: None,
    }
}

fn after(actions: &[Action]) -> State {
    let opened = State::opened(&page(None));
    actions.iter().fold(opened, |state, action| state.reduce(action.clone()).as_ref().clone())
}

#[test]
fn a_code_of_the_mall_closes_the_camera_and_leads_on() {
    let view = View { torch: Some(false), another: true };
    let state = after(&[Action::Opening, Action::Opened(view), Action::Read(POSTER.into())]);
    assert_eq!(state.camera, Camera::Closed);
    assert_eq!(state.leads_to().map(crate::route::Route::path).as_deref(), Some("/q/7K01QD"));
}

#[test]
fn a_foreign_code_is_shown_until_something_else_is_read() {
    let state = after(&[Action::Opening, Action::Read("https://evil.example/".into())]);
    assert_eq!(state.outcome, Outcome::Foreign("https://evil.example/".into()));
    assert_eq!(state.leads_to(), None);
    let state = state.reduce(Action::Opening);
    assert_eq!((&state.outcome, &state.camera), (&Outcome::None, &Camera::Opening));
}

#[test]
fn a_picture_takes_the_cameras_place() {
    let state = after(&[Action::Opened(View::default()), Action::PictureChosen]);
    assert_eq!((&state.camera, &state.outcome), (&Camera::Closed, &Outcome::Reading));
    assert_eq!(state.reduce(Action::PictureRead(None)).outcome, Outcome::NoCode);
    assert_eq!(state.reduce(Action::NotAPicture).outcome, Outcome::NoPicture);
    let read = state.reduce(Action::PictureRead(Some("7K01QD8M2ZWX3V5T".into())));
    assert_eq!(read.outcome, Outcome::Coupon);
}

#[test]
fn where_wechat_fails_the_camera_is_there() {
    let state = after(&[Action::WeChatReady]);
    assert_eq!(state.means, Means::WeChat);
    let state = state.reduce(Action::Failed(Trouble::Unsupported));
    assert_eq!(
        (state.means, &state.camera),
        (Means::Camera, &Camera::Failed(Trouble::Unsupported))
    );
}

#[test]
fn what_the_server_was_sent_is_answered_on_the_page() {
    assert_eq!(State::opened(&page(Some("12"))).outcome, Outcome::NotACode("12".into()));
    assert_eq!(State::opened(&page(Some("7K01QD8M2ZWX3V5T"))).outcome, Outcome::Coupon);
    assert_eq!(State::opened(&page(None)).outcome, Outcome::None);
}

#[test]
fn a_typed_code_leads_on_and_another_text_says_so_below_the_field() {
    let leads = after(&[Action::Opened(View::default()), Action::Typed(" 7k0 1qd".into())]);
    assert_eq!(leads.leads_to().map(crate::route::Route::path).as_deref(), Some("/q/7K01QD"));
    let wrong = after(&[Action::Typed("8折".into())]);
    assert_eq!(wrong.outcome, Outcome::NotACode("8折".into()));
}
