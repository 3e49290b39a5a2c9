//! The cards on the screen, their order, and the part of the list still to be read.

use std::rc::Rc;

use mall_contract::{Arrangement, Attempt, ClaimPage, OfferCard};

use super::{Card, ListStatus, Part, State, new_card};

impl State {
    /// Returns how many offers are in this arrangement, with those not read yet.
    #[must_use]
    pub fn total(&self) -> usize {
        (self.part.total as usize).max(self.visible.len())
    }

    /// Returns the place where the next part of the list begins; none when all of it has been read.
    #[must_use]
    pub fn next_part(&self) -> Option<u32> {
        (self.part.next < self.part.total).then_some(self.part.next)
    }

    /// Returns how many cards of the list have been read. A refresh asks for as many.
    #[must_use]
    pub fn read_count(&self) -> u32 {
        self.part.next
    }

    /// Checks whether the page has read every offer. If not, only the server can arrange the list.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.is_complete
    }

    /// Checks whether the order on the screen is a guess until the server's order comes.
    #[must_use]
    pub fn is_provisional(&self) -> bool {
        self.is_provisional
    }

    /// Arranges the cards the page has. Where more exist, the result is shown until the server's
    /// response comes.
    pub(super) fn arrange(&mut self, arrangement: Arrangement) {
        let (loaded, now) = (&self.loaded, self.now);
        let mut visible: Vec<usize> =
            (0..loaded.len()).filter(|at| arrangement.admits(&loaded[*at].data, now)).collect();
        // Equal cards keep the order in which they were read.
        visible.sort_unstable_by_key(|at| {
            (arrangement.rank(&loaded[*at].data, &self.source, now), *at)
        });
        let total = u32::try_from(visible.len()).unwrap_or(u32::MAX);
        self.part = Part { begin: 0, next: total, total };
        self.visible = visible;
        self.arrangement = arrangement;
        self.list_status = ListStatus::Idle;
        self.is_provisional = !self.is_complete;
        self.batch.clear();
    }

    /// Merges a part of the list from the server. Cards on the screen keep their places and pending
    /// claims, and new cards follow. Cards the server no longer lists go, unless they are claimed or
    /// pending.
    pub(super) fn merge_list(&mut self, page: ClaimPage) {
        // The shopper has arranged the list again since this was requested.
        if page.arrangement != self.arrangement {
            return;
        }
        self.list_status = ListStatus::Idle;
        self.now = self.now.max(page.server_time);
        self.source = page.source;
        let (from, count) = (page.from, page.cards.len());
        let listed: Vec<usize> = page.cards.into_iter().map(|card| self.merge_card(card)).collect();
        if self.is_provisional {
            self.visible.clear();
        } else if from == 0 {
            let loaded = &self.loaded;
            let stays = |at: &usize| {
                let card = &loaded[*at];
                listed.contains(at) || card.is_pending() || !card.data.held.is_empty()
            };
            self.visible.retain(stays);
        }
        for at in listed {
            if !self.visible.contains(&at) {
                self.visible.push(at);
            }
        }
        self.is_provisional = false;
        self.note_part(from, count, page.total);
    }

    /// Adds a card or updates it. Returns its place.
    fn merge_card(&mut self, data: OfferCard) -> usize {
        let same = |card: &Rc<Card>| card.data.offer.id == data.offer.id;
        match self.loaded.iter().position(same) {
            Some(at) => {
                let card = &self.loaded[at];
                let attempt = if card.is_pending() { card.attempt.clone() } else { Attempt::None };
                self.loaded[at] = Rc::new(Card { data, attempt });
                at
            }
            None => {
                self.loaded.push(new_card(data));
                self.loaded.len() - 1
            }
        }
    }

    /// Notes that a part was read. The unfiltered list, read from begin to end, is complete.
    pub(super) fn note_part(&mut self, from: u32, count: usize, total: u32) {
        let next = from.saturating_add(u32::try_from(count).unwrap_or(u32::MAX));
        self.part = Part { begin: self.part.begin.min(from), next, total };
        let is_unfiltered = self.arrangement == Arrangement::default();
        self.is_complete |= is_unfiltered && self.part.begin == 0 && next >= total;
    }
}
