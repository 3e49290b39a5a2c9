//! The controller of the claim page: its work with the server, the browser and the clock.

mod resolve;

use std::cell::RefCell;
use std::rc::Rc;

use mall_contract::{Arrangement, CardState, ClaimPage, ClaimRequest, OfferId};
use yew::{Callback, Html};

use super::intent::Intent;
use super::state::{Action, Announcement, ListStatus, State};
use super::view::{self, Refs, ViewContext};
use crate::api::events::Report;
use crate::api::{claims, pages};
use crate::host::{clock, document, network, pull, sight, visibility};
use crate::pages::controller::{Controller, Subscription};
use crate::pages::list_reader::{ListReader, on_near_end};
use crate::pages::store::Store;
use crate::session::{IS_EMBEDDED, Session};
use resolve::resolve;

/// The number of offers read at a time as the shopper scrolls.
const PART_SIZE: u32 = 60;

/// The share of a card that must be in sight before the card counts as shown, from 0 to 1.
const SHOWN_SHARE: f64 = 0.5;

/// The controller of the claim page.
pub struct ClaimController {
    store: Rc<Store<State>>,
    refs: Refs,
    link: String,
    /// Ids of elements reported as shown or opened, sorted.
    reported: RefCell<Vec<String>>,
    reader: ListReader,
    /// Reports cards as they come into sight.
    sight: RefCell<Option<Subscription>>,
    /// The cards `sight` watches.
    watched: RefCell<Vec<usize>>,
}

impl Controller for ClaimController {
    type Page = ClaimPage;
    type State = State;
    type Intent = Intent;

    fn open(page: &ClaimPage, session: &Session) -> State {
        State::new(page, session.clock.now())
    }

    fn new(page: &ClaimPage, store: Rc<Store<State>>) -> Self {
        Self {
            store,
            refs: Refs::default(),
            link: page.link.clone(),
            reported: RefCell::default(),
            reader: ListReader::default(),
            sight: RefCell::default(),
            watched: RefCell::default(),
        }
    }

    fn store(&self) -> &Store<State> {
        &self.store
    }

    fn perform(self: &Rc<Self>, intent: Intent) {
        match intent {
            Intent::Claim(offers) => self.claim(&offers),
            Intent::Arrange(arrangement) => self.arrange(arrangement),
            Intent::More => self.read_more(),
        }
    }

    fn view(&self, page: &ClaimPage, on_intent: &Callback<Intent>, _: bool) -> Html {
        let (state, session) = (&self.store.state(), &self.store.session);
        view::view(&ViewContext { page, state, session, on_intent, refs: &self.refs })
    }

    fn subscribe(self: &Rc<Self>) -> Subscription {
        self.resume_claims();
        self.reader.mark_fresh();
        let this = self.clone();
        let visibility = visibility::on_change(move |visible| {
            if !visible {
                this.store.session.report.emit(Report::Left);
            } else if this.reader.is_stale() {
                this.refresh(true);
            }
        });
        let this = self.clone();
        let list = self.refs.list.cast();
        let unfolded = list.map(|list| sight::on_unfolded(&list, move |id| this.report(id)));
        let this = self.clone();
        let pull = (!IS_EMBEDDED).then(|| {
            pull::on_pull(move |pull, released| {
                this.store.dispatch(Action::Pulled(pull));
                if released {
                    this.refresh(false);
                }
            })
        });
        let this = self.clone();
        let network = network::on_change(move |online| {
            this.store.dispatch(Action::NetworkChanged { online });
        });
        Box::new((visibility, unfolded, pull, network))
    }

    fn rendered(self: &Rc<Self>) -> Subscription {
        self.keep_focus();
        let state = self.store.state();
        self.watch_cards(&state);
        Box::new((self.wait_for_change(&state), self.wait_for_end(&state)))
    }

    fn destroy(&self) {
        self.reader.cancel();
        self.sight.take();
    }
}

impl ClaimController {
    fn claim(&self, offers: &[OfferId]) {
        let state = self.store.state();
        let mut claimed = Vec::new();
        for offer in offers {
            let Some(card) = state.card(offer) else { continue };
            let claimable = matches!(
                card.state(state.now),
                CardState::Claimable | CardState::Held { another: true, .. }
            );
            let request =
                claimable.then(|| claims::begin(&self.link, offer, card.next_nth())).flatten();
            if let Some(request) = request {
                claimed.push(offer.clone());
                self.resolve(request, false);
            }
        }
        self.store.dispatch(Action::ClaimTapped(claimed));
    }

    fn resolve(&self, request: ClaimRequest, sent_before: bool) {
        self.store.session.caller.spawn(resolve(self.store.clone(), request, sent_before));
    }

    /// Continues claims whose result was unknown when an earlier page was left.
    fn resume_claims(&self) {
        let state = self.store.state();
        for card in state.cards() {
            let offer = &card.data.offer.id;
            let Some(request) = claims::pending(&self.link, offer) else { continue };
            if request.nth < card.next_nth() {
                claims::forget(&self.link, offer);
                // The earlier page was left before it could report the coupon.
                if let Some(coupon) = card.data.held.get(request.nth.saturating_sub(1) as usize) {
                    let report = Report::Claimed(offer.clone(), coupon.id.clone());
                    self.store.session.report.emit(report);
                }
            } else {
                self.store.dispatch(Action::ResultUnknown(offer.clone(), None));
                self.resolve(request, true);
            }
        }
    }

