//! Texts around a camera that scans codes.

/// A heading and a sentence.
pub type Notice = [&'static str; 2];

/// All texts around a camera, in one language. Each page has its own, because the ways without a camera differ.
pub struct CameraText {
    pub opening: &'static str,
    pub aim: &'static str,
    pub close_camera: &'static str,
    pub light_on: &'static str,
    pub light_off: &'static str,
    pub switch_camera: &'static str,
    pub retry: &'static str,

    pub permission_denied: Notice,
    pub no_camera: Notice,
    pub in_use: Notice,
    pub disconnected: Notice,
    pub unsupported: Notice,
    pub not_loaded: Notice,
}
