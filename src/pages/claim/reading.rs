//! Reading the list: its next part, another arrangement, or all of it anew.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use mall_contract::Arrangement;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::state::{Action, Reading, State};
use crate::api::pages;
use crate::host::fetch::Abort;
use crate::host::pull::{Pull, on_pull};
use crate::host::{clock, document, network, sight, visibility};
use crate::session::{Session, href};

/// What is shown is read anew when the shopper returns after so many milliseconds.
const STALE: i64 = 15_000;

/// The next part is read when its place is so near to what can be seen.
const AHEAD: &str = "800px";

/// The id of what stands where the next part will.
pub const MORE: &str = "more";

type Handle = UseReducerHandle<State>;

/// Reads for one page; a newer read cancels an older one.
#[derive(Clone)]
pub struct Reader {
    link: AttrValue,
    language: &'static str,
    tell: UseReducerDispatcher<State>,
    under_way: Rc<RefCell<Option<Abort>>>,
    count: Rc<Cell<u32>>,
    last: Rc<Cell<i64>>,
}

impl PartialEq for Reader {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.count, &other.count)
    }
}

impl Reader {
    /// Reads a part of the list. A quiet read says nothing when it fails.
    fn read(&self, query: String, quiet: bool) {
        let abort = Abort::new();
        let wanted = abort.as_ref().map(Abort::wanted);
        self.under_way.replace(abort);
        let number = self.count.get() + 1;
        self.count.set(number);
        self.last.set(clock::device_ms());
        if !quiet {
            self.tell.dispatch(Action::Asked);
        }
        let reader = self.clone();
        spawn_local(async move {
            let answer = pages::claim_page(&reader.link, &query, reader.language, wanted).await;
            if reader.count.get() != number {
                return;
            }
            match answer {
                Ok(page) => reader.tell.dispatch(Action::Listed(page)),
                Err(_) if quiet => {}
                Err(_) => reader.tell.dispatch(Action::NotListed),
            }
        });
    }

    /// Reads all that is on the screen anew.
    fn refresh(&self, state: &State, quiet: bool) {
        let count = format!("count={}", state.read_so_far().max(1));
        self.read(href(&[&state.arrangement.query(), &count]), quiet);
    }

    /// Reads the next part, or a guessed arrangement again.
    pub fn more(&self, state: &State) {
        let query = state.arrangement.query();
        match state.next_part() {
            _ if state.is_guessed() => self.read(query, false),
            Some(from) => self.read(href(&[&query, &format!("from={from}")]), false),
            None => {}
        }
    }

    /// Arranges the list, and asks the server where this page does not know all of it.
    pub fn arrange(&self, state: &State, arrangement: Arrangement) {
        let query = arrangement.query();
        document::replace_query(&query);
        // An answer to the older wish has no place any more.
        self.under_way.take();
        self.tell.dispatch(Action::Arranged(arrangement));
        if state.knows_part_only() {
            self.read(query, false);
        }
    }
}

/// The page's reader. It reads the next part when the shopper comes near the end of the list, and
/// everything anew when the page is seen again or pulled down.
#[hook]
pub fn use_reader(state: &Handle, link: &str, session: &Session) -> Reader {
    let reader = use_memo((), |()| Reader {
        link: link.to_owned().into(),
        language: session.language.code(),
        tell: state.dispatcher(),
        under_way: Rc::default(),
        count: Rc::default(),
        last: Rc::new(Cell::new(clock::device_ms())),
    });
    // What listeners that outlive a drawing see of the page.
    let latest = use_mut_ref(|| state.clone());
    latest.replace(state.clone());
    use_effect_with((), {
        let (reader, latest) = (reader.clone(), latest.clone());
        move |()| {
            let returned = visibility::on_return({
                let reader = reader.clone();
                move || {
                    if clock::device_ms() - reader.last.get() >= STALE {
                        reader.refresh(&latest.borrow(), true);
                    }
                }
            });
            move || {
                drop(returned);
                reader.under_way.take();
            }
        }
    });
    let near_the_end = (state.next_part(), state.reading);
    use_effect_with(near_the_end, {
        let (reader, state) = (reader.clone(), state.clone());
        move |(next, reading)| {
            let wanted = next.is_some() && *reading == Reading::Idle;
            let place = wanted.then(|| document::element(MORE)).flatten();
            let sight =
                place.and_then(|place| sight::watch(&[place], AHEAD, move |_| reader.more(&state)));
            move || drop(sight)
        }
    });
    (*reader).clone()
}

/// How far the page is pulled down; letting go far enough reads it anew.
#[hook]
pub fn use_pull(state: &Handle, reader: &Reader) -> Pull {
    let pull = use_state_eq(|| Pull::Not);
    let latest = use_mut_ref(|| state.clone());
    latest.replace(state.clone());
    use_effect_with((), {
        let (pull, reader) = (pull.setter(), reader.clone());
        move |()| {
            let pulls = on_pull(move |far, released| {
                pull.set(far);
                if released {
                    reader.refresh(&latest.borrow(), false);
                }
            });
            move || drop(pulls)
        }
    });
    *pull
}

/// Whether the device has no network.
#[hook]
pub fn use_offline() -> bool {
    let offline = use_state_eq(|| false);
    use_effect_with((), {
        let offline = offline.setter();
        move |()| {
            let changes = network::on_change(move |online| offline.set(!online));
            move || drop(changes)
        }
    });
    *offline
}
