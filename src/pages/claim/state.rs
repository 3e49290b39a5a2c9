//! The state of the claim page, and its reducer.

mod list;

use std::rc::Rc;

use mall_contract::{
    Arrangement, Attempt, CardState, ClaimPage, Coupon, Moment, OfferCard, OfferId, Refusal,
    Source, card_state,
};

use crate::host::pull::Pull;
use crate::pages::store::Reduce;

/// One card: the server's data, and the shopper's attempt to claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// The server's data, with coupons claimed since.
    pub data: OfferCard,
    pub attempt: Attempt,
}

impl Card {
    /// Returns what the card shows at `now`.
    #[must_use]
    pub fn state(&self, now: Moment) -> CardState<'_> {
        card_state(&self.data, &self.attempt, now)
    }

    /// Returns the ordinal of the next coupon of this offer, counted from 1.
    #[must_use]
    pub fn next_nth(&self) -> u32 {
        u32::try_from(self.data.held.len()).unwrap_or(u32::MAX - 1) + 1
    }

    /// Checks whether a claim waits for its result.
    #[must_use]
    pub fn is_pending(&self) -> bool {
        matches!(self.attempt, Attempt::Claiming | Attempt::Checking | Attempt::Queued(_))
    }
}

/// The latest result of a claim, for screen readers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Announcement {
    Claimed(OfferId),
    Refused(OfferId, Refusal),
}

/// The status of reading the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ListStatus {
    #[default]
    Idle,
    Loading,
    /// The last read failed; the shopper can try again.
    Failed,
}

/// The state of the claim page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// All cards the page has read, of any arrangement.
    loaded: Vec<Rc<Card>>,
    /// The cards on the screen, by their place in `loaded`. The order stays until the shopper asks for
    /// another, so that no card moves away from a tap.
    visible: Vec<usize>,
    pub arrangement: Arrangement,
    /// The part of the arranged list that has been read.
    part: Part,
    pub list_status: ListStatus,
    /// Offers claimed together with one tap. The page shows their outcome until the list is arranged.
    pub batch: Vec<OfferId>,
    pub source: Source,
    /// The server time for which the cards are drawn.
    pub now: Moment,
    pub announcement: Option<Announcement>,
    pub pull: Pull,
    /// True if the device has no network.
    pub is_offline: bool,
    /// True if all offers of the page are in `loaded`.
    is_complete: bool,
    /// True if the order is the page's own guess until the server's order comes.
    is_provisional: bool,
}

/// The part of a list that has been read. Places count from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Part {
    begin: u32,
    /// The place where the next part begins.
    next: u32,
    /// The length of the whole list.
    total: u32,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// The shopper claimed one coupon of each offer.
    ClaimTapped(Vec<OfferId>),
    /// A request ended without a response, or the server asked to try later.
    ResultUnknown(OfferId, Option<Refusal>),
    Granted(OfferId, Coupon),
    /// The server refused the claim finally.
    Refused(OfferId, Refusal),
    TimePassed(Moment),
    Arranged(Arrangement),
    ListRequested,
    ListLoaded(ClaimPage),
    ListFailed,
    Pulled(Pull),
    NetworkChanged {
        online: bool,
    },
}

/// The outcome of claiming several offers with one tap, as counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BatchOutcome {
    pub claimed: usize,
    pub refused: usize,
    /// Claims whose result is not known yet.
    pub pending: usize,
}

impl State {
    /// Returns the state as the server drew the page.
    #[must_use]
    pub fn new(page: &ClaimPage, now: Moment) -> Self {
        let loaded: Vec<_> = page.cards.iter().cloned().map(new_card).collect();
        let mut state = Self {
            visible: (0..loaded.len()).collect(),
            loaded,
            arrangement: page.arrangement.clone(),
            part: Part { begin: page.from, ..Part::default() },
            list_status: ListStatus::Idle,
            batch: Vec::new(),
            source: page.source.clone(),
            now,
            announcement: None,
            pull: Pull::Not,
            is_offline: false,
            is_complete: false,
            is_provisional: false,
        };
        state.note_part(page.from, page.cards.len(), page.total);
        state
    }

    /// Returns the cards on the screen, in order.
    pub fn cards(&self) -> impl Iterator<Item = &Rc<Card>> {
        self.visible.iter().filter_map(|at| self.loaded.get(*at))
    }

    /// Returns the places of the cards on the screen, sorted: the same for every order of them.
    #[must_use]
    pub fn sorted_places(&self) -> Vec<usize> {
        let mut places = self.visible.clone();
        places.sort_unstable();
        places
    }

