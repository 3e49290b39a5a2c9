use mall_contract::{Mall, Moment, ScanPage};

use super::{Action, Outcome, ScanMethod, State};
use crate::host::camera::{CameraControls, CameraError};
use crate::host::code_camera::CameraEvent;
use crate::pages::camera::CameraState;
use crate::pages::store::Reduce;

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
    let opened = State::new(&page(None));
    actions.iter().fold(opened, |state, action| state.reduce(action.clone()).as_ref().clone())
}

#[test]
fn a_code_of_the_mall_closes_the_camera_and_opens_its_page() {
    let view = CameraControls { torch: Some(false), has_another: true };
    let state = after(&[
        Action::Camera(CameraEvent::Opening),
        Action::Camera(CameraEvent::Opened(view)),
        Action::CodeRead(POSTER.into()),
    ]);
    assert_eq!(state.camera, CameraState::Closed);
    assert_eq!(state.destination().map(crate::route::Route::path).as_deref(), Some("/q/7K01QD"));
}

#[test]
fn a_foreign_code_is_shown_until_another_one_is_read() {
    let state = after(&[
        Action::Camera(CameraEvent::Opening),
        Action::CodeRead("https://evil.example/".into()),
    ]);
    assert_eq!(state.outcome, Outcome::Foreign("https://evil.example/".into()));
    assert_eq!(state.destination(), None);
    let state = state.reduce(Action::Camera(CameraEvent::Opening));
    assert_eq!((&state.outcome, &state.camera), (&Outcome::None, &CameraState::Opening));
}

#[test]
fn a_picture_takes_the_cameras_place() {
    let state = after(&[
        Action::Camera(CameraEvent::Opened(CameraControls::default())),
        Action::PictureChosen,
    ]);
    assert_eq!((&state.camera, &state.outcome), (&CameraState::Closed, &Outcome::Reading));
    assert_eq!(state.reduce(Action::PictureRead(None)).outcome, Outcome::NoCode);
    assert_eq!(state.reduce(Action::NotAPicture).outcome, Outcome::NotAPicture);
    let read = state.reduce(Action::PictureRead(Some("7K01QD8M2ZWX3V5T".into())));
    assert_eq!(read.outcome, Outcome::Coupon);
}

#[test]
fn the_camera_replaces_a_failed_wechat_scanner() {
    let state = after(&[Action::WeChatReady]);
    assert_eq!(state.method, ScanMethod::WeChat);
    let state = state.reduce(Action::Camera(CameraEvent::Failed(CameraError::Unsupported)));
    assert_eq!(
        (state.method, &state.camera),
        (ScanMethod::Camera, &CameraState::Failed(CameraError::Unsupported))
    );
}

#[test]
fn a_code_sent_to_the_server_has_its_answer_on_the_page() {
    assert_eq!(State::new(&page(Some("12"))).outcome, Outcome::NotACode("12".into()));
    assert_eq!(State::new(&page(Some("7K01QD8M2ZWX3V5T"))).outcome, Outcome::Coupon);
    assert_eq!(State::new(&page(None)).outcome, Outcome::None);
}

#[test]
fn a_typed_code_opens_its_page_and_another_text_is_explained_below_the_field() {
    let leads = after(&[
        Action::Camera(CameraEvent::Opened(CameraControls::default())),
        Action::CodeSubmitted(" 7k0 1qd".into()),
    ]);
    assert_eq!(leads.destination().map(crate::route::Route::path).as_deref(), Some("/q/7K01QD"));
    let wrong = after(&[Action::CodeSubmitted("8折".into())]);
    assert_eq!(wrong.outcome, Outcome::NotACode("8折".into()));
}
