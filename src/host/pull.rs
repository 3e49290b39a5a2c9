//! Pulling the page down to read it anew.

use std::cell::Cell;
use std::rc::Rc;

use gloo::events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::TouchEvent;

/// How far to pull, in CSS pixels.
const FAR_ENOUGH: i32 = 80;

/// Below this nobody meant to pull.
const BEGIN: i32 = 16;

/// How far the page is pulled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pull {
    /// Not at all.
    Not,
    /// Letting go now does nothing.
    Short,
    /// Letting go now reads the page anew.
    Far,
}

/// Listens until it is dropped.
pub struct Pulls {
    _listeners: [EventListener; 4],
}

/// Calls with each change while the page is pulled down from its top, and with whether it was
/// [`Pull::Far`] when it was let go.
#[must_use]
pub fn on_pull(call: impl Fn(Pull, bool) + 'static) -> Option<Pulls> {
    let window = web_sys::window()?;
    let begun: Rc<Cell<Option<i32>>> = Rc::default();
    let shown = Rc::new(Cell::new(Pull::Not));
    let call = Rc::new(call);
    let started = EventListener::new(&window, "touchstart", {
        let (begun, window) = (begun.clone(), window.clone());
        move |event| {
            let at_top = window.scroll_y().is_ok_and(|y| y <= 0.0);
            begun.set(height(event).filter(|_| at_top));
        }
    });
    let moved = EventListener::new(&window, "touchmove", {
        let (begun, shown, call) = (begun.clone(), shown.clone(), call.clone());
        move |event| {
            let Some(by) = begun.get().zip(height(event)).map(|(from, to)| to - from) else {
                return;
            };
            let pull = match by {
                FAR_ENOUGH.. => Pull::Far,
                BEGIN.. => Pull::Short,
                _ => Pull::Not,
            };
            if shown.replace(pull) != pull {
                call(pull, false);
            }
        }
    });
    let ended = |name: &'static str| {
        let (begun, shown, call) = (begun.clone(), shown.clone(), call.clone());
        EventListener::new(&window, name, move |_| {
            begun.set(None);
            match shown.replace(Pull::Not) {
                Pull::Not => {}
                pull => call(Pull::Not, pull == Pull::Far && name == "touchend"),
            }
        })
    };
    let _listeners = [started, moved, ended("touchend"), ended("touchcancel")];
    Some(Pulls { _listeners })
}

/// Where the only finger is.
fn height(event: &web_sys::Event) -> Option<i32> {
    let touches = event.dyn_ref::<TouchEvent>()?.touches();
    (touches.length() == 1).then(|| touches.get(0))?.map(|touch| touch.client_y())
}