    /// Finds a card by its offer.
    #[must_use]
    pub fn card(&self, offer: &OfferId) -> Option<&Card> {
        self.loaded.iter().find(|card| card.data.offer.id == *offer).map(Rc::as_ref)
    }

    /// Returns the offers on the screen that can be claimed and of which the shopper holds none.
    #[must_use]
    pub fn claimable(&self) -> Vec<OfferId> {
        let is_claimable = |card: &&Rc<Card>| matches!(card.state(self.now), CardState::Claimable);
        self.cards().filter(is_claimable).map(|card| card.data.offer.id.clone()).collect()
    }

    /// Returns the outcome of claiming several offers so far; none without such a claim.
    #[must_use]
    pub fn batch_outcome(&self) -> Option<BatchOutcome> {
        let mut outcome = BatchOutcome { claimed: 0, refused: 0, pending: 0 };
        for card in self.batch.iter().filter_map(|offer| self.card(offer)) {
            *match card.state(self.now) {
                CardState::Held { .. } => &mut outcome.claimed,
                _ if card.is_pending() => &mut outcome.pending,
                _ => &mut outcome.refused,
            } += 1;
        }
        (!self.batch.is_empty()).then_some(outcome)
    }

    /// Returns the next moment at which time alone changes a card: an offer opens or closes, a coupon
    /// becomes usable or expires, or a new day's stock begins.
    #[must_use]
    pub fn next_change(&self) -> Option<Moment> {
        let mut next: Option<Moment> = None;
        let mut consider = |moment: Moment| {
            if moment > self.now && next.is_none_or(|next| moment < next) {
                next = Some(moment);
            }
        };
        for card in self.cards() {
            let OfferCard { offer, held, .. } = &card.data;
            consider(offer.claim_from);
            consider(offer.claim_until);
            consider(offer.stock.day_ends);
            if let Some(coupon) = held.last() {
                consider(coupon.valid_from);
                consider(coupon.valid_until);
            }
        }
        next
    }

    fn change(&mut self, offer: &OfferId, change: impl FnOnce(&mut Card)) {
        if let Some(card) = self.loaded.iter_mut().find(|card| card.data.offer.id == *offer) {
            change(Rc::make_mut(card));
        }
    }

    fn grant(&mut self, offer: &OfferId, coupon: Coupon) {
        // Drawn for an earlier moment, the coupon would not be valid yet.
        self.now = self.now.max(coupon.claimed_at);
        self.change(offer, |card| {
            card.attempt = Attempt::None;
            // The same result may come twice: from this tab's request and from an earlier tab's.
            if card.data.held.iter().all(|owned| owned.id != coupon.id) {
                if let Some(remaining) = &mut card.data.offer.stock.left {
                    *remaining = remaining.saturating_sub(1);
                }
                card.data.held.push(coupon);
            }
        });
        self.announcement = Some(Announcement::Claimed(offer.clone()));
    }

    fn refuse(&mut self, offer: &OfferId, refusal: Refusal) {
        self.change(offer, |card| card.attempt = Attempt::Refused(refusal.clone()));
        self.announcement = Some(Announcement::Refused(offer.clone(), refusal));
    }
}

fn new_card(data: OfferCard) -> Rc<Card> {
    Rc::new(Card { data, attempt: Attempt::None })
}

impl Reduce for State {
    type Action = Action;

    fn reduce(&self, action: Action) -> Rc<Self> {
        let mut next = self.clone();
        match action {
            Action::ClaimTapped(offers) => {
                for offer in &offers {
                    next.change(offer, |card| card.attempt = Attempt::Claiming);
                }
                next.batch = if offers.len() > 1 { offers } else { Vec::new() };
            }
            Action::ResultUnknown(offer, reason) => next.change(&offer, |card| {
                card.attempt = reason.map_or(Attempt::Checking, Attempt::Queued);
            }),
            Action::Granted(offer, coupon) => next.grant(&offer, coupon),
            Action::Refused(offer, refusal) => next.refuse(&offer, refusal),
            Action::TimePassed(now) => next.now = now,
            Action::Arranged(arrangement) => next.arrange(arrangement),
            Action::ListRequested => next.list_status = ListStatus::Loading,
            Action::ListLoaded(page) => next.merge_list(page),
            Action::ListFailed => next.list_status = ListStatus::Failed,
            Action::Pulled(pull) => next.pull = pull,
            Action::NetworkChanged { online } => next.is_offline = !online,
        }
        Rc::new(next)
    }
}

#[cfg(test)]
mod tests;
