//! What the claim page knows, and how it changes: a pure reducer.

mod list;

use std::rc::Rc;

use mall_contract::{
    Arrangement, Attempt, CardState, ClaimPage, Coupon, Moment, OfferCard, OfferId, Refusal,
    Source, card_state,
};

use crate::host::pull::Pull;

/// One card: what the server said, and what was asked since.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// As the server drew it, with what was claimed since.
    pub data: OfferCard,
    /// What this page has asked.
    pub attempt: Attempt,
}

impl Card {
    /// What it shows at `now`.
    #[must_use]
    pub fn state(&self, now: Moment) -> CardState<'_> {
        card_state(&self.data, &self.attempt, now)
    }

    /// Which coupon a claim would be for, counted from 1.
    #[must_use]
    pub fn next_nth(&self) -> u32 {
        u32::try_from(self.data.held.len()).unwrap_or(u32::MAX - 1) + 1
    }

    /// Whether an answer is awaited.
    #[must_use]
    pub fn under_way(&self) -> bool {
        matches!(self.attempt, Attempt::Claiming | Attempt::Checking | Attempt::Queued(_))
    }
}

/// What has just happened, to be read out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// A coupon was claimed.
    Claimed(OfferId),
    /// A claim was refused.
    Refused(OfferId, Refusal),
}

/// Whether more of the list is being read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reading {
    /// No.
    #[default]
    Idle,
    /// Yes.
    Loading,
    /// It failed; the shopper can try again.
    Failed,
}

/// The page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// All cards known, of whatever arrangement.
    known: Vec<Rc<Card>>,
    /// Those on the screen, by their place in `known`. Their order stands until the shopper asks
    /// for another: no card moves away from a tap.
    shown: Vec<usize>,
    /// How the list is arranged.
    pub arrangement: Arrangement,
    /// Which part of the arrangement has been read, and how long it is.
    part: Part,
    /// Whether more of it is being read.
    pub reading: Reading,
    /// The offers claimed with one tap, while the outcome is of interest.
    pub batch: Vec<OfferId>,
    /// What led to the page.
    pub source: Source,
    /// The moment the cards are drawn for.
    pub now: Moment,
    /// The latest news.
    pub news: Option<News>,
    /// How far the page is pulled down.
    pub pull: Pull,
    /// Whether the device has no network.
    pub offline: bool,
    /// Whether every offer of the page is known.
    whole: bool,
    /// Whether the order is this page's own guess until the server's comes.
    guessed: bool,
}

/// A part of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Part {
    /// Where it begins, from 0.
    begin: u32,
    /// Where the next one begins.
    next: u32,
    /// How long the whole list is.
    total: u32,
}

/// What can happen.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// The shopper wants these, one each.
    ClaimTapped(Vec<OfferId>),
    /// A try ended without an answer, or the server asked to come again later.
    ResultUnknown(OfferId, Option<Refusal>),
    /// The server granted the claim.
    Granted(OfferId, Coupon),
    /// The server refused the claim for good.
    Refused(OfferId, Refusal),
    /// Time has passed.
    TimePassed(Moment),
    /// The shopper wants the list arranged so.
    Arranged(Arrangement),
    /// A part of the list is being read.
    Asked,
    /// A part of the list has come.
    Listed(ClaimPage),
    /// It has not.
    NotListed,
    /// The page is pulled down so far.
    Pulled(Pull),
    /// Whether there is a network now.
    Network(bool),
}

/// What came of a claim of several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// How many were granted.
    pub claimed: usize,
    /// How many were refused.
    pub refused: usize,
    /// How many are not known yet.
    pub open: usize,
}

impl State {
    /// A page as the server drew it.
    #[must_use]
    pub fn new(page: &ClaimPage, now: Moment) -> Self {
        let known: Vec<_> = page.cards.iter().cloned().map(fresh).collect();
        let mut state = Self {
            shown: (0..known.len()).collect(),
            known,
            arrangement: page.arrangement.clone(),
            part: Part { begin: page.from, ..Part::default() },
            reading: Reading::Idle,
            batch: Vec::new(),
            source: page.source.clone(),
            now,
            news: None,
            pull: Pull::Not,
            offline: false,
            whole: false,
            guessed: false,
        };
        state.note_part(page.from, page.cards.len(), page.total);
        state
    }

