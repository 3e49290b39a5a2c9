//! Texts around a camera that scans codes.

/// A heading and a sentence.
pub type Notice = [&'static str; 2];

/// All texts around a camera, in one language. Each page has its own, because the ways without a camera differ.
#[allow(missing_docs, reason = "each field is its own text; the pages' languages show it")]
pub struct CameraText {
    pub opening: &'static str,
    pub aim: &'static str,
    pub close_camera: &'static str,
    pub light_on: &'static str,
    pub light_off: &'static str,
    pub another_camera: &'static str,
    pub retry: &'static str,

    pub refused: Notice,
    pub missing: Notice,
    pub taken: Notice,
    pub lost: Notice,
    pub unsupported: Notice,
    pub not_loaded: Notice,
}
