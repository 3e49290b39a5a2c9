//! Which cards are on the screen, in which order, and what of the list is still to be read.

use std::rc::Rc;

use mall_contract::{Arrangement, Attempt, ClaimPage, OfferCard};

use super::{Card, Part, Reading, State, fresh};

impl State {
    /// Offers in this arrangement, also those not read yet.
    #[must_use]
    pub fn total(&self) -> usize {
        (self.part.total as usize).max(self.shown.len())
    }

    /// Where the next part of the list begins; nothing when all of it has been read.
    #[must_use]
    pub fn next_part(&self) -> Option<u32> {
        (self.part.next < self.part.total).then_some(self.part.next)
    }

    /// How many of the list have been read: what a refresh asks for.
    #[must_use]
    pub fn read_so_far(&self) -> u32 {
        self.part.next
    }

    /// Whether there are offers this page has not read: then an arrangement is the server's to make.
    #[must_use]
    pub fn knows_part_only(&self) -> bool {
        !self.whole
    }

    /// Whether the order on the screen is a guess until the server's comes.
    #[must_use]
    pub fn is_guessed(&self) -> bool {
        self.guessed
    }

    /// Arranges what is known. Where that is not all there is, the server is asked, and this is
    /// what can be seen meanwhile.
    pub(super) fn arrange(&mut self, arrangement: Arrangement) {
        let (known, now) = (&self.known, self.now);
        let mut shown: Vec<usize> =
            (0..known.len()).filter(|at| arrangement.admits(&known[*at].data, now)).collect();
        // Equals stay in the order they are known in.
        shown.sort_unstable_by_key(|at| {
            (arrangement.rank(&known[*at].data, &self.source, now), *at)
        });
        let total = u32::try_from(shown.len()).unwrap_or(u32::MAX);
        self.part = Part { begin: 0, next: total, total };
        self.shown = shown;
        self.arrangement = arrangement;
        self.reading = Reading::Idle;
        self.guessed = !self.whole;
        self.batch.clear();
    }

    /// Takes in a part of the list. Cards on the screen keep their places and what is under way,
    /// others come behind them; those that are gone go, unless the shopper has a part in them.
    pub(super) fn list(&mut self, page: ClaimPage) {
        // An answer that a newer wish has overtaken.
        if page.arrangement != self.arrangement {
            return;
        }
        self.reading = Reading::Idle;
        self.now = self.now.max(page.server_time);
        self.source = page.source;
        let (from, count) = (page.from, page.cards.len());
        let listed: Vec<usize> = page.cards.into_iter().map(|card| self.take(card)).collect();
        if self.guessed {
            self.shown.clear();
        } else if from == 0 {
            let known = &self.known;
            let stays = |at: &usize| {
                let card = &known[*at];
                listed.contains(at) || card.under_way() || !card.data.held.is_empty()
            };
            self.shown.retain(stays);
        }
        for at in listed {
            if !self.shown.contains(&at) {
                self.shown.push(at);
            }
        }
        self.guessed = false;
        self.note_part(from, count, page.total);
    }

    /// Makes a card known, or what is known of it new. Gives its place.
    fn take(&mut self, data: OfferCard) -> usize {
        let same = |card: &Rc<Card>| card.data.offer.id == data.offer.id;
        match self.known.iter().position(same) {
            Some(at) => {
                let card = &self.known[at];
                let attempt = if card.under_way() { card.attempt.clone() } else { Attempt::None };
                self.known[at] = Rc::new(Card { data, attempt });
                at
            }
            None => {
                self.known.push(fresh(data));
                self.known.len() - 1
            }
        }
    }

    /// Notes that a part was read. The plain list, read from its begin to its end, is all there is.
    pub(super) fn note_part(&mut self, from: u32, count: usize, total: u32) {
        let next = from.saturating_add(u32::try_from(count).unwrap_or(u32::MAX));
        self.part = Part { begin: self.part.begin.min(from), next, total };
        let plain = self.arrangement == Arrangement::default();
        self.whole |= plain && self.part.begin == 0 && next >= total;
    }
}
