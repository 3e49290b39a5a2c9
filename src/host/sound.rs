//! Sounds and vibration for results.

use std::cell::RefCell;

use js_sys::{Function, Reflect};
use wasm_bindgen::JsCast;
use web_sys::AudioContext;

/// A tone: its pitch in hertz, its start and its length in seconds.
pub type Tone = (f32, f64, f64);

/// The loudness, from 0 to 1.
const LOUDNESS: f32 = 0.25;

/// Plays tones. Browsers allow a page sound only after a tap or a key.
#[derive(Default)]
pub struct Sound(RefCell<Option<AudioContext>>);

impl Sound {
    /// Prepares for sound. Call it on a tap or a key.
    pub fn wake(&self) {
        if self.0.borrow().is_none() {
            self.0.replace(AudioContext::new().ok());
        }
        if let Some(context) = &*self.0.borrow() {
            let _ = context.resume();
        }
    }

    /// Plays tones, and vibrates for `vibration_ms` where the device can.
    pub fn play(&self, tones: &[Tone], vibration_ms: u32) {
        if let Some(context) = &*self.0.borrow() {
            for tone in tones {
                let _ = play(context, *tone);
            }
            vibrate(vibration_ms);
        }
    }
}

fn play(context: &AudioContext, (pitch, after, length): Tone) -> Option<()> {
    let (oscillator, gain) = (context.create_oscillator().ok()?, context.create_gain().ok()?);
    oscillator.frequency().set_value(pitch);
    let (begin, end) = (context.current_time() + after, context.current_time() + after + length);
    // A short fade at both ends avoids clicks.
    let loudness = gain.gain();
    loudness.set_value_at_time(0.0, begin).ok()?;
    loudness.linear_ramp_to_value_at_time(LOUDNESS, begin + 0.01).ok()?;
    loudness.set_value_at_time(LOUDNESS, end - 0.03).ok()?;
    loudness.linear_ramp_to_value_at_time(0.0, end).ok()?;
    oscillator.connect_with_audio_node(&gain).ok()?;
    gain.connect_with_audio_node(&context.destination()).ok()?;
    oscillator.start_with_when(begin).ok()?;
    oscillator.stop_with_when(end).ok()
}

fn vibrate(ms: u32) {
    let call = || {
        let navigator = web_sys::window()?.navigator();
        let vibrate: Function =
            Reflect::get(&navigator, &"vibrate".into()).ok()?.dyn_into().ok()?;
        vibrate.call1(&navigator, &ms.into()).ok()
    };
    // Some browsers cannot.
    let _ = call();
}
