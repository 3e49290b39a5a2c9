//! What the claim page knows, and how it changes: a pure reducer.

use std::rc::Rc;

use mall_contract::{
    Attempt, CardState, ClaimPage, Coupon, Moment, OfferCard, OfferId, Refusal, card_state,
};
use yew::Reducible;

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
}

/// What has just happened, to be read out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// A coupon was claimed.
    Claimed(OfferId),
    /// A claim was refused.
    Refused(OfferId, Refusal),
}

/// The page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// The cards, in the order they were first shown.
    pub cards: Vec<Rc<Card>>,
    /// The moment the cards are drawn for.
    pub now: Moment,
    /// The latest news.
    pub news: Option<News>,
}

/// What can happen.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// The shopper wants one.
    ClaimTapped(OfferId),
    /// A try ended without an answer.
    ResultUnknown(OfferId),
    /// The server granted the claim.
    Granted(OfferId, Coupon),
    /// The server refused the claim for good.
    Refused(OfferId, Refusal),
    /// A moment came at which some card changes.
    TimePassed(Moment),
    /// The server said anew how things stand.
    Refreshed(ClaimPage),
}

impl State {
    /// The page as the server drew it.
    #[must_use]
    pub fn new(cards: Vec<OfferCard>, now: Moment) -> Self {
        let cards =
            cards.into_iter().map(|data| Rc::new(Card { data, attempt: Attempt::None })).collect();
        Self { cards, now, news: None }
    }

    /// A card by its offer.
    #[must_use]
    pub fn card(&self, offer: &OfferId) -> Option<&Card> {
        self.cards.iter().find(|card| card.data.offer.id == *offer).map(Rc::as_ref)
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
        for card in &self.cards {
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
        if let Some(card) = self.cards.iter_mut().find(|card| card.data.offer.id == *offer) {
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

    /// Takes over what the server says, keeps the order on the screen and what is under way.
    fn refresh(&mut self, page: ClaimPage) {
        self.now = page.server_time;
        let mut fresh = page.cards;
        let mut cards = Vec::with_capacity(fresh.len());
        for card in &self.cards {
            let same = fresh.iter().position(|new| new.offer.id == card.data.offer.id);
            let under_way = matches!(card.attempt, Attempt::Claiming | Attempt::Checking);
            match same {
                Some(at) => {
                    let attempt = if under_way { card.attempt.clone() } else { Attempt::None };
                    cards.push(Rc::new(Card { data: fresh.remove(at), attempt }));
                }
                None if under_way || !card.data.held.is_empty() => cards.push(card.clone()),
                None => {}
            }
        }
        cards.extend(State::new(fresh, self.now).cards);
        self.cards = cards;
    }
}

impl Reducible for State {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut next = (*self).clone();
        match action {
            Action::ClaimTapped(offer) => {
                next.change(&offer, |card| card.attempt = Attempt::Claiming)
            }
            Action::ResultUnknown(offer) => {
                next.change(&offer, |card| card.attempt = Attempt::Checking)
            }
            Action::Granted(offer, coupon) => next.grant(&offer, coupon),
            Action::Refused(offer, refusal) => next.refuse(&offer, refusal),
            Action::TimePassed(now) => next.now = now,
            Action::Refreshed(page) => next.refresh(page),
        }
        Rc::new(next)
    }
}

#[cfg(test)]
mod tests;
