//! A camera that shows its picture in a video element. It goes off when it is dropped.

use gloo::events::EventListener;
use js_sys::{Array, Function, JSON, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, HtmlVideoElement, MediaDevices, MediaStream, MediaStreamTrack};

use super::json;

/// The reason why there is no camera.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CameraError {
    /// The visitor or the browser refused permission.
    NotAllowed,
    /// The device has no camera.
    NotFound,
    /// Another program uses the camera.
    InUse,
    /// The open camera went away.
    Lost,
    /// The browser gives pages no camera.
    Unsupported,
    /// The reader for its pictures did not load.
    ReaderNotLoaded,
}

/// The controls of an open camera.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CameraControls {
    /// True if the torch is on; none if the camera has no torch.
    pub torch: Option<bool>,
    /// True if the device has another camera.
    pub has_another: bool,
}

/// An open camera.
pub struct Camera {
    video: HtmlVideoElement,
    stream: MediaStream,
    /// The ids of the device's cameras, in the browser's order.
    devices: Vec<String>,
    torch: Option<bool>,
    _ended: Option<EventListener>,
}

impl Drop for Camera {
    fn drop(&mut self) {
        for track in tracks(&self.stream) {
            track.stop();
        }
        self.video.set_src_object(None);
    }
}

impl Camera {
    /// Opens the camera of an id, or else one on the back of the device. `on_lost` is called when the
    /// camera goes away.
    ///
    /// # Errors
    /// [`CameraError`] if no camera opens.
    pub async fn open(
        video: &Element,
        device: Option<&str>,
        on_lost: impl Fn() + 'static,
    ) -> Result<Self, CameraError> {
        let video: HtmlVideoElement = video.clone().unchecked_into();
        let devices = media_devices().ok_or(CameraError::Unsupported)?;
        let stream: MediaStream = async {
            let opening = devices.get_user_media_with_constraints(&constraints(device)?)?;
            JsFuture::from(opening).await
        }
        .await
        .map_err(|error| camera_error(&error))?
        .unchecked_into();
        let track = tracks(&stream).next();
        let _ended = track.map(|track| EventListener::new(&track, "ended", move |_| on_lost()));
        let mut camera = Self { video, stream, devices: Vec::new(), torch: None, _ended };
        camera.video.set_src_object(Some(&camera.stream));
        // A video that does not play shows its first picture, and may play later.
        if let Ok(played) = camera.video.play() {
            let _ = JsFuture::from(played).await;
        }
        camera.devices = cameras(&devices).await;
        camera.torch = camera.has_torch().then_some(false);
        Ok(camera)
    }

    /// Returns the controls of the camera.
    #[must_use]
    pub fn controls(&self) -> CameraControls {
        CameraControls { torch: self.torch, has_another: self.devices.len() > 1 }
    }

    /// Returns the id of the device's next camera.
    #[must_use]
    pub fn next(&self) -> Option<String> {
        let track = tracks(&self.stream).next()?;
        let settings = call(&track, "getSettings", &JsValue::UNDEFINED).ok()?;
        let this = Reflect::get(&settings, &"deviceId".into()).ok()?.as_string();
        let place = self.devices.iter().position(|id| Some(id) == this.as_ref());
        self.devices.get(place.map_or(0, |place| place + 1) % self.devices.len().max(1)).cloned()
    }

    /// Turns the torch on or off. If the camera refuses, the torch stays as it is.
    pub async fn set_torch(&mut self, on: bool) {
        let Some(track) = tracks(&self.stream).next() else { return };
        let constraints = JSON::parse(&format!(r#"{{"advanced":[{{"torch":{on}}}]}}"#));
        let done =
            constraints.and_then(|constraints| call(&track, "applyConstraints", &constraints));
        if let Ok(done) = done.map(|done| done.unchecked_into::<Promise>())
            && JsFuture::from(done).await.is_ok()
        {
            self.torch = Some(on);
        }
    }

    fn has_torch(&self) -> bool {
        let torch = || {
            let track = tracks(&self.stream).next()?;
            let can = call(&track, "getCapabilities", &JsValue::UNDEFINED).ok()?;
            Reflect::get(&can, &"torch".into()).ok()?.as_bool()
        };
        torch().unwrap_or(false)
    }
}

/// Checks whether the visitor has given the page permission before.
pub async fn is_granted() -> bool {
    let query = || {
        let permissions =
            Reflect::get(&web_sys::window()?.navigator(), &"permissions".into()).ok()?;
        let camera = JSON::parse(r#"{"name":"camera"}"#).ok()?;
        call(&permissions, "query", &camera).ok()?.dyn_into::<Promise>().ok()
    };
    let Some(status) = query() else { return false };
    // Some browsers do not know this permission.
    let Ok(status) = JsFuture::from(status).await else { return false };
    Reflect::get(&status, &"state".into()).is_ok_and(|state| state == "granted")
}

/// Returns the device's media; none on a page without HTTPS.
fn media_devices() -> Option<MediaDevices> {
    let devices = web_sys::window()?.navigator().media_devices().ok()?;
    devices.is_object().then_some(devices)
}

fn constraints(device: Option<&str>) -> Result<web_sys::MediaStreamConstraints, JsValue> {
    let which = match device {
        Some(id) => format!(r#""deviceId":{{"exact":{}}}"#, json::quoted(id)),
        None => r#""facingMode":"environment""#.into(),
    };
    let text =
        format!(r#"{{"video":{{{which},"width":{{"ideal":1280}},"height":{{"ideal":720}}}}}}"#);
    JSON::parse(&text).map(JsCast::unchecked_into)
}

async fn cameras(devices: &MediaDevices) -> Vec<String> {
    let Ok(devices) = devices.enumerate_devices() else { return Vec::new() };
    let Ok(all) = JsFuture::from(devices).await else { return Vec::new() };
    let text = |device: &JsValue, name: &str| Reflect::get(device, &name.into()).ok()?.as_string();
    let camera = |device: JsValue| match text(&device, "kind")?.as_str() {
        "videoinput" => text(&device, "deviceId"),
        _ => None,
    };
    all.unchecked_into::<Array>().iter().filter_map(camera).collect()
}

fn tracks(stream: &MediaStream) -> impl Iterator<Item = MediaStreamTrack> + use<> {
    let tracks: Vec<_> = stream.get_video_tracks().iter().collect();
    tracks.into_iter().map(JsCast::unchecked_into)
}

/// Calls a method that some browsers lack.
fn call(of: &JsValue, method: &str, argument: &JsValue) -> Result<JsValue, JsValue> {
    let method: Function = Reflect::get(of, &method.into())?.dyn_into()?;
    method.call1(of, argument)
}

/// Reads an error of `getUserMedia`. <https://www.w3.org/TR/mediacapture-streams/#methods-5>.
fn camera_error(error: &JsValue) -> CameraError {
    let name = Reflect::get(error, &"name".into()).ok().and_then(|name| name.as_string());
    match name.as_deref() {
        Some("NotAllowedError" | "SecurityError") => CameraError::NotAllowed,
        Some("NotFoundError" | "OverconstrainedError") => CameraError::NotFound,
        Some("NotReadableError" | "AbortError") => CameraError::InUse,
        _ => CameraError::Unsupported,
    }
}