    /// Arranges the cards the page has, and asks the server when the page has only part of them.
    fn arrange(self: &Rc<Self>, arrangement: Arrangement) {
        let (state, query) = (self.store.state(), arrangement.query());
        if !IS_EMBEDDED {
            document::replace_address(&self.store.session.href(&[&query]));
        }
        // A response for the former arrangement is of no use any more.
        self.reader.cancel();
        self.store.dispatch(Action::Arranged(arrangement));
        if !state.is_complete() {
            self.read(query, false);
        }
    }

    /// Reads the next part of the list, or the server's order where the page shows a guess.
    fn read_more(self: &Rc<Self>) {
        let state = self.store.state();
        let query = state.arrangement.query();
        if state.is_provisional() {
            self.read(query, false);
        } else if let Some(from) = state.next_part() {
            self.read(with_part(&query, &format!("from={from}&count={PART_SIZE}")), false);
        }
    }

    /// Reads all offers on the screen again.
    fn refresh(self: &Rc<Self>, quiet: bool) {
        let state = self.store.state();
        let count = format!("count={}", state.read_count().max(1));
        self.read(with_part(&state.arrangement.query(), &count), quiet);
    }

    /// Reads a part of the list. The page shows nothing of a quiet read unless it succeeds.
    fn read(self: &Rc<Self>, query: String, quiet: bool) {
        let (number, signal) = self.reader.start();
        if !quiet {
            self.store.dispatch(Action::ListRequested);
        }
        let this = self.clone();
        self.store.session.caller.spawn(async move {
            let caller = &this.store.session.caller;
            let response = pages::claim_page(caller, &this.link, &query, signal).await;
            match response {
                _ if !this.reader.is_latest(number) => {}
                Ok(page) => this.store.dispatch(Action::ListLoaded(page)),
                Err(_) if quiet => {}
                Err(_) => this.store.dispatch(Action::ListFailed),
            }
        });
    }

    /// Reports that an element came into sight or was opened, the first time.
    fn report(&self, id: String) {
        let Err(place) = self.reported.borrow().binary_search(&id) else { return };
        let offer = |prefix| id.strip_prefix(prefix).and_then(|offer| OfferId::parse(offer).ok());
        let report = offer("offer-").map(Report::Shown);
        if let Some(report) = report.or_else(|| offer("rules-").map(Report::Opened)) {
            self.store.session.report.emit(report);
        }
        self.reported.borrow_mut().insert(place, id);
    }

    /// Waits until time alone changes a card.
    fn wait_for_change(self: &Rc<Self>, state: &State) -> Option<clock::Timer> {
        let next = state.next_change()?;
        let this = self.clone();
        Some(clock::after_long(next - self.store.session.clock.now(), move || {
            this.store.dispatch(Action::TimePassed(this.store.session.clock.now()));
        }))
    }

    /// Waits until the shopper comes near to the end of the list, where more is to be read.
    fn wait_for_end(self: &Rc<Self>, state: &State) -> Option<sight::Sight> {
        if state.next_part().is_none() || state.list_status != ListStatus::Idle {
            return None;
        }
        let this = self.clone();
        on_near_end(&self.refs.more, move || this.read_more())
    }

    /// Watches for cards that come into sight.
    ///
    /// Setting up the observer takes as long as drawing the list, so it is done only when the set of
    /// cards changes, not when their order does.
    fn watch_cards(self: &Rc<Self>, state: &State) {
        let cards = state.sorted_places();
        if *self.watched.borrow() == cards {
            return;
        }
        let list = self.refs.list.cast();
        let mut unreported = list.map(|list| document::all(&list, ".card")).unwrap_or_default();
        unreported.retain(|card| self.reported.borrow().binary_search(&card.id()).is_err());
        let this = self.clone();
        let sight =
            sight::watch(&unreported, "0px", SHOWN_SHARE, Box::new(move |id| this.report(id)));
        self.sight.replace(sight.map(|sight| Box::new(sight) as Subscription));
        self.watched.replace(cards);
    }

    /// Moves the focus to what replaced the claim button, which has gone with its result.
    fn keep_focus(&self) {
        if let Some(Announcement::Claimed(offer) | Announcement::Refused(offer, _)) =
            &self.store.state().announcement
            && document::focus_is_lost()
        {
            let id = format!("act-{offer}");
            if !IS_EMBEDDED {
                document::focus_on(&id);
            } else if let Some(list) = self.refs.list.cast() {
                // The document does not know ids inside the mount's shadow root.
                document::focus_within(&list, &format!("#{id}"));
            }
        }
    }
}

/// Adds the bounds of a part to the query of an arrangement.
fn with_part(arrangement: &str, part: &str) -> String {
    format!("{arrangement}{}{part}", if arrangement.is_empty() { '?' } else { '&' })
}
