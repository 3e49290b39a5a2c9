//! Reading codes: states of the camera, and results of reading.

use mall_contract::{PlacementCode, ScanPage};
use mall_coupons::Route;
use mall_coupons::host::camera::{CameraControls, CameraError};
use mall_coupons::host::code_camera::CameraEvent;
use mall_coupons::pages::scan::state::Action;

use super::scene::{Content, Scene, scene};
use crate::samples::{NOW, Samples};

pub fn scenes(samples: Samples) -> Vec<Scene> {
    let page = || ScanPage {
        mall: samples.mall(),
        server_time: NOW,
        host: "coupons.example.com".into(),
        typed: None,
        wechat_script: None,
    };
    let after = |actions: Vec<Action>| Content::Scan { page: page(), actions };
    let read = |text: &str| after(vec![Action::CodeRead(text.into())]);
    let failed = |trouble| after(vec![Action::Camera(CameraEvent::Failed(trouble))]);
    let everything = CameraControls { torch: Some(false), has_another: true };
    let simple = CameraControls::default();
    let place = Route::Placement { code: PlacementCode::from_bits(7) }.path();
    let typed = ScanPage { typed: Some("8折".into()), ..page() };
    let long = format!("BEGIN:VCARD {}", "https://example.com/menu?table=8&".repeat(12));
    vec![
        scene("scan-served", "Before the module runs, or without it.", after(Vec::new())),
        scene("scan", "The camera is off.", after(vec![Action::CameraClosed])),
        scene("scan-in-wechat", "WeChat's scanner is ready.", after(vec![Action::WeChatReady])),
        scene(
            "scan-opening",
            "The camera is asked for.",
            after(vec![Action::Camera(CameraEvent::Opening)]),
        ),
        scene(
            "scan-open",
            "The camera is on.",
            after(vec![Action::Camera(CameraEvent::Opened(simple))]),
        ),
        scene(
            "scan-open-with-everything",
            "A camera with a light, and a second camera.",
            after(vec![Action::Camera(CameraEvent::Opened(everything))]),
        ),
        scene("scan-refused", "The camera is not allowed.", failed(CameraError::NotAllowed)),
        scene("scan-missing", "There is no camera.", failed(CameraError::NotFound)),
        scene("scan-taken", "Another app has the camera.", failed(CameraError::InUse)),
        scene("scan-lost", "The camera was taken away.", failed(CameraError::Lost)),
        scene("scan-unsupported", "Pages get no camera here.", failed(CameraError::Unsupported)),
        scene(
            "scan-not-loaded",
            "The scanner was not loaded.",
            failed(CameraError::ReaderNotLoaded),
        ),
        scene("scan-reading", "A picture is being read.", after(vec![Action::PictureChosen])),
        scene("scan-no-code", "The picture has no code.", after(vec![Action::PictureRead(None)])),
        scene("scan-no-picture", "The file is no picture.", after(vec![Action::NotAPicture])),
        scene(
            "scan-leads",
            "A code of the mall was read.",
            read(&format!("https://coupons.example.com{place}")),
        ),
        scene("scan-coupon", "A coupon's code was read.", read("7K01QD8M2ZWX3V5T-12345678")),
        scene("scan-foreign", "A code of another site was read.", read("https://example.com/pay")),
        scene("scan-foreign-long", "A long code of another site was read.", read(&long)),
        scene("scan-foreign-empty", "An empty code was read.", read("")),
        scene(
            "scan-not-a-code",
            "The typed text is no code.",
            Content::Scan { page: typed, actions: vec![Action::CameraClosed] },
        ),
    ]
}
