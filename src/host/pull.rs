//! Pull to refresh.

use std::cell::Cell;
use std::rc::Rc;

use gloo::events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::TouchEvent;

/// A release refreshes the page after a pull of this distance, in CSS pixels.
const REFRESH_DISTANCE_PX: i32 = 80;

/// A shorter movement is no pull, in CSS pixels.
const MIN_DISTANCE_PX: i32 = 16;

/// The distance the page is pulled down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pull {
    Not,
    /// A release now does nothing.
    Short,
    /// A release now refreshes the page.
    Far,
}

/// Listens until it is dropped.
pub struct Pulls {
    _listeners: [EventListener; 4],
}

/// Calls with each change while the page is pulled down from its top. The second argument is true when the
/// page was released at [`Pull::Far`].
#[must_use]
pub fn on_pull(call: impl Fn(Pull, bool) + 'static) -> Option<Pulls> {
    let window = web_sys::window()?;
    let start_y: Rc<Cell<Option<i32>>> = Rc::default();
    let current = Rc::new(Cell::new(Pull::Not));
    let call = Rc::new(call);
    let started = EventListener::new(&window, "touchstart", {
        let (start_y, window) = (start_y.clone(), window.clone());
        move |event| {
            let at_top = window.scroll_y().is_ok_and(|y| y <= 0.0);
            start_y.set(touch_y(event).filter(|_| at_top));
        }
    });
    let moved = EventListener::new(&window, "touchmove", {
        let (start_y, current, call) = (start_y.clone(), current.clone(), call.clone());
        move |event| {
            let Some(by) = start_y.get().zip(touch_y(event)).map(|(from, to)| to - from) else {
                return;
            };
            let pull = match by {
                REFRESH_DISTANCE_PX.. => Pull::Far,
                MIN_DISTANCE_PX.. => Pull::Short,
                _ => Pull::Not,
            };
            if current.replace(pull) != pull {
                call(pull, false);
            }
        }
    });
    let ended = |name: &'static str| {
        let (start_y, current, call) = (start_y.clone(), current.clone(), call.clone());
        EventListener::new(&window, name, move |_| {
            start_y.set(None);
            match current.replace(Pull::Not) {
                Pull::Not => {}
                pull => call(Pull::Not, pull == Pull::Far && name == "touchend"),
            }
        })
    };
    let _listeners = [started, moved, ended("touchend"), ended("touchcancel")];
    Some(Pulls { _listeners })
}

/// Returns the position of the only finger, from the top of the screen.
fn touch_y(event: &web_sys::Event) -> Option<i32> {
    let touches = event.dyn_ref::<TouchEvent>()?.touches();
    (touches.length() == 1).then(|| touches.get(0))?.map(|touch| touch.client_y())
}