    /// The cards on the screen, in order.
    pub fn cards(&self) -> impl Iterator<Item = &Rc<Card>> {
        self.shown.iter().filter_map(|at| self.known.get(*at))
    }

    /// Which cards are on the screen, in whatever order.
    #[must_use]
    pub fn places(&self) -> Vec<usize> {
        let mut places = self.shown.clone();
        places.sort_unstable();
        places
    }

    /// A card by its offer.
    #[must_use]
    pub fn card(&self, offer: &OfferId) -> Option<&Card> {
        self.known.iter().find(|card| card.data.offer.id == *offer).map(Rc::as_ref)
    }

    /// The offers on the screen of which one may be claimed and none is held.
    #[must_use]
    pub fn claimable(&self) -> Vec<OfferId> {
        let free = |card: &&Rc<Card>| matches!(card.state(self.now), CardState::Claimable);
        self.cards().filter(free).map(|card| card.data.offer.id.clone()).collect()
    }

    /// What came of the claim of several so far; nothing when there was none.
    #[must_use]
    pub fn outcome(&self) -> Option<Outcome> {
        let mut outcome = Outcome { claimed: 0, refused: 0, open: 0 };
        for card in self.batch.iter().filter_map(|offer| self.card(offer)) {
            *match card.state(self.now) {
                CardState::Held { .. } => &mut outcome.claimed,
                _ if card.under_way() => &mut outcome.open,
                _ => &mut outcome.refused,
            } += 1;
        }
        (!self.batch.is_empty()).then_some(outcome)
    }

    /// When time alone next changes a card: an offer opens or closes, a coupon becomes usable or
    /// expires, a daily share is renewed.
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
        if let Some(card) = self.known.iter_mut().find(|card| card.data.offer.id == *offer) {
            change(Rc::make_mut(card));
        }
    }

    fn grant(&mut self, offer: &OfferId, coupon: Coupon) {
        // The page may have been drawn before the coupon was there to be valid.
        self.now = self.now.max(coupon.claimed_at);
        self.change(offer, |card| {
            card.attempt = Attempt::None;
            // The same answer may come twice: from this tab and from one that asked before.
            if card.data.held.iter().all(|held| held.id != coupon.id) {
                if let Some(left) = &mut card.data.offer.stock.left {
                    *left = left.saturating_sub(1);
                }
                card.data.held.push(coupon);
            }
        });
        self.news = Some(News::Claimed(offer.clone()));
    }

    fn refuse(&mut self, offer: &OfferId, refusal: Refusal) {
        self.change(offer, |card| card.attempt = Attempt::Refused(refusal.clone()));
        self.news = Some(News::Refused(offer.clone(), refusal));
    }
}

fn fresh(data: OfferCard) -> Rc<Card> {
    Rc::new(Card { data, attempt: Attempt::None })
}

impl State {
    /// What the page knows after something has happened.
    #[must_use]
    pub fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut next = (*self).clone();
        match action {
            Action::ClaimTapped(offers) => {
                for offer in &offers {
                    next.change(offer, |card| card.attempt = Attempt::Claiming);
                }
                next.batch = if offers.len() > 1 { offers } else { Vec::new() };
            }
            Action::ResultUnknown(offer, why) => next.change(&offer, |card| {
                card.attempt = why.map_or(Attempt::Checking, Attempt::Queued);
            }),
            Action::Granted(offer, coupon) => next.grant(&offer, coupon),
            Action::Refused(offer, refusal) => next.refuse(&offer, refusal),
            Action::TimePassed(now) => next.now = now,
            Action::Arranged(arrangement) => next.arrange(arrangement),
            Action::Asked => next.reading = Reading::Loading,
            Action::Listed(page) => next.list(page),
            Action::NotListed => next.reading = Reading::Failed,
            Action::Pulled(pull) => next.pull = pull,
            Action::Network(online) => next.offline = !online,
        }
        Rc::new(next)
    }
}

#[cfg(test)]
mod tests;
