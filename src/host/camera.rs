//! The camera: opened onto a video element, off as soon as it is dropped.

use gloo::events::EventListener;
use js_sys::{Array, Function, JSON, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, HtmlVideoElement, MediaDevices, MediaStream, MediaStreamTrack};

use super::json;

/// Why there is no camera.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// Somebody said no, or the page may not ask.
    Refused,
    /// The device has none.
    Missing,
    /// Another program has it.
    Taken,
    /// It was there and went away.
    Lost,
    /// The browser gives none to pages.
    Unsupported,
    /// What reads its pictures did not come.
    NotLoaded,
}

/// What an open camera offers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct View {
    /// Whether its light is on; none where it has no light.
    pub torch: Option<bool>,
    /// Whether there is another camera.
    pub another: bool,
}

/// An open camera.
pub struct Camera {
    video: HtmlVideoElement,
    stream: MediaStream,
    /// All cameras of the device, in the browser's order.
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
    /// Opens a camera onto a video element: the one of this id, or one that looks away from the shopper.
    /// `lost` is called when it is taken away.
    ///
    /// # Errors
    /// [`Trouble`].
    pub async fn open(
        video: &Element,
        device: Option<&str>,
        lost: impl Fn() + 'static,
    ) -> Result<Self, Trouble> {
        let video: HtmlVideoElement = video.clone().unchecked_into();
        let devices = media_devices().ok_or(Trouble::Unsupported)?;
        let stream: MediaStream = async {
            let asked = devices.get_user_media_with_constraints(&constraints(device)?)?;
            JsFuture::from(asked).await
        }
        .await
        .map_err(|error| trouble(&error))?
        .unchecked_into();
        let track = tracks(&stream).next();
        let _ended = track.map(|track| EventListener::new(&track, "ended", move |_| lost()));
        let mut camera = Self { video, stream, devices: Vec::new(), torch: None, _ended };
        camera.video.set_src_object(Some(&camera.stream));
        // One that does not play shows its first picture, and may play later.
        if let Ok(played) = camera.video.play() {
            let _ = JsFuture::from(played).await;
        }
        camera.devices = cameras(&devices).await;
        camera.torch = camera.has_torch().then_some(false);
        Ok(camera)
    }

    /// What it offers.
    #[must_use]
    pub fn view(&self) -> View {
        View { torch: self.torch, another: self.devices.len() > 1 }
    }

    /// The camera after this one.
    #[must_use]
    pub fn next(&self) -> Option<String> {
        let track = tracks(&self.stream).next()?;
        let settings = call(&track, "getSettings", &JsValue::UNDEFINED).ok()?;
        let this = Reflect::get(&settings, &"deviceId".into()).ok()?.as_string();
        let place = self.devices.iter().position(|id| Some(id) == this.as_ref());
        self.devices.get(place.map_or(0, |place| place + 1) % self.devices.len().max(1)).cloned()
    }

    /// Turns its light on or off. Where the camera will not, it stays as it is.
    pub async fn light(&mut self, on: bool) {
        let Some(track) = tracks(&self.stream).next() else { return };
        let wanted = JSON::parse(&format!(r#"{{"advanced":[{{"torch":{on}}}]}}"#));
        let done = wanted.and_then(|wanted| call(&track, "applyConstraints", &wanted));
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

/// Whether the shopper has said before that the page may use the camera.
pub async fn is_granted() -> bool {
    let asked = || {
        let permissions =
            Reflect::get(&web_sys::window()?.navigator(), &"permissions".into()).ok()?;
        let camera = JSON::parse(r#"{"name":"camera"}"#).ok()?;
        call(&permissions, "query", &camera).ok()?.dyn_into::<Promise>().ok()
    };
    let Some(asked) = asked() else { return false };
    // Some browsers do not know the word.
    let Ok(status) = JsFuture::from(asked).await else { return false };
    Reflect::get(&status, &"state".into()).is_ok_and(|state| state == "granted")
}

/// Nothing where the page may not ask: browsers give it on secure pages only.
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
    let Ok(asked) = devices.enumerate_devices() else { return Vec::new() };
    let Ok(all) = JsFuture::from(asked).await else { return Vec::new() };
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

/// Calls a method that not every browser has.
fn call(of: &JsValue, method: &str, argument: &JsValue) -> Result<JsValue, JsValue> {
    let method: Function = Reflect::get(of, &method.into())?.dyn_into()?;
    method.call1(of, argument)
}

/// What an error of `getUserMedia` means, <https://www.w3.org/TR/mediacapture-streams/#methods-5>.
fn trouble(error: &JsValue) -> Trouble {
    let name = Reflect::get(error, &"name".into()).ok().and_then(|name| name.as_string());
    match name.as_deref() {
        Some("NotAllowedError" | "SecurityError") => Trouble::Refused,
        Some("NotFoundError" | "OverconstrainedError") => Trouble::Missing,
        Some("NotReadableError" | "AbortError") => Trouble::Taken,
        _ => Trouble::Unsupported,
    }
}
