//! The page's dealings with the server, the browser and time, over all its drawings.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use mall_contract::{Arrangement, CardState, ClaimPage, ClaimRequest, OfferId};
use yew::html::Scope;
use yew::{Callback, Html, NodeRef};

use super::claiming::claim;
use super::state::{Action, News, Reading, State};
use crate::api::events::Report;
use crate::api::{claims, pages};
use crate::host::fetch::Abort;
use crate::host::{clock, document, network, pull, sight, visibility};
use crate::pages::life::{self, Kept, PageProps, PageView};
use crate::session::{GUEST, Session};
use crate::ui::element::{Kind, Value, on};

/// What is shown is read anew when the shopper returns after so many milliseconds.
const STALE: i64 = 15_000;

/// The next part is read when its place is so near to what can be seen.
const AHEAD: &str = "800px";

/// Offers in a part that is read as the shopper scrolls.
const PART: u32 = 60;

/// So much of a card is in sight when it counts as shown.
const SEEN: f64 = 0.5;

/// Browsers count at most this many milliseconds in one timer.
const LONGEST_TIMER: i64 = i32::MAX as i64;

/// What the shopper wants.
#[derive(Clone, Debug, PartialEq)]
pub enum Wish {
    /// One coupon of each of these.
    Claim(Vec<OfferId>),
    /// The list in another arrangement.
    Arrange(Arrangement),
    /// More of the list.
    More,
}

/// A tap that is a wish. What is tapped is a real link or a form's button; the module spares the
/// page load.
pub fn on_tap(wish: &Callback<Wish>, what: Wish) -> Value {
    let wish = wish.clone();
    on(Kind::Click, move |event| {
        event.prevent_default();
        wish.emit(what.clone());
    })
}

/// What is watched. Not found by an id: the page is drawn beside the document, where the server's
/// page still stands.
#[derive(Clone, Default)]
pub struct Places {
    /// The list of cards.
    pub list: NodeRef,
    /// What stands where the next part of the list will.
    pub more: NodeRef,
}

/// What lasts from one drawing to the next.
pub struct Life {
    pub(super) session: Session,
    pub(super) places: Places,
    link: String,
    state: RefCell<Rc<State>>,
    view: Scope<PageView<Self>>,
    /// The ids of what has been seen and unfolded, sorted.
    noted: RefCell<Vec<String>>,
    /// The read under way; a newer one cancels it. Claims are never cancelled.
    reading: RefCell<Option<Abort>>,
    reads: Cell<u32>,
    last_read: Cell<i64>,
    /// Tells of cards that come into sight, as long as these cards stand in the list.
    sight: RefCell<Option<Kept>>,
    watched: RefCell<Vec<usize>>,
}

impl life::Life for Life {
    type Page = ClaimPage;
    type Action = Action;
    type Wish = Wish;

    fn new(page: &ClaimPage, session: &Session, view: Scope<PageView<Self>>) -> Self {
        let state = State::new(page, session.clock.now());
        Self {
            session: session.clone(),
            places: Places::default(),
            link: page.link.clone(),
            state: RefCell::new(state.into()),
            view,
            noted: RefCell::default(),
            reading: RefCell::default(),
            reads: Cell::default(),
            last_read: Cell::default(),
            sight: RefCell::default(),
            watched: RefCell::default(),
        }
    }

    fn reduce(self: &Rc<Self>, action: Action) {
        let next = self.state().reduce(action);
        self.state.replace(next);
    }

    fn wish(self: &Rc<Self>, wish: Wish) {
        match wish {
            Wish::Claim(offers) => self.claim(&offers),
            Wish::Arrange(arrangement) => self.arrange(arrangement),
            Wish::More => self.more(),
        }
    }

    fn draw(self: &Rc<Self>, props: &PageProps<Self>, wish: &Callback<Wish>) -> Html {
        super::draw(self, props, wish)
    }

    fn begin(self: &Rc<Self>) -> Kept {
        self.take_up();
        self.last_read.set(clock::device_ms());
        let life = self.clone();
        let looking = visibility::on_change(move |seen| {
            if !seen {
                life.session.report.emit(Report::Left);
            } else if clock::device_ms() - life.last_read.get() >= STALE {
                life.refresh(true);
            }
        });
        let life = self.clone();
        let list = self.places.list.cast();
        let unfolded = list.map(|list| sight::on_unfolded(&list, move |id| life.note(id)));
        let life = self.clone();
        let pulled = (!GUEST).then(|| {
            pull::on_pull(move |pull, released| {
                life.tell(Action::Pulled(pull));
                if released {
                    life.refresh(false);
                }
            })
        });
        let life = self.clone();
        let network = network::on_change(move |online| life.tell(Action::Network(online)));
        Box::new((looking, unfolded, pulled, network))
    }

    fn drawn(self: &Rc<Self>) -> Kept {
        self.keep_focus();
        self.wait()
    }

    fn leave(&self) {
        self.reading.take();
        self.sight.take();
    }
}

impl Life {
    /// What the page knows now.
    pub fn state(&self) -> Rc<State> {
        self.state.borrow().clone()
    }

    /// Says what has happened. It is drawn soon after.
    pub fn tell(&self, action: Action) {
        self.view.send_message(action);
    }

    fn claim(self: &Rc<Self>, offers: &[OfferId]) {
        let state = self.state();
        let mut claimed = Vec::new();
        for offer in offers {
            let Some(card) = state.card(offer) else { continue };
            let free = matches!(
                card.state(state.now),
                CardState::Claimable | CardState::Held { another: true, .. }
            );
            let request = free.then(|| claims::begin(&self.link, offer, card.next_nth())).flatten();
            if let Some(request) = request {
                claimed.push(offer.clone());
                self.resolve(request, false);
            }
        }
        self.tell(Action::ClaimTapped(claimed));
    }

