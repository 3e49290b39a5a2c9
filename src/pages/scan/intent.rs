//! The intents of a shopper on the scan page.

use crate::pages::camera::CameraIntent;

/// An intent of the shopper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Intent {
    /// Scans a code by WeChat or by the camera.
    Scan,
    /// Changes the open camera.
    Camera(CameraIntent),
    /// Opens the typed code.
    SubmitCode,
}
