//! What people read where a camera reads codes.

/// A heading and a sentence.
pub type Said = [&'static str; 2];

/// All text around a camera, in one language. What else can be done without one depends on the page.
#[allow(missing_docs, reason = "each field is its own text; the pages' languages show it")]
pub struct CameraText {
    pub opening: &'static str,
    pub aim: &'static str,
    pub close_camera: &'static str,
    pub light_on: &'static str,
    pub light_off: &'static str,
    pub another_camera: &'static str,
    pub retry: &'static str,

    pub refused: Said,
    pub missing: Said,
    pub taken: Said,
    pub lost: Said,
    pub unsupported: Said,
    pub not_loaded: Said,
}