    fn resolve(self: &Rc<Self>, request: ClaimRequest, asked_before: bool) {
        self.session.caller.spawn(claim(self.clone(), request, asked_before));
    }

    /// Takes up the claims whose result was unknown when the page was left.
    fn take_up(self: &Rc<Self>) {
        let state = self.state();
        for card in state.cards() {
            let offer = &card.data.offer.id;
            let Some(request) = claims::pending(&self.link, offer) else { continue };
            if request.nth < card.next_nth() {
                claims::settled(&self.link, offer);
                // Nobody has learnt of it before.
                if let Some(coupon) = card.data.held.get(request.nth.saturating_sub(1) as usize) {
                    self.session.report.emit(Report::Claimed(offer.clone(), coupon.id.clone()));
                }
            } else {
                self.tell(Action::ResultUnknown(offer.clone(), None));
                self.resolve(request, true);
            }
        }
    }

    /// Arranges the list, and asks the server where this page does not know all of it.
    fn arrange(self: &Rc<Self>, arrangement: Arrangement) {
        let (state, query) = (self.state(), arrangement.query());
        if !GUEST {
            document::replace_address(&self.session.href(&[&query]));
        }
        // An answer to the older wish has no place any more.
        self.reading.take();
        self.tell(Action::Arranged(arrangement));
        if state.knows_part_only() {
            self.read(query, false);
        }
    }

    /// Reads the next part, or what a guess stands for.
    fn more(self: &Rc<Self>) {
        let state = self.state();
        let query = state.arrangement.query();
        if state.is_guessed() {
            self.read(query, false);
        } else if let Some(from) = state.next_part() {
            self.read(part(&query, &format!("from={from}&count={PART}")), false);
        }
    }

    /// Reads all that is on the screen anew.
    fn refresh(self: &Rc<Self>, quiet: bool) {
        let state = self.state();
        let count = format!("count={}", state.read_so_far().max(1));
        self.read(part(&state.arrangement.query(), &count), quiet);
    }

    /// Reads a part of the list. A quiet read says nothing when it fails.
    fn read(self: &Rc<Self>, query: String, quiet: bool) {
        let abort = Abort::new();
        let wanted = abort.as_ref().map(Abort::wanted);
        self.reading.replace(abort);
        let number = self.reads.get() + 1;
        self.reads.set(number);
        self.last_read.set(clock::device_ms());
        let life = self.clone();
        if !quiet {
            self.tell(Action::Asked);
        }
        self.session.caller.spawn(async move {
            let caller = &life.session.caller;
            let answer = pages::claim_page(caller, &life.link, &query, wanted).await;
            match answer {
                // A newer read has overtaken this one.
                _ if life.reads.get() != number => {}
                Ok(page) => life.tell(Action::Listed(page)),
                Err(_) if quiet => {}
                Err(_) => life.tell(Action::NotListed),
            }
        });
    }

    /// Reports what is seen or unfolded, an element's id, for the first time.
    fn note(&self, id: String) {
        let Err(place) = self.noted.borrow().binary_search(&id) else { return };
        let offer = |prefix| id.strip_prefix(prefix).and_then(|offer| OfferId::parse(offer).ok());
        let shown = offer("offer-").map(Report::Shown);
        if let Some(report) = shown.or_else(|| offer("rules-").map(Report::Opened)) {
            self.session.report.emit(report);
        }
        self.noted.borrow_mut().insert(place, id);
    }

    /// What waits for the next change of what is drawn now: time that changes a card, and the shopper
    /// coming near the end of the list.
    fn wait(self: &Rc<Self>) -> Kept {
        let state = self.state();
        let timer = state.next_change().map(|next| {
            let life = self.clone();
            let wait = (next - life.session.clock.now()).clamp(0, LONGEST_TIMER);
            clock::after(wait as u32, move || {
                life.tell(Action::TimePassed(life.session.clock.now()));
            })
        });
        let near = state.next_part().is_some() && state.reading == Reading::Idle;
        let life = self.clone();
        let sight = near
            .then(|| self.places.more.cast())
            .flatten()
            .and_then(|place| sight::watch(&[place], AHEAD, 0.0, Box::new(move |_| life.more())));
        self.watch_cards(&state);
        Box::new((timer, sight))
    }

    /// Waits for cards to come into sight. To begin anew takes as long as drawing the list, so it is done
    /// only where there are other cards, and not where they are the same in another order.
    fn watch_cards(self: &Rc<Self>, state: &State) {
        let cards = state.places();
        if *self.watched.borrow() == cards {
            return;
        }
        let list = self.places.list.cast();
        let mut unseen = list.map(|list| document::all(&list, ".card")).unwrap_or_default();
        unseen.retain(|card| self.noted.borrow().binary_search(&card.id()).is_err());
        let life = self.clone();
        let seen = sight::watch(&unseen, "0px", SEEN, Box::new(move |id| life.note(id)));
        self.sight.replace(seen.map(|seen| Box::new(seen) as Kept));
        self.watched.replace(cards);
    }

    /// The button of a claim goes away with its answer; the focus then goes to what took its place.
    fn keep_focus(&self) {
        if let Some(News::Claimed(offer) | News::Refused(offer, _)) = &self.state().news
            && document::focus_is_lost()
        {
            let place = format!("act-{offer}");
            if !GUEST {
                document::focus_on(&place);
            } else if let Some(list) = self.places.list.cast() {
                // Ids of a page in another one are known inside it only.
                document::focus_within(&list, &format!("#{place}"));
            }
        }
    }
}

/// The query of a part of an arrangement.
fn part(arrangement: &str, part: &str) -> String {
    format!("{arrangement}{}{part}", if arrangement.is_empty() { '?' } else { '&' })
}
